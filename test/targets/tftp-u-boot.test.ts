// The real U-Boot fetches its image from this station by TFTP, with options for blocks and windows, stores it, boots it
// and says its version: behind QEMU's own network, and in the station's network. And what can go wrong on the way.
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Job, StationEvent } from '../../preload/contract/index.ts'
import { runCli, startCli } from '../hosts/run-cli.ts'
import { createNetworkNamespace, requireRoot } from './network-namespace.ts'
import { startUBoot, type UBootMachine } from './u-boot.ts'
import { buildUBootImage } from './u-boot-image.ts'

const builtIn = new URL('../../resources/profiles/u-boot-tftp.json', import.meta.url)
/** An address of loopback that nothing else uses. */
const ownAddress = '127.0.69.69'

let dir: string
let oldImage: Uint8Array
let newImage: Uint8Array
let dataDir: string
let whole: string

beforeAll(async () => {
  requireRoot('port 69 of TFTP, which boot loaders cannot change')
  dir = await mkdtemp(join(tmpdir(), 'flashline-tftp-'))
  oldImage = await buildUBootImage(dir, '1.0.0')
  newImage = await buildUBootImage(dir, '2.0.1')
  dataDir = join(dir, 'data')
  await mkdir(join(dataDir, 'profiles'), { recursive: true })
  whole = await readFile(builtIn, 'utf8')
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** A profile of the plant: the built-in one with some of its text replaced. */
async function changedProfile(
  profileId: string,
  ...changes: readonly (readonly [string, string])[]
): Promise<void> {
  const changed = changes.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the profile has no ${from}`)
      return text.replace(from, to)
    },
    whole.replace('"u-boot-tftp"', `"${profileId}"`),
  )
  await writeFile(join(dataDir, 'profiles', `${profileId}.json`), changed)
}

const flashArguments = (machine: UBootMachine, profile: string, handOut: string): string[] => [
  ...['flash', '--link', machine.address, '--profile', profile, '--device', '1001', '--hand-out', handOut],
  ...['--image', join(dir, 'app-2.0.1.img'), '--to-version', '2.0.1', '--data', dataDir, '--json'],
]

const eventSchema = z.custom<StationEvent>((value) => z.object({ type: z.string() }).safeParse(value).success)

interface Flashed {
  readonly job: Job
  readonly lines: readonly string[]
}

async function flashed(args: readonly string[], within: readonly string[] = []): Promise<Flashed> {
  const { stdout, stderr } = await runCli(args, {}, undefined, within)
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => eventSchema.parse(JSON.parse(line)))
  const finished = events.find((event) => event.type === 'jobFinished')
  if (finished?.type !== 'jobFinished') throw new Error(`no job: ${stderr}`)
  return {
    job: finished.job,
    lines: events.flatMap((event) => (event.type === 'log' ? [event.line.text] : [])),
  }
}

const passed = {
  outcome: 'passed',
  deviceState: 'confirmed',
  fromVersion: { number: 10_000, text: '1.0.0' },
  bootedVersion: { number: 20_001, text: '2.0.1' },
  protocol: 'tftp',
} satisfies Partial<Job>

test('behind QEMU’s own network, with an address by DHCP', async () => {
  await using machine = await startUBoot({
    diskPath: join(dir, 'user.img'),
    disk: oldImage,
    console: 'tcp',
    network: 'user',
  })
  const { job, lines } = await flashed(flashArguments(machine, 'u-boot-tftp', ownAddress))
  expect(job).toMatchObject(passed)
  expect(lines).toContain('setenv tftpblocksize 1468; setenv tftpwindowsize 8')
  expect(lines).toContain(`Bytes transferred = ${newImage.length} (${newImage.length.toString(16)} hex)`)
  expect(Buffer.from(await machine.readDisk()).equals(newImage)).toBe(true)
})

test('in the station’s network, with an address of its own and windows of 16 blocks', async () => {
  await changedProfile(
    'u-boot-tap',
    ['setenv autoload no; dhcp', 'setenv ipaddr 10.78.0.2; setenv netmask 255.255.255.0'],
    ['"windowSize": 8', '"windowSize": 16'],
  )
  await using namespace = await createNetworkNamespace('10.78.0.1')
  await using machine = await startUBoot({
    diskPath: join(dir, 'tap.img'),
    disk: oldImage,
    console: 'pty',
    network: { namespace: namespace.name, tap: namespace.tap },
  })
  const args = flashArguments(machine, 'u-boot-tap', namespace.address)
  const { job, lines } = await flashed(args, namespace.within)
  expect(job).toMatchObject(passed)
  expect(lines).toContain('setenv tftpblocksize 1468; setenv tftpwindowsize 16')
  expect(Buffer.from(await machine.readDisk()).equals(newImage)).toBe(true)
})

test('what goes wrong has its name, leaves the old firmware, and the next run passes', async () => {
  await using machine = await startUBoot({
    diskPath: join(dir, 'faults.img'),
    disk: oldImage,
    console: 'tcp',
    network: 'user',
  })
  // Small blocks, one at a time: slow enough to be cut.
  const slow = ['"windowSize": 8', '"windowSize": 1, "fetchTimeoutMs": 3000'] as const
  const small = ['"blockSize": 1468', '"blockSize": 32'] as const
  await changedProfile('wrong-name', ['{serverIp}:{fileName}', '{serverIp}:other.bin'])
  await changedProfile('no-way', slow, ['{serverIp}:{fileName}', '10.0.2.99:{fileName}'])
  await changedProfile('slow', slow, small)

  // Its boot would be told apart by its disk alone.
  const stillOld = async () => expect(Buffer.from(await machine.readDisk()).equals(oldImage)).toBe(true)

  const wrongName = await flashed(flashArguments(machine, 'wrong-name', ownAddress))
  expect(wrongName.job).toMatchObject({
    outcome: 'failed',
    deviceState: 'untouched',
    error: { code: 'CONSOLE_REFUSED', context: { line: "TFTP error: 'File not found' (1)" } },
  })
  await stillOld()

  const noWay = await flashed(flashArguments(machine, 'no-way', ownAddress))
  expect(noWay.job).toMatchObject({
    outcome: 'failed',
    deviceState: 'untouched',
    error: { code: 'PULL_NOT_STARTED', context: { timeoutMs: 3000 } },
  })
  await stillOld()

  const killed = startCli(flashArguments(machine, 'slow', ownAddress))
  await firstBytes(killed.stdout)
  const gone = once(killed, 'close')
  killed.kill('SIGKILL')
  await gone
  await stillOld()

  const cut = startCli(flashArguments(machine, 'slow', ownAddress))
  const cutSaid = text(cut.stdout)
  await firstBytes(cut.stdout)
  await machine.powerCycle()
  expect(await cutSaid).toContain('"code":"PULL_STOPPED"')
  await stillOld()

  const { job } = await flashed(flashArguments(machine, 'u-boot-tftp', ownAddress))
  expect(job).toMatchObject(passed)
  expect(Buffer.from(await machine.readDisk()).equals(newImage)).toBe(true)
})

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let said = ''
  for await (const chunk of stream) said += String(chunk)
  return said
}

/** Resolves when the device has acknowledged something and not everything. */
async function firstBytes(stream: NodeJS.ReadableStream): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let said = ''
  stream.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (/"step":"flash","doneBytes":[1-9]/.test(said)) resolve()
  })
  stream.on('end', () => reject(new Error(`no byte was fetched: ${said.slice(-2000)}`)))
  return promise
}
