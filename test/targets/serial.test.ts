// Serial ports on pseudo terminals made by socat: the link suite with a child process as peer, and what only serial
// ports do: busy, missing and wrong devices, and writes against a slow, chatty and then silent device.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Link } from '../../main/transports/link.ts'
import { openSerial } from '../../main/transports/serial.ts'
import { bytesOf, codeOf, describeLink, textOf } from '../conformance/link-suite.ts'
import { openTerminal } from './terminal.ts'

const signal = new AbortController().signal
const limits = { stallMs: 400, lookMs: 100 }
const options = { baudRate: 921_600, signal }

let folder = ''
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serial-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const newTerminal = () => openTerminal(join(folder, `tty-${++count}`))

describeLink('a serial port', async () => {
  const terminal = await newTerminal()
  const link = await openSerial(terminal.path, options, limits)
  return { link, peer: terminal.peer, moreThanFits: 1_000_000, dispose: terminal.end }
})

describe('opening a serial port', () => {
  test('one that is held by another is busy, and free again after close', async () => {
    const terminal = await newTerminal()
    const first = await openSerial(terminal.path, options)
    expect(await codeOf(openSerial(terminal.path, options))).toBe('LINK_BUSY')
    await first.close()
    const second = await openSerial(terminal.path, options)
    await second.close()
    await terminal.end()
  })

  test('one that is missing is not found; a file is no port', async () => {
    expect(await codeOf(openSerial(join(folder, 'nothing'), options))).toBe('LINK_NOT_FOUND')
    const dangling = join(folder, 'dangling')
    await symlink('/dev/pts/does-not-exist', dangling)
    expect(await codeOf(openSerial(dangling, options))).toBe('LINK_NOT_FOUND')
    const file = join(folder, 'file')
    await writeFile(file, 'text')
    expect(await codeOf(openSerial(file, options))).toBe('LINK_ADDRESS')
    expect(await codeOf(openSerial(folder, options))).toBe('LINK_ADDRESS')
    expect(await codeOf(openSerial('tcp://127.0.0.1:1', options))).toBe('LINK_ADDRESS')
  })

  test('an abort before or during open rejects with the reason and leaves the port free', async () => {
    const terminal = await newTerminal()
    const reason = new Error('enough')
    await expect(openSerial(terminal.path, { ...options, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
    const abort = new AbortController()
    const opening = openSerial(terminal.path, { ...options, signal: abort.signal })
    abort.abort(reason)
    await expect(opening).rejects.toBe(reason)
    // The late success is closed soon after: its lock goes with it.
    const again = await vi.waitFor(() => openSerial(terminal.path, options), { timeout: 10_000, interval: 5 })
    await again.close()
    await terminal.end()
  })
})

// What the kernel does with a parity is proved on a real port (kernel.test.ts): a pseudo terminal drops it.
describe('another parity', () => {
  const readText = async (link: Link, count: number) =>
    textOf(await link.read({ atLeast: count, timeoutMs: 15_000, signal }))

  test('the link stays: what waited unread is there, bytes go both ways, and the port is still held', async () => {
    const terminal = await newTerminal()
    const link = await openSerial(terminal.path, options, limits)
    await terminal.peer.send(bytesOf('early'))
    const early = await readText(link, 5)
    link.unread(bytesOf(early))
    for (const parity of ['even', 'even', 'odd', 'none'] as const) {
      await link.setParity(parity)
      await link.write(bytesOf('out'), signal)
      expect(textOf(await terminal.peer.receive(3))).toBe('out')
    }
    expect(await codeOf(openSerial(terminal.path, options))).toBe('LINK_BUSY')
    await terminal.peer.send(bytesOf(' late'))
    expect(await readText(link, 10)).toBe('early late')
    await link.close()
    expect(await link.closed).toBe('asked')
    expect(await codeOf(link.setParity('even'))).toBe('LINK_LOST')
    await (await openSerial(terminal.path, options)).close()
    await terminal.end()
  })

  test('a close or a loss in the middle of it ends it, and leaves nothing open', async () => {
    const terminal = await newTerminal()
    const link = await openSerial(terminal.path, options, limits)
    const changing = codeOf(link.setParity('even'))
    await link.close()
    expect(await changing).toBe('LINK_LOST')
    const again = await openSerial(terminal.path, options, limits)
    const lost = codeOf(
      again.setParity('odd').then(() => again.read({ atLeast: 1, timeoutMs: 15_000, signal })),
    )
    await terminal.end()
    expect(await lost).toBe('LINK_LOST')
    expect(await again.closed).toBe('lost')
  })
})

/** Reads 512 bytes per millisecond, talks in the first half, then only listens; prints the digest of what came. */
const slowDevice = `
  const { closeSync, openSync, readSync, writeSync } = require('node:fs')
  const [path, total] = process.argv.slice(1)
  const hash = require('node:crypto').createHash('sha256')
  const tty = openSync(path, 'r+')
  console.log('ready')
  const bytes = Buffer.alloc(512)
  const nothing = new Int32Array(new SharedArrayBuffer(4))
  for (let done = 0, turn = 0; done < total; turn += 1) {
    const count = readSync(tty, bytes)
    hash.update(bytes.subarray(0, count))
    done += count
    if (done < total / 2 && turn % 5 === 0) writeSync(tty, 'C')
    Atomics.wait(nothing, 0, 0, 1)
  }
  closeSync(tty)
  console.log(hash.digest('hex'))
`

describe('a slow device that talks for a while and then is silent', () => {
  test.each([1, 2, 3])('every byte arrives (run %i)', async () => {
    const [near, far] = [join(folder, `near-${++count}`), join(folder, `far-${count}`)]
    const socat = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`])
    for await (const line of createInterface(socat.stderr)) {
      if (line.includes('starting data transfer loop')) break
    }
    const bytes = randomBytes(256 * 1024)
    const device = spawn(process.execPath, ['-e', slowDevice, far, String(bytes.length)])
    const said = createInterface(device.stdout)[Symbol.asyncIterator]()
    expect((await said.next()).value).toBe('ready')
    const host = await openSerial(near, options)
    await host.write(bytes, signal)
    expect((await said.next()).value).toBe(createHash('sha256').update(bytes).digest('hex'))
    await host.close()
    socat.kill('SIGKILL')
    await once(socat, 'exit')
  })
})
