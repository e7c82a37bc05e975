import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { Link } from '../../main/transports/link.ts'
import { openRfc2217 } from '../../main/transports/rfc2217.ts'
import { bytesOf, codeOf, same, textOf } from '../conformance/link-suite.ts'
import { startRfc2217Server } from './rfc2217-server.ts'

const signal = new AbortController().signal
const options = { baudRate: 115_200, signal }
const limits = { lingerMs: 20, silenceMs: 60, answerMs: 3000 }
/** For a server that will not answer. */
const hasty = { ...limits, answerMs: 60 }

const opened = [
  'baudRate 115200',
  'dataSize 8',
  'parity 1',
  'stopSize 1',
  'flow none',
  'purge 3',
  'dtr on',
  'rts on',
]
const contextOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => ({ code: error.code, ...error.context }),
  )
const exactly = (link: Link, count: number) =>
  link.read({ atLeast: count, atMost: count, timeoutMs: 15_000, signal })

describe('opening', () => {
  test('agrees on binary data both ways and asks for the whole port, in an order that resets nothing twice', async () => {
    await using server = await startRfc2217Server()
    const link = await openRfc2217(server.address, options, limits)
    expect(link.address).toBe(server.address)
    expect(server.events).toEqual(opened)
    const said = Buffer.concat(server.received)
    for (const words of ['fffb00', 'fffd00', 'fffb03', 'fffd03', 'fffb2c', 'fffe01'])
      expect(said.includes(Buffer.from(words, 'hex'))).toBe(true)
    // Never asked to be one itself: servers refuse that, and it means nothing.
    expect(said.includes(Buffer.from('fffd2c', 'hex'))).toBe(false)
    expect(link.hasSignals).toBe(true)
    await link.close()
    expect(await link.closed).toBe('asked')
  })

  test('lines that are not answered are not there, and setting them does nothing', async () => {
    await using server = await startRfc2217Server({ silentAbout: ['dtr', 'rts'] })
    const link = await openRfc2217(server.address, options, limits)
    expect(link.hasSignals).toBe(false)
    await link.setSignals({ dtr: false, rts: true })
    await link.write(bytesOf('on'), signal)
    expect(textOf(await server.port.receive(2))).toBe('on')
    expect(server.events).toEqual(opened)
    await link.close()
  })

  test('one line of the two is enough; the other is left alone', async () => {
    await using server = await startRfc2217Server({ silentAbout: ['rts'] })
    const link = await openRfc2217(server.address, options, limits)
    expect(link.hasSignals).toBe(true)
    await link.setSignals({ dtr: false, rts: false })
    expect(server.events).toEqual([...opened, 'dtr off'])
    await link.close()
  })

  test('a line that stays as it is is not there', async () => {
    await using server = await startRfc2217Server({ insists: { dtr: 9, rts: 10 } })
    const link = await openRfc2217(server.address, options, limits)
    expect(link.hasSignals).toBe(false)
    await link.close()
  })

  test('silence about flow control and purge is no refusal', async () => {
    await using server = await startRfc2217Server({ silentAbout: ['flow', 'purge'] })
    const link = await openRfc2217(server.address, options, limits)
    expect(link.hasSignals).toBe(true)
    await link.close()
  })

  test('what waited in the port before it was ours is dropped, what comes after is not', async () => {
    await using server = await startRfc2217Server({ beforePurge: 'stale', afterPurge: 'fresh' })
    const link = await openRfc2217(server.address, options, limits)
    expect(textOf(await exactly(link, 5))).toBe('fresh')
    expect(link.discard()).toBe(0)
    await link.close()
  })

  test.each([
    ['Port already in use\r\n', 'LINK_BUSY'],
    ['Device open failure: Value or file not found\r\n', 'LINK_NOT_FOUND'],
    ['', 'LINK_LOST'],
  ])('a server that says %j and hangs up means %s', async (words, code) => {
    const greeting = Buffer.concat([Buffer.from([255, 251, 3, 255, 253, 44]), Buffer.from(words)])
    await using server = await startRfc2217Server({ lastWords: greeting })
    expect(await codeOf(openRfc2217(server.address, options, limits))).toBe(code)
  })

  test('words that our own crossed are heard from a second connection that says nothing', async () => {
    let count = 0
    const heard: Buffer[] = []
    const server = createServer((one) => {
      one.on('error', () => {})
      one.on('data', (bytes: Buffer) => heard.push(bytes))
      if (++count === 1) one.once('data', () => one.resetAndDestroy())
      else one.end(Buffer.from('\xff\xfb\x03Port already in use\r\n', 'latin1'))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const first = openRfc2217(`rfc2217://127.0.0.1:${port}`, options, limits)
    expect(await codeOf(first)).toBe('LINK_BUSY')
    expect({ count, heard: heard.length }).toEqual({ count: 2, heard: 1 })
    server.close()
    await once(server, 'close')
  })

  test('nobody listening: not found; another scheme: no address', async () => {
    const server = await startRfc2217Server()
    await server[Symbol.asyncDispose]()
    expect(await codeOf(openRfc2217(server.address, options))).toBe('LINK_NOT_FOUND')
    expect(await codeOf(openRfc2217('tcp://127.0.0.1:1', options))).toBe('LINK_ADDRESS')
  })

  test('an abort in the middle rejects with the reason and leaves no connection', async () => {
    await using server = await startRfc2217Server({ telnet: 'none' })
    const reason = new Error('enough')
    await expect(openRfc2217(server.address, { ...options, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
    const abort = new AbortController()
    const opening = openRfc2217(server.address, { ...options, signal: abort.signal }, limits)
    const socket = await server.client
    abort.abort(reason)
    await expect(opening).rejects.toBe(reason)
    if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve))
  })
})

describe('a server that will not do', () => {
  test.each([
    [{ telnet: 'none' }, { code: 'REMOTE_SERIAL', reason: 'notTelnet' }],
    [{ telnet: 'withoutComPort' }, { code: 'REMOTE_SERIAL', reason: 'noComPort' }],
    [{ telnet: 'withoutBinary' }, { code: 'REMOTE_SERIAL', option: 'binary' }],
    [
      { insists: { baudRate: 9600 } },
      { code: 'PROFILE_INVALID', field: 'baudRate', baudRate: 115_200, answered: 9600 },
    ],
    [
      { silentAbout: ['baudRate'] },
      { code: 'REMOTE_SERIAL', option: 'baudRate', asked: 115_200, answered: null },
    ],
    [{ insists: { dataSize: 7 } }, { code: 'REMOTE_SERIAL', option: 'dataSize', asked: 8, answered: 7 }],
    [{ insists: { parity: 3 } }, { code: 'REMOTE_SERIAL', option: 'parity', asked: 1, answered: 3 }],
    [{ insists: { stopSize: 2 } }, { code: 'REMOTE_SERIAL', option: 'stopSize', asked: 1, answered: 2 }],
    [{ insists: { flow: 3 } }, { code: 'REMOTE_SERIAL', option: 'flow', asked: 1, answered: 3 }],
  ] as const)('%j', async (manners, expected) => {
    await using server = await startRfc2217Server(manners)
    const error = await contextOf(openRfc2217(server.address, options, hasty))
    expect(error).toEqual({ address: server.address, ...expected })
  })

  test('the rate that its divider really makes is the one that was asked for', async () => {
    await using server = await startRfc2217Server({ insists: { baudRate: 116_279 } })
    await (await openRfc2217(server.address, options, limits)).close()
  })
})

describe('an open port', () => {
  test('sets the lines one after the other, DTR first, each when it was answered', async () => {
    await using server = await startRfc2217Server()
    const link = await openRfc2217(server.address, options, limits)
    await link.setSignals({ dtr: false, rts: true })
    await link.setSignals({ rts: false, dtr: true })
    await link.setSignals({ rts: true })
    expect(server.events.slice(opened.length)).toEqual(['dtr off', 'rts on', 'dtr on', 'rts off', 'rts on'])
    await link.close()
  })

  test('sets rate and parity, and knows when the server has another one', async () => {
    await using server = await startRfc2217Server()
    const link = await openRfc2217(server.address, options, limits)
    await link.setBaud(74_880)
    for (const parity of ['even', 'odd', 'none'] as const) await link.setParity(parity)
    expect(server.events.slice(opened.length)).toEqual(['baudRate 74880', 'parity 3', 'parity 2', 'parity 1'])
    await link.close()

    const insists: Record<string, number> = {}
    await using stubborn = await startRfc2217Server({ insists })
    const other = await openRfc2217(stubborn.address, options, limits)
    Object.assign(insists, { baudRate: 115_200, parity: 1 })
    expect(await codeOf(other.setBaud(921_600))).toBe('PROFILE_INVALID')
    expect(await codeOf(other.setParity('even'))).toBe('REMOTE_SERIAL')
    await other.write(bytesOf('still here'), signal)
    expect(textOf(await stubborn.port.receive(10))).toBe('still here')
    await other.close()
  })

  test('a rate changes only after the line had the time for what was written', async () => {
    await using server = await startRfc2217Server()
    const pauses: { ms: number; events: number }[] = []
    const pause = async (ms: number) => void pauses.push({ ms, events: server.events.length })
    const link = await openRfc2217(server.address, { ...options, baudRate: 300 }, { ...limits, pause })
    await link.write(new Uint8Array(3000), signal)
    await link.setBaud(115_200)
    expect(pauses).toHaveLength(1)
    // 3000 bytes of 10 bits at 300 bits per second, less what passed meanwhile.
    expect(pauses[0]?.ms).toBeGreaterThan(80_000)
    expect(pauses[0]?.ms).toBeLessThanOrEqual(100_000)
    expect(pauses[0]?.events).toBe(opened.length)
    expect(server.events.at(-1)).toBe('baudRate 115200')
    await link.close()
  })

  test('notices, unknown commands and noise of telnet are no data', async () => {
    await using server = await startRfc2217Server()
    const link = await openRfc2217(server.address, options, limits)
    const noise = [
      'fffa2c6a60fff0',
      'fffa2c6bb0fff0',
      'fff1',
      'fff6',
      'fffa0500fff0',
      'fffa2cfff0',
      'fffd63',
      'fffd63',
    ]
    server.sendRaw(
      Buffer.concat([bytesOf('a'), ...noise.map((one) => Buffer.from(one, 'hex')), bytesOf('b')]),
    )
    expect(textOf(await exactly(link, 2))).toBe('ab')
    await link.close()
    const refusal = Buffer.from('fffc63', 'hex')
    const said = Buffer.concat(server.received)
    expect(said.includes(refusal)).toBe(true)
    expect(said.indexOf(refusal)).toBe(said.lastIndexOf(refusal))
  })

  test('sends nothing while the server asks for that', async () => {
    await using server = await startRfc2217Server()
    const link = await openRfc2217(server.address, options, limits)
    server.sendRaw(Buffer.concat([Buffer.from('fffa2c6cfff0', 'hex'), bytesOf('!')]))
    await exactly(link, 1)
    const written = link.write(bytesOf('data'), signal)
    // Requests go on.
    await link.setSignals({ dtr: false })
    expect(server.events.at(-1)).toBe('dtr off')
    expect(textOf(Buffer.concat(server.received))).not.toContain('data')
    server.sendRaw(Buffer.from('fffa2c6dfff0', 'hex'))
    await written
    expect(textOf(await server.port.receive(4))).toBe('data')
    await link.close()
  })

  test('a server that sends its bytes one by one is understood', async () => {
    await using server = await startRfc2217Server({ fragments: true })
    const link = await openRfc2217(server.address, options, { ...limits, silenceMs: 3000 })
    expect(link.hasSignals).toBe(true)
    const all = Uint8Array.from({ length: 512 }, (_, index) => (index < 256 ? index : 255))
    await server.port.send(all)
    expect(same(await exactly(link, 512), all)).toBe(true)
    await link.close()
  })

  test('a connection that is lost ends what waits, and nobody connects again', async () => {
    await using server = await startRfc2217Server()
    const link = await openRfc2217(server.address, options, limits)
    const reading = codeOf(exactly(link, 1))
    const socket = await server.client
    socket.pause()
    const setting = codeOf(link.setSignals({ dtr: false }))
    const writing = link.write(bytesOf('x'), signal)
    await writing
    socket.destroy()
    expect(await reading).toBe('LINK_LOST')
    expect(await setting).toBe('LINK_LOST')
    expect(await link.closed).toBe('lost')
    expect(await codeOf(link.setBaud(9600))).toBe('LINK_LOST')
    expect(await codeOf(link.setSignals({ dtr: true }))).toBe('LINK_LOST')
    await link.close()
    expect(server.events).toEqual(opened)
  })

  test('a line that goes silent later is given up without an error', async () => {
    const silentAbout: string[] = []
    await using server = await startRfc2217Server({ silentAbout })
    const link = await openRfc2217(server.address, options, { ...limits, answerMs: 200 })
    silentAbout.push('dtr', 'rts')
    await link.setSignals({ dtr: false, rts: false })
    expect(link.hasSignals).toBe(false)
    await link.close()
  })
})
