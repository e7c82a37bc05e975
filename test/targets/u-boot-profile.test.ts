// The profile `u-boot` and the protocol `ymodem` against the real U-Boot, over TCP and over a PTY: identified by what
// it boots, flashed, proved by its own CRC, confirmed by what it boots then; and its disk is the image, byte for byte.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseProfile } from '../../main/profiles/load.ts'
import type { Profile } from '../../main/profiles/profile.ts'
import { runScript } from '../../main/protocols/console/console.ts'
import type { WriteEvent } from '../../main/protocols/protocol.ts'
import { findProtocol } from '../../main/protocols/registry.ts'
import type { Link } from '../../main/transports/link.ts'
import { openSerial } from '../../main/transports/serial.ts'
import { openTcp } from '../../main/transports/tcp.ts'
import { imageOf } from '../image-of.ts'
import { startUBoot } from './u-boot.ts'
import { buildUBootImage } from './u-boot-image.ts'

const protocol = findProtocol('ymodem')
let dir: string
let profile: Profile
let oldDisk: Uint8Array
let newDisk: Uint8Array

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'u-boot-'))
  const text = await readFile(new URL('../../resources/profiles/u-boot.json', import.meta.url), 'utf8')
  profile = parseProfile('u-boot.json', text, (id) => findProtocol(id).options)
  oldDisk = await buildUBootImage(dir, '1.0.0')
  newDisk = await buildUBootImage(dir, '2.0.1')
})
afterAll(() => rm(dir, { recursive: true, force: true }))

function talk(link: Link, signal: AbortSignal) {
  const log = () => {}
  const play = (script: Profile['identify']) => runScript(link, script ?? [], { values: {}, signal, log })
  const connect = () => protocol.connect(link, protocol.options.parse(profile.options), { signal, log })
  return { play, connect }
}

test.for(['tcp', 'pty'] as const)('flashes U-Boot over %s', async (kind, { signal }) => {
  await using machine = await startUBoot({ diskPath: join(dir, `${kind}.img`), disk: oldDisk, console: kind })
  const open = kind === 'tcp' ? openTcp : openSerial
  const link = await open(machine.address, { baudRate: profile.baudRate, signal })
  try {
    const { play, connect } = talk(link, signal)
    expect(await play(profile.identify)).toEqual({ version: '1.0.0' })
    const target = await connect()
    expect(target.chip.flashSizeBytes).toBe(oldDisk.length)
    expect(target.proof).toBe('deviceDigest')
    const plan = target.plan(imageOf(newDisk))

    const events: WriteEvent[] = []
    for await (const event of target.write(plan, signal)) events.push(event)
    const kinds = events.map((event) => event.kind).filter((kind) => kind !== 'progress')
    expect(kinds).toEqual(['accepted', 'pointOfNoReturn'])
    expect(Buffer.from(await machine.readDisk()).equals(newDisk)).toBe(true)

    const proofs = []
    for await (const event of target.verify(plan, signal)) if (event.kind === 'proved') proofs.push(event)
    expect(proofs).toMatchObject([{ by: 'deviceDigest', algorithm: 'crc32' }])

    await target.reset(signal)
    expect(await play(profile.confirm)).toEqual({ version: '2.0.1' })
  } finally {
    await link.close()
  }
  expect(Buffer.from(await machine.readDisk()).equals(newDisk)).toBe(true)
})

test('finds the prompt again behind a transfer that was cut in the middle of a block', async ({ signal }) => {
  await using machine = await startUBoot({ diskPath: join(dir, 'cut.img'), disk: oldDisk, console: 'tcp' })
  const first = await openTcp(machine.address, { baudRate: profile.baudRate, signal })
  const { play } = talk(first, signal)
  await play(profile.identify)
  await first.write(Buffer.from('loady 0x40400000\r'), signal)
  await play([
    {
      expect: '^C$',
      prompt: true,
      timeoutMs: 10_000,
      refusedCode: 'CONSOLE_REFUSED',
      otherwise: 'CONSOLE_NO_ANSWER',
    },
  ])
  await first.write(Uint8Array.of(0x02, 0x00, 0xff, 0x61), signal)
  await first.close()

  const second = await openTcp(machine.address, { baudRate: profile.baudRate, signal })
  try {
    expect(await talk(second, signal).play(profile.identify)).toEqual({ version: '1.0.0' })
  } finally {
    await second.close()
  }
})
