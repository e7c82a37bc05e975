// XMODEM both ways with lrzsz, which nobody here wrote: our sender to its `rx` in every mode, and its `sx` to the
// simulated chip, in memory and over TCP, which thereby counts as a target.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDemoImage } from '../../main/practice/demo-image.ts'
import { createXmodemChip, type XmodemMode } from '../../main/practice/xmodem/index.ts'
import type { WriteEvent } from '../../main/protocols/protocol.ts'
import { findProtocol } from '../../main/protocols/registry.ts'
import type { Link } from '../../main/transports/link.ts'
import { createLinkPair } from '../../main/transports/memory.ts'
import { openTcp } from '../../main/transports/tcp.ts'
import { linkOver } from './child-link.ts'
import { chipOnPty, chipOnTcp } from './chip-on-port.ts'
import { missingTool } from './host-tool.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-xmodem-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

function start(tool: 'rx' | 'sx', args: readonly string[], signal: AbortSignal) {
  const child: ChildProcessWithoutNullStreams = spawn(tool, args, { cwd: dir, stdio: 'pipe', signal })
  const exit = once(child, 'exit').catch((error: unknown) => {
    throw missingTool(tool, error)
  })
  child.stderr.resume()
  return { child, exit }
}

const xmodem = findProtocol('xmodem')

/** Sends with our sender to what is behind the link. */
async function send(link: Link, bytes: Uint8Array, options: object, signal: AbortSignal) {
  const target = await xmodem.connect(link, xmodem.options.parse(options), { signal, log: () => {} })
  const digest = (name: string) => createHash(name).update(bytes).digest('hex')
  const plan = target.plan({
    fileName: 'app.bin',
    bytes,
    sizeBytes: bytes.length,
    md5: digest('md5'),
    sha256: digest('sha256'),
  })
  const events: WriteEvent[] = []
  for await (const event of target.write(plan, signal)) events.push(event)
  return events
}

const sizes = [1, 127, 128, 129, 1023, 1024, 1025, 300 * 1024 + 1]
const modes = [
  { args: [], blockSize: 128 },
  { args: ['-c'], blockSize: 128 },
  { args: ['-c'], blockSize: 1024 },
] as const

describe.concurrent('our sender to rx', () => {
  test.for(modes.flatMap((mode) => sizes.map((size) => ({ ...mode, size }))))(
    'rx $args takes $size bytes in blocks of $blockSize',
    async ({ args, blockSize, size }, { signal, expect }) => {
      const name = `rx-${args.join('')}-${blockSize}-${size}`
      const { child, exit } = start('rx', ['-q', ...args, name], signal)
      const link = linkOver(child.stdout, child.stdin, 'child://rx')
      const bytes = randomBytes(size)
      // lrzsz takes padding off the end, so the image must not end like it.
      bytes[size - 1] = 0x55
      const events = await send(link, bytes, { blockSize }, signal)
      expect(await exit).toEqual([0, null])
      await link.close()
      const found = await readFile(join(dir, name))
      expect(found.subarray(0, size).equals(bytes)).toBe(true)
      expect(found.length - size).toBeLessThan(128)
      expect(found.subarray(size).every((byte) => byte === 0x1a)).toBe(true)
      expect(events.slice(0, 2)).toEqual([{ kind: 'accepted' }, { kind: 'pointOfNoReturn' }])
      expect(events.at(-1)).toEqual({ kind: 'progress', doneBytes: size, totalBytes: size })
      expect(events.filter(({ kind }) => kind === 'retry')).toEqual([])
    },
  )
})

const device = { deviceId: '7', mac: '00CC00C0FFEE', sn: 'C7' }
const oldImage = buildDemoImage({ productId: 'demo', version: '1.0.0' }, 2000)
const newImage = buildDemoImage({ productId: 'demo', version: '2.0.1' }, 50_001)

/** What it prints at its start would ask sx for CRCs: sx takes every C for one. */
const quietDevice = { deviceId: '7', mac: '00AA00A0FFEE', sn: 'S7' }

function chipOf(mode: XmodemMode, device = quietDevice) {
  return createXmodemChip({ device, mode, stored: oldImage, pollMs: 300, asks: 100 })
}

async function readUntil(link: Link, text: string, signal: AbortSignal): Promise<void> {
  for (let said = ''; !said.includes(text); )
    said += Buffer.from(await link.read({ atLeast: 1, timeoutMs: 30_000, signal })).toString('latin1')
}

describe('the simulated chip', () => {
  test.for([
    { mode: 'checksum', args: [] },
    { mode: 'crc', args: [] },
    { mode: 'crc', args: ['-k'] },
    { mode: 'crcThenChecksum', args: [] },
  ] as const)('that asks for $mode is flashed by sx $args', async ({ mode, args }, { signal }) => {
    await writeFile(join(dir, 'new.bin'), newImage)
    const chip = chipOf(mode)
    const pair = createLinkPair()
    chip.attach(pair)
    const { child, exit } = start('sx', ['-q', ...args, 'new.bin'], signal)
    child.stdin.on('error', () => {})
    child.stdout.on('data', (bytes: Buffer) => void pair.host.write(bytes, signal).catch(() => {}))
    const over = new AbortController()
    let said = ''
    const toSx = (async () => {
      while (!said.includes('running')) {
        const bytes = await pair.host.read({ atLeast: 1, timeoutMs: 60_000, signal: over.signal })
        said += Buffer.from(bytes).toString('latin1')
        child.stdin.write(bytes)
      }
    })()
    chip.powerOn()
    try {
      expect(await exit).toEqual([0, null])
      await toSx
    } finally {
      over.abort()
      await chip.close()
    }
    expect(said).toContain('APP version 2.0.1 running')
    expect(chip.storage.subarray(0, newImage.length).equals(newImage)).toBe(true)
  })

  test('is flashed by sx through a pseudo terminal', async ({ signal }) => {
    await writeFile(join(dir, 'new.bin'), newImage)
    const chip = chipOf('crc')
    await using port = await chipOnPty(chip)
    const sx = spawn('sh', ['-c', `sx -q -k new.bin < ${port.path} > ${port.path}`], { cwd: dir, signal })
    expect(await once(sx, 'exit')).toEqual([0, null])
    expect(chip.storage.subarray(0, newImage.length).equals(newImage)).toBe(true)
  })

  test('is flashed by ours over TCP, and boots on the same line', async ({ signal }) => {
    const chip = chipOf('crc', device)
    await using port = await chipOnTcp(chip)
    const link = await openTcp(port.address, { baudRate: 115_200, signal })
    try {
      await send(link, newImage, { blockSize: 1024 }, signal)
      await readUntil(link, 'APP version 2.0.1 running', signal)
    } finally {
      await link.close()
    }
    expect(chip.storage.subarray(0, newImage.length).equals(newImage)).toBe(true)
  })
})
