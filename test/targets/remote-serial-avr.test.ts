// Real boot loaders of an emulated AVR behind real serial servers: ser2net, which has no modem lines on a terminal, so that a
// hand resets the board; and pyserial's server, over which we reset it ourselves.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseImage } from '../../main/firmware/formats/index.ts'
import { findProtocol } from '../../main/protocols/registry.ts'
import { openLink } from '../../main/transports/open-link.ts'
import { openRfc2217 } from '../../main/transports/rfc2217.ts'
import { openTcp } from '../../main/transports/tcp.ts'
import { runCli } from '../hosts/run-cli.ts'
import { imageOf } from '../image-of.ts'
import { startPyserialServer } from './pyserial-server.ts'
import { startSer2net } from './ser2net.ts'
import { buildSimavr, type SimavrBuild, type SimavrTarget } from './simavr/simavr-target.ts'

const helloPath = fileURLToPath(new URL('simavr/hello.hex', import.meta.url))
const hello = readFileSync(helloPath)
/** Full of what telnet has to escape. */
const awkward = Buffer.concat([
  parseImage(hello).regions[0]?.bytes ?? Buffer.alloc(0),
  Buffer.alloc(4096, 0xff),
])
for (let at = 1024; at < awkward.length; at += 1) awkward[at] = at % 3 === 0 ? at & 0xff : 0xff

const protocol = findProtocol('avr')
const open = openLink({ tcp: openTcp, rfc2217: openRfc2217 })
let simavr: SimavrBuild
let dir: string
beforeAll(async () => {
  simavr = await buildSimavr()
  dir = await mkdtemp(join(tmpdir(), 'flashline-remote-avr-'))
})
afterAll(async () => {
  await simavr?.[Symbol.asyncDispose]()
  await rm(dir, { recursive: true, force: true })
})

/** Writes, proves and starts `bytes`; returns what the firmware says. */
async function flash(
  address: string,
  bytes: Buffer,
  tapReset: (() => void) | null,
  baudRate: number,
): Promise<string> {
  const signal = AbortSignal.timeout(150_000)
  const link = await open(address, { baudRate, signal })
  expect(link.hasSignals).toBe(tapReset === null)
  let hand: NodeJS.Timeout | undefined
  try {
    // A starved host makes the emulated chip slow: it gets more time than a real one needs.
    const options = protocol.options.parse({ answerTimeoutMs: 3000, resetTries: 10 })
    const target = await protocol.connect(link, options, {
      signal,
      log: () => {},
      baudRate,
      notice: (notice) => {
        clearInterval(hand)
        if (notice !== 'tapReset' || tapReset === null) return
        tapReset()
        // On a busy host the boot loader may have left before it was heard; a person taps again.
        hand = setInterval(tapReset, 4000)
      },
    })
    const image = imageOf(bytes)
    const plan = target.plan(image)
    for await (const _ of target.write(plan, signal));
    const proofs: unknown[] = []
    for await (const event of target.verify(plan, signal)) if (event.kind === 'proved') proofs.push(event)
    expect(proofs).toMatchObject([{ by: 'readBack', digest: image.sha256 }])
    await target.reset(signal)
    let said = ''
    while (!/running\r\n/.test(said))
      said += Buffer.from(await link.read({ atLeast: 1, timeoutMs: 60_000, signal })).toString('latin1')
    return said
  } finally {
    clearInterval(hand)
    await link.close()
  }
}

const flashOf = async (avr: SimavrTarget, sizeBytes: number) => (await avr.flash()).subarray(0, sizeBytes)

test.each([
  ['tcp', 'optiboot'],
  ['rfc2217', 'optiboot'],
  ['rfc2217', 'arduino'],
] as const)('over %s, ser2net: %s is reset by hand and takes every byte as it is', async (scheme, loader) => {
  await using avr = await simavr.start(loader)
  await using server = await startSer2net(avr.path, scheme, avr.baudRate)
  const said = await flash(server.address, awkward, avr.reset, avr.baudRate)
  expect(said).toContain('APP version 2.0.1 running')
  expect((await flashOf(avr, awkward.length)).equals(awkward)).toBe(true)
})

test('over RFC 2217, pyserial: our DTR resets it', async () => {
  await using avr = await simavr.start('optiboot')
  await using server = await startPyserialServer(avr)
  const said = await flash(server.address, awkward, null, avr.baudRate)
  expect(said).toContain('APP version 2.0.1 running')
  expect((await flashOf(avr, awkward.length)).equals(awkward)).toBe(true)
  expect(server.lines.slice(0, 6)).toEqual(['dtr off', 'rts off', 'dtr on', 'rts on', 'dtr off', 'rts off'])
})

test('flashline flash with the profile arduino-uno over pyserial, and nobody else resets it', async () => {
  await using avr = await simavr.start('optiboot')
  await using server = await startPyserialServer(avr)
  const result = await runCli([
    ...['flash', '--link', server.address, '--profile', 'arduino-uno', '--device', '7', '--json'],
    ...['--image', helloPath, '--to-version', '2.0.1', '--data', join(dir, 'station')],
  ])
  expect(result.stderr).toBe('')
  expect(result.stdout).toContain('"outcome":"passed"')
  expect(result.status).toBe(0)
  const flashed = await avr.flash()
  for (const { address, bytes } of parseImage(hello).regions)
    expect(flashed.subarray(address, address + bytes.length).equals(Buffer.from(bytes))).toBe(true)
  expect(server.lines.filter((line) => line === 'dtr on').length).toBeGreaterThanOrEqual(1)
})
