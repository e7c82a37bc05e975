// The commands of the LAN as processes against simulated devices on the loopback: what is in the devices afterwards, what was
// printed, the exit status. What the options mean is in lan-options.test.ts.
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildDemoImage } from '../../../main/practice/demo-image.ts'
import { openAnnouncer } from '../../../main/practice/lan/announce.ts'
import { announceShellyGen2 } from '../../../main/practice/lan/announcements.ts'
import type { HttpFaults } from '../../../main/practice/lan/http/http-faults.ts'
import { HttpUnit } from '../../../main/practice/lan/http/http-unit.ts'
import type { SimulatedLanUnit } from '../../../main/practice/lan/lan-unit.ts'
import { PullUnit } from '../../../main/practice/lan/pull/pull-unit.ts'
import type { Job, Rollout, StationEvent } from '../../../preload/contract/index.ts'
import { runCli, startCli } from '../run-cli.ts'

const timeout = 60_000
const demo = (version: string) => buildDemoImage({ productId: 'p1', version }, 150_001)
const newFirmware = demo('2.0.1')
const password = 'device-secret-1'
const loopback =
  Object.entries(networkInterfaces()).find(([, all]) =>
    all?.some(({ address }) => address === '127.0.0.1'),
  )?.[0] ?? 'lo'

let dir: string
let image: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-cli-lan-'))
  image = join(dir, 'new.bin')
  await writeFile(image, newFirmware)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

let count = 0
const identity = () => {
  count += 1
  return { deviceId: `d${count}`, mac: `02F1A544${String(count).padStart(4, '0')}`, sn: `SN-${count}` }
}
const put = (faults: Partial<HttpFaults> = {}, wanted = '') =>
  new HttpUnit({
    ...{ device: identity(), dialect: 'put', firmware: demo('1.0.0'), faults },
    ...{ password: wanted, login: 'digest-sha256' },
  })

/** Started, and closed with the test. */
async function started<Unit extends SimulatedLanUnit>(
  stack: AsyncDisposableStack,
  units: readonly Unit[],
): Promise<readonly Unit[]> {
  for (const unit of units) {
    await unit.start()
    stack.defer(() => unit.close())
  }
  return units
}

let runs = 0
/** In a data folder of its own. */
async function cli(
  args: readonly string[],
  env: Record<string, string> = {},
  profiles: Record<string, object> = {},
) {
  runs += 1
  const dataDir = join(dir, `data-${runs}`)
  await mkdir(join(dataDir, 'profiles'), { recursive: true })
  for (const [name, profile] of Object.entries(profiles))
    await writeFile(join(dataDir, 'profiles', `${name}.json`), JSON.stringify(profile))
  return { dataDir, ...(await runCli([...args, '--data', dataDir], env)) }
}
const toAll = (units: readonly SimulatedLanUnit[]) => units.flatMap(({ address }) => ['--to', address])
const common = () => ['--image', image, '--to-version', '2.0.1']

