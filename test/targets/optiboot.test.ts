// Our protocol to real boot loaders: Optiboot 4.4 and ATmegaBOOT 1.16 as Arduino ships them, run by simavr. What counts is
// the flash of the emulated chip, byte for byte, and that the firmware in it runs.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseImage } from '../../main/firmware/formats/index.ts'
import { parseProfile } from '../../main/profiles/load.ts'
import type { Target, VerifyEvent, WriteEvent } from '../../main/protocols/protocol.ts'
import { findProtocol } from '../../main/protocols/registry.ts'
import type { Link } from '../../main/transports/link.ts'
import { imageOf } from '../image-of.ts'
import { buildSimavr, type SimavrBuild, type SimavrTarget } from './simavr/simavr-target.ts'

const hello = readFileSync(new URL('simavr/hello.hex', import.meta.url))
/** The application again, with a tail of noise up to the given end, and a blank page inside. */
function withTail(end: number): Buffer {
  const [app] = parseImage(hello).regions
  const bytes = Buffer.alloc(end, 0xff)
  for (let at = 1024; at < end; at += 1) bytes[at] = (at * 167 + (at >> 7)) & 0xff
  bytes.set(app?.bytes ?? [])
  return bytes
}

const protocol = findProtocol('avr')
let simavr: SimavrBuild
beforeAll(async () => {
  simavr = await buildSimavr()
})
afterAll(() => simavr?.[Symbol.asyncDispose]())

/** A starved host makes the emulated chip slow: it gets more time than a real one needs. */
const patient = { answerTimeoutMs: 3000, resetTries: 10 }

async function connect(
  avr: SimavrTarget,
  signal: AbortSignal,
  options: Record<string, unknown> = {},
): Promise<{ link: Link; target: Target }> {
  const link = await avr.open(signal)
  const { baudRate } = avr
  const target = await protocol.connect(link, protocol.options.parse({ ...patient, ...options }), {
    signal,
    log: () => {},
    baudRate,
  })
  return { link, target }
}

async function write(
  target: Target,
  bytes: Uint8Array,
  signal: AbortSignal,
  onEvent = (_: WriteEvent) => {},
) {
  for await (const event of target.write(target.plan(imageOf(bytes)), signal)) onEvent(event)
}

async function verify(target: Target, bytes: Uint8Array, signal: AbortSignal): Promise<VerifyEvent | null> {
  let last: VerifyEvent | null = null
  for await (const event of target.verify(target.plan(imageOf(bytes)), signal)) last = event
  return last
}

async function hear(link: Link, pattern: RegExp, signal: AbortSignal): Promise<string> {
  let said = ''
  while (!pattern.test(said))
    said += Buffer.from(
      await link.read({ atLeast: 1, timeoutMs: Number.POSITIVE_INFINITY, signal }),
    ).toString('latin1')
  return said
}

test.each([
  ['optiboot', 'Optiboot 4.4', 32_256],
  ['arduino', 'ATmegaBOOT 1.16', 30_720],
] as const)('%s takes a whole flash and starts it', async (loader, bootLoader, sizeBytes) => {
  const signal = AbortSignal.timeout(150_000)
  await using avr = await simavr.start(loader)
  const { link, target } = await connect(avr, signal)
  expect(target.chip).toMatchObject({ family: 'atmega328p', facts: { signature: '1e950f', bootLoader } })

  const bytes = withTail(sizeBytes)
  await write(target, bytes, signal)
  const proof = await verify(target, bytes, signal)
  expect(proof).toMatchObject({ kind: 'proved', by: 'readBack', digest: imageOf(bytes).sha256 })
  expect((await avr.flash()).subarray(0, sizeBytes).equals(bytes)).toBe(true)

  await target.reset(signal)
  expect(await hear(link, /running\r\n/, signal)).toBe('\r\nAPP version 2.0.1 running\r\n')
  await link.close()
})

test.each([true, false])(
  'Intel HEX, pipelined: %s, and the UART is never asked too much',
  async (pipelined) => {
    const signal = AbortSignal.timeout(150_000)
    await using avr = await simavr.start('optiboot')
    const { link, target } = await connect(avr, signal, { pipelined })
    const retries: WriteEvent[] = []
    await write(target, hello, signal, (event) => event.kind === 'retry' && retries.push(event))
    expect(await verify(target, hello, signal)).toMatchObject({ kind: 'proved' })
    const flash = await avr.flash()
    for (const { address, bytes } of parseImage(hello).regions)
      expect(flash.subarray(address, address + bytes.length).equals(Buffer.from(bytes))).toBe(true)
    await target.reset(signal)
    expect(await hear(link, /running\r\n/, signal)).toContain('APP version 2.0.1 running')
    await link.close()
    // A starved host can make both sides wait for each other; then the figure says nothing.
    if (retries.length === 0) expect((await avr.end()).mostUnread).toBeLessThanOrEqual(3)
  },
)

test('a run that was cut in the middle is repaired by the next one', async () => {
  const signal = AbortSignal.timeout(150_000)
  await using avr = await simavr.start('optiboot')
  const bytes = withTail(12_345)
  const first = await connect(avr, signal)
  const cut = write(first.target, bytes, signal, (event) => {
    if (event.kind === 'progress' && event.doneBytes > 5000) void first.link.close()
  })
  await expect(cut).rejects.toMatchObject({ code: 'LINK_LOST' })
  expect((await avr.flash()).subarray(0, bytes.length).equals(bytes)).toBe(false)

  const second = await connect(avr, signal, { compareFirst: true })
  let skippedBytes = 0
  await write(second.target, bytes, signal, (event) => {
    if (event.kind === 'skipped') skippedBytes += event.sizeBytes
  })
  expect(skippedBytes).toBeGreaterThan(4000)
  expect(await verify(second.target, bytes, signal)).toMatchObject({ kind: 'proved' })
  expect((await avr.flash()).subarray(0, bytes.length).equals(bytes)).toBe(true)
  await second.target.reset(signal)
  expect(await hear(second.link, /running\r\n/, signal)).toContain('APP version 2.0.1 running')
  await second.link.close()
})

test.each([
  ['arduino-uno', 'optiboot'],
  ['arduino-nano-old', 'arduino'],
] as const)('the profile %s fits the boot loader of its board', async (name, loader) => {
  const signal = AbortSignal.timeout(150_000)
  const path = new URL(`../../resources/profiles/${name}.json`, import.meta.url)
  const profile = parseProfile(`${name}.json`, readFileSync(path, 'utf8'), (id) => findProtocol(id).options)
  await using avr = await simavr.start(loader)
  const { link, target } = await connect(avr, signal, profile.options)
  expect(profile.options.baudRate ?? profile.baudRate).toBe(avr.baudRate)
  expect(profile.chips).toContain(target.chip.family)
  await target.reset(signal)
  await link.close()
})
