// The simulated XMODEM chip by itself, against frames that are written out here: what it asks, stores, refuses and boots.
import { describe, expect, test } from 'vitest'
import { buildDemoImage } from '../../main/practice/demo-image.ts'
import { createXmodemChip, type XmodemChipOptions } from '../../main/practice/xmodem/index.ts'
import { crc16 } from '../../main/practice/ymodem-receiver.ts'
import { createLinkPair } from '../../main/transports/memory.ts'

const device = { deviceId: '9', mac: '0A1B2D3E4F50', sn: 'S9' }
const image = (version: string) => buildDemoImage({ productId: 'demo', version }, 1024)
const { signal } = new AbortController()

// biome-ignore lint/suspicious/noControlCharactersInRegex: ACK, or CAN CAN
const answer = /\x06|\x18\x18/

function block(number: number, data: Uint8Array): Buffer {
  const crc = crc16(data)
  const head = [data.length === 128 ? 1 : 2, number, 255 - number]
  return Buffer.concat([Uint8Array.from(head), data, Uint8Array.of(crc >> 8, crc & 0xff)])
}

function plug(options: Partial<XmodemChipOptions>) {
  const chip = createXmodemChip({ device, mode: 'crc', pollMs: 20, asks: 4, ...options })
  const pair = createLinkPair()
  chip.attach(pair)
  const readUntil = async (end: RegExp): Promise<string> => {
    let said = ''
    while (!end.test(said))
      said += Buffer.from(await pair.host.read({ atLeast: 1, timeoutMs: 5000, signal })).toString('latin1')
    return said
  }
  const send = (bytes: Uint8Array) => pair.host.write(bytes, signal)
  return { chip, readUntil, send, [Symbol.asyncDispose]: () => chip.close() }
}

const who = 'device 9 mac 0A1B2D3E4F50 sn S9\r\n'
const greeting = `\r\nboot loader: send a file with XMODEM\r\n${who}`

test('asks as often as it was told, then starts what it has', async () => {
  await using b = plug({ stored: image('1.0.0') })
  b.chip.powerOn()
  const said = await b.readUntil(/running\r\n$/)
  expect(said).toBe(`${greeting}last version 1.0.0\r\nCCCC\r\n${who}APP version 1.0.0 running\r\n`)
})

test('without firmware says so and starts anew, until somebody holds its button', async () => {
  await using b = plug({ asks: 2 })
  b.chip.powerOn()
  const once = `${greeting}no version\r\nCC`
  expect(await b.readUntil(/CC\r[\s\S]*CC$/)).toBe(once + once)
  b.chip.reset({ boot: true })
  expect(await b.readUntil(/C{5}/)).toContain(`${greeting}no version\r\nCCCCC`)
})

test('leaves its receiver on two CAN, and its firmware on the line reset', async () => {
  await using b = plug({ stored: image('1.0.0'), asks: 1000 })
  b.chip.powerOn()
  await b.readUntil(/C$/)
  await b.send(Uint8Array.of(0x18, 0x18))
  await b.readUntil(/running\r\n$/)
  await b.send(Buffer.from('reset\r'))
  expect(await b.readUntil(/C$/)).toBe(`resetting\r\n${greeting}last version 1.0.0\r\nC`)
})

test('asks for sums after three times when it may', async () => {
  await using b = plug({ stored: image('1.0.0'), mode: 'crcThenChecksum', asks: 6 })
  b.chip.powerOn()
  expect(await b.readUntil(/running/)).toContain('CCC\x15\x15\x15\r\n')
})

describe('with a file', () => {
  async function receive(options: Partial<XmodemChipOptions>, frames: readonly Uint8Array[]) {
    const b = plug(options)
    b.chip.powerOn()
    await b.readUntil(/C$/)
    for (const frame of frames) {
      await b.send(frame)
      await b.readUntil(answer)
    }
    return b
  }
  const frames = [block(1, image('2.0.1')), Uint8Array.of(4)]

  test('stores and boots it', async () => {
    await using b = await receive({}, frames)
    expect(await b.readUntil(/running/)).toContain('APP version 2.0.1')
    expect(b.chip.storage.subarray(0, 1024).equals(image('2.0.1'))).toBe(true)
    expect(b.chip.storage.subarray(1024, 2048).every((byte) => byte === 0xff)).toBe(true)
  })

  test('takes a repeated block once', async () => {
    await using b = await receive(
      {},
      [frames[0], frames[0], frames[1]].filter((one) => one !== undefined),
    )
    await b.readUntil(/running/)
    expect(b.chip.storage.subarray(1024, 2048).every((byte) => byte === 0xff)).toBe(true)
  })

  test('boots what it had when it ignores the new one', async () => {
    await using b = await receive({ stored: image('1.0.0'), faults: { ignoresNewFirmware: true } }, frames)
    expect(await b.readUntil(/running/)).toContain('APP version 1.0.0')
  })

  test('asks again when a bit of it went wrong', async () => {
    await using b = await receive({ faults: { lieAt: 500 } }, frames)
    expect(await b.readUntil(/C$/)).toContain('no version')
    expect(b.chip.storage[500]).toBe((image('2.0.1')[500] ?? 0) ^ 0x10)
  })

  test('cancels what it cannot store', async () => {
    await using b = await receive({ faults: { refuseFrom: 0 } }, frames.slice(0, 1))
    await b.readUntil(/C$/)
    expect(b.chip.storage.every((byte) => byte === 0xff)).toBe(true)
  })
})