const eventsIn = (stdout: string): StationEvent[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

function ended(stdout: string): { jobs: Job[]; rollout: Rollout } {
  const events = eventsIn(stdout)
  const jobs = events.flatMap((event) => (event.type === 'jobFinished' ? [event.job] : []))
  const last = events.findLast((event) => event.type === 'rolloutChanged')
  if (last?.type !== 'rolloutChanged') throw new Error(`no rollout: ${stdout.slice(-500)}`)
  return { jobs, rollout: last.rollout }
}

describe('push', () => {
  it('updates all, and says so', { timeout }, async () => {
    await using stack = new AsyncDisposableStack()
    const units = await started(stack, [put({}, password), put({}, password), put({}, password)])
    const args = ['push', '--profile', 'http-ota-put', ...common(), ...toAll(units)]
    const ran = await cli(args, { FLASHLINE_DEVICE_PASSWORD: password })
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(ran.stdout).toContain('3 passed, 0 failed, 0 skipped, 0 not started\n')
    expect(ran.stdout.match(/^PASS {9}lan:\/\//gm)).toHaveLength(3)
    for (const unit of units) expect(unit.stored.equals(newFirmware)).toBe(true)
    for (const name of await readdir(ran.dataDir)) {
      if (!/\.(log|sqlite)/.test(name)) continue
      expect((await readFile(join(ran.dataDir, name))).includes(password)).toBe(false)
    }
  })

  it('tells programs which failed, with the status of a failure', { timeout }, async () => {
    await using stack = new AsyncDisposableStack()
    const units = await started(stack, [put({ refuses: 'wrong chip' }), put(), put({}, password)])
    const args = ['push', '--profile', 'http-ota-put', ...common(), ...toAll(units), '--json']
    const ran = await cli(args, { FLASHLINE_DEVICE_PASSWORD: 'wrong-one' })
    expect([ran.status, ran.stderr]).toEqual([1, ''])
    const { rollout, jobs } = ended(ran.stdout)
    expect(rollout.items.map(({ state, error }) => [state, error?.code ?? null])).toEqual([
      ['failed', 'OTA_REFUSED'],
      ['passed', null],
      ['skipped', 'OTA_PASSWORD'],
    ])
    expect(jobs.map(({ deviceState }) => deviceState).toSorted()).toEqual(['confirmed', 'receiving'])
    expect(units.map(({ version }) => version)).toEqual(['1.0.0', '2.0.1', '1.0.0'])
    expect(ran.stdout).not.toContain('wrong-one')
  })

  it('stops the rest when more fail than may', { timeout }, async () => {
    await using stack = new AsyncDisposableStack()
    const units = await started(stack, [put({ refuses: 'no' }), put(), put()])
    const plan = ['--first', '1', '--max-failed', '0', '--limit', '1']
    const ran = await cli(['push', '--profile', 'http-ota-put', ...common(), ...toAll(units), ...plan])
    expect(ran.status).toBe(1)
    expect(ran.stdout).toMatch(/^FAIL {9}lan:.* OTA_REFUSED$/m)
    expect(ran.stdout).toContain('0 passed, 1 failed, 0 skipped, 2 not started\n')
    expect(units.map(({ uploads }) => uploads)).toEqual([1, 0, 0])
  })

  it('goes through a range, and is silent about places where nobody is', { timeout }, async () => {
    await using stack = new AsyncDisposableStack()
    const [unit] = await started(stack, [put()])
    const shipped = new URL('../../../resources/profiles/http-ota-put.json', import.meta.url)
    const profile = JSON.parse(await readFile(shipped, 'utf8'))
    const { port } = new URL(unit?.address ?? '')
    const own = { ...profile, profileId: 'ours', options: { ...profile.options, port: Number(port) } }
    const ran = await cli(
      ['push', '--profile', 'ours', ...common(), '--range', '127.0.0.1-127.0.0.4'],
      {},
      { own },
    )
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(ran.stdout).toBe(
      'RUNNING      lan://127.0.0.1\nPASS         lan://127.0.0.1\n1 passed, 0 failed, 3 skipped, 0 not started\n',
    )
    expect(unit?.stored.equals(newFirmware)).toBe(true)
  })

  it('ends at a signal: what runs is cancelled, the rest is not started', { timeout }, async () => {
    await using stack = new AsyncDisposableStack()
    const units = await started(stack, [put({ bytesPerSecond: 10_000 }), put(), put()])
    const args = ['push', '--profile', 'http-ota-put', ...common(), ...toAll(units), '--first', '1', '--json']
    const child = startCli([...args, '--data', join(dir, 'cancelled')])
    stack.defer(() => void child.kill('SIGKILL'))
    let out = ''
    const gone = once(child, 'close')
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    await expect.poll(() => units[0]?.uploads, { timeout: 20_000 }).toBe(1)
    child.kill('SIGTERM')
    expect(await gone).toEqual([1, null])
    const { rollout, jobs } = ended(out)
    expect(rollout).toMatchObject({ state: 'stopped', stoppedBy: 'operator' })
    expect(rollout.items.map(({ state }) => state)).toEqual(['failed', 'notStarted', 'notStarted'])
    expect(jobs.map(({ outcome }) => outcome)).toEqual(['cancelled'])
    expect(units.map(({ uploads }) => uploads)).toEqual([1, 0, 0])
  })

  it('hands firmware out to devices that fetch it', { timeout }, async () => {
    await using stack = new AsyncDisposableStack()
    const unit = new PullUnit({ device: identity(), firmware: demo('1.0.0'), dialect: 'gen2' })
    await started(stack, [unit])
    const args = ['push', '--profile', 'shelly-gen2', ...common(), '--to', unit.address.slice(6)]
    const closed = await cli(args)
    expect([closed.status, unit.version]).toEqual([1, '1.0.0'])
    expect(closed.stdout).toContain('HANDOUT_')
    const ran = await cli([...args, '--interface', loopback])
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(unit.stored.equals(newFirmware)).toBe(true)
  })
})

describe('one device of the LAN', () => {
  it('is identified and flashed by its name', { timeout }, async () => {
    await using stack = new AsyncDisposableStack()
    const [unit] = await started(stack, [put()])
    const link = `lan://localhost:${new URL(unit?.address ?? '').port}`
    const known = await cli(['identify', '--link', link, '--profile', 'http-ota-put', '--json'])
    expect([known.status, known.stderr]).toEqual([0, ''])
    expect(JSON.parse(known.stdout)).toMatchObject({
      protocol: 'http-ota',
      device: { deviceId: unit?.device.deviceId, mac: unit?.device.mac },
      version: { text: '1.0.0', number: 10_000 },
    })
    const ran = await cli(['flash', '--link', link, '--profile', 'http-ota-put', ...common()])
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(unit?.stored.equals(newFirmware)).toBe(true)
  })

  it('outside the range that is allowed is not spoken to', { timeout }, async () => {
    await using stack = new AsyncDisposableStack()
    const [unit] = await started(stack, [put()])
    const args = ['flash', '--link', unit?.address ?? '', '--profile', 'http-ota-put', ...common()]
    const ran = await cli([...args, '--allow', '10.0.0.0/8'])
    expect(ran.status).not.toBe(0)
    expect(ran.stderr).toContain('\nLAN_OUTSIDE\n')
    expect([unit?.uploads, unit?.version]).toEqual([0, '1.0.0'])
  })

  it('behind a broker needs one that is there', { timeout }, async () => {
    const args = ['flash', '--link', 'mqtt:lamp', '--profile', 'tasmota-mqtt', ...common()]
    expect((await cli(args)).stderr).toContain('\nBROKER_UNSET\n')
    const gone = await cli([...args, '--broker', 'mqtt://127.0.0.1:9'], {
      FLASHLINE_BROKER_PASSWORD: 's3cret-2',
    })
    expect(gone.stderr).toContain('\nBROKER_UNREACHABLE\n')
    expect(gone.stdout + gone.stderr).not.toContain('s3cret-2')
  })
})

describe('looking around', () => {
  it('hears who announces himself', { timeout }, async () => {
    await using stack = new AsyncDisposableStack()
    const announcer = await openAnnouncer()
    stack.defer(() => announcer.close())
    const unit = { mac: '02F1A5440099', address: '127.0.0.1', port: 8123, version: '1.2.3' }
    await announcer.announce([announceShellyGen2(unit)])
    const ran = await runCli(['lan', 'discover', '--interface', loopback, '--seconds', '3', '--json'])
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    const devices = ran.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(devices.find(({ mac }) => mac === unit.mac)).toMatchObject({
      address: 'lan://127.0.0.1:8123',
      version: '1.2.3',
      profileId: 'shelly-gen2',
    })
  })

  it('asks a range', { timeout }, async () => {
    await using stack = new AsyncDisposableStack()
    const server = createServer((request, answer) => {
      const isAsked = request.url === '/shelly'
      answer.writeHead(isAsked ? 200 : 404, { 'Content-Type': 'application/json' })
      answer.end(
        isAsked ? JSON.stringify({ type: 'SHSW-25', mac: '02F1A5440098', fw: '20230913-1/v1.14.0-x' }) : '{}',
      )
    })
    await new Promise<void>((resolve) => server.listen(8080, '127.77.0.7', resolve))
    stack.defer(() => {
      server.closeAllConnections()
      server.close()
    })
    const ran = await runCli(['lan', 'scan', '127.77.0.6-127.77.0.8'])
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(ran.stdout).toMatch(
      /^Name .*Address .*Usual profile\n.*lan:\/\/127\.77\.0\.7:8080 .*02F1A5440098 .*shelly-gen1\n$/,
    )
  })
})
