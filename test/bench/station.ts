// A full bench in one station: 32 devices of eight kinds on lines of 921600 baud, all at once, while another slot hangs in
// opening its port. Each is held against the time that its kind takes alone in the same station. Chips, cloud and station
// are processes of their own. Options: --built takes the program as it is built, --round-trip <ms> adds that to every
// line, --cpu-prof <folder> leaves a profile of the station there.
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Job } from '../../preload/contract/index.ts'
import { callErrorOf } from '../../renderer/api/call-error.ts'
import { runTool } from '../targets/host-tool.ts'
import { startChildProgram } from './child-program.ts'
import { buildFirmware } from './chips/bench-images.ts'
import type { RunningChips } from './chips/start-chips.ts'
import type { CloudResults, CloudSaid } from './station/cloud-process.ts'
import { type Figures, printFigures, type Timed } from './station/figures.ts'
import { addressesOf, chipProcesses, roster, settingsOf, startAllChips } from './station/plant.ts'
import { cpuMsOf, machineMs, peakBytesOf } from './station/process-use.ts'
import { baudRate, profileOf } from './station/profiles.ts'
import { type MeasuredStation, startMeasuredStation } from './station/start-station.ts'
import { makeStuckPort } from './station/stuck-port.ts'
import { kinds, type StationUnit, units, versions } from './station/units.ts'
import { type Viewer, watchStation } from './station/viewer.ts'

/** Units of each kind that are timed alone. */
const aloneRounds = 1
/** Boot loaders that ask for a file give up by then, and the firmware runs. */
const bootMs = 7000

interface Bench {
  readonly station: MeasuredStation
  readonly viewer: Viewer
  readonly slotOf: (unit: StationUnit) => string
  readonly stuckSlot: string
}

export async function run(): Promise<void> {
  const option = (name: string) => process.argv[process.argv.indexOf(name) + 1] ?? ''
  if (!process.argv.includes('--built')) await runTool('npm', ['run', 'build'])
  const roundTripMs = process.argv.includes('--round-trip') ? Number(option('--round-trip')) : 0
  const profileDir = process.argv.includes('--cpu-prof') ? option('--cpu-prof') : null
  console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`)
  console.log(
    `${units.length} devices at ${baudRate} baud, ${roundTripMs} ms round trip; one more hangs in open`,
  )

  const root = await mkdtemp(join(tmpdir(), 'flashline-bench-'))
  try {
    await using stuck = await makeStuckPort()
    await using cloud = await startChildProgram(
      join(import.meta.dirname, 'station/cloud-process.ts'),
      join(root, 'cloud'),
    )
    await using hosts = await startAllChips(roundTripMs)
    const addresses = addressesOf(hosts.all)
    const { baseUrl, token } = cloud.said as CloudSaid
    const settings = settingsOf(baseUrl, addresses, [stuck.path])
    await using station = await startMeasuredStation({
      dataDir: join(root, 'station'),
      roster: roster(),
      settings,
      env: stuck.env,
      profileDir,
    })
    try {
      const { client } = station
      for (const { kind } of kinds) await client.profiles.save({ profile: profileOf(kind) })
      await client.settings.set({ settings: await client.settings.get(), secrets: { cloud: { token } } })
      const { orderId } = await client.orders.create({ name: 'All', productId: null, mode: 'manual' })
      await client.orders.arm({ orderId })
      const viewer = await watchStation(client)
      const bench: Bench = {
        station,
        viewer,
        slotOf: ({ number }) => `addr:${addresses[number - 1]}`,
        stuckSlot: `addr:${stuck.path}`,
      }

      await pause(bootMs)
      const alone = await eachAlone(bench)
      const aloneDelay = await station.loopDelay()
      for (const host of hosts.all) await host.renew()
      await pause(bootMs)
      const pids = {
        station: station.pid,
        ...Object.fromEntries(hosts.all.map(({ pid }, index) => [`chips ${index + 1}`, pid])),
        cloud: cloud.pid,
        'this program': process.pid,
      }
      const used = await measureUse(pids, async () => {
        await station.loopDelay()
        return allTogether(bench)
      })
      const { together, stuckOpens } = used.result
      const delay = await station.loopDelay()
      await viewer.delivered()
      await requireNoDead(station)
      await requireProof(hosts.all, (await cloud.ask('results')) as CloudResults)
      const figures: Figures = {
        alone,
        together,
        delays: { alone: aloneDelay, together: delay },
        peakBytes: await peakBytesOf(station.pid),
        cpuShares: used.shares,
        stuckOpens,
      }
      printFigures(figures)
    } finally {
      // A station does not end while a call into a driver has not returned.
      await stuck.free()
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function eachAlone(bench: Bench): Promise<Timed[]> {
  const { client } = bench.station
  const timed: Timed[] = []
  for (const unit of units.slice(0, kinds.length * aloneRounds)) {
    const slotId = bench.slotOf(unit)
    await client.jobs.start({ slotId })
    timed.push(await timeOf(bench, unit))
    await onceFree(() => client.slots.acknowledge({ slotId }))
  }
  return timed
}

/** As with the button that starts all; the slot that hangs is started again whenever its open was given up. */
async function allTogether(bench: Bench): Promise<{ together: Timed[]; stuckOpens: number }> {
  const { viewer, stuckSlot: slotId } = bench
  const { client } = bench.station
  let isOver = false
  const hang = async () => {
    for (let opens = 1; ; opens += 1) {
      const { error } = await viewer.ended(slotId)
      if (error?.code !== 'LINK_STALLED') throw new Error(`the stuck port: ${error?.code}`)
      if (isOver) return opens
      await onceFree(() => client.jobs.start({ slotId }))
    }
  }
  const flash = async () => {
    const { started } = await client.jobs.startAll()
    if (started.length < units.length) throw new Error(`only ${started.length} jobs were started`)
    const together = await Promise.all(units.map((unit) => timeOf(bench, unit)))
    isOver = true
    return together
  }
  await client.jobs.start({ slotId })
  const [stuckOpens, together] = await Promise.all([hang(), flash()])
  return { together, stuckOpens }
}

/** A job that has ended holds its slot until everything of it is stored. */
async function onceFree(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work()
      return
    } catch (error) {
      if (callErrorOf(error).code !== 'SLOT_BUSY') throw error
      await pause(20)
    }
  }
}

/** From the first byte of the image to its proof. */
async function timeOf({ viewer, slotOf }: Bench, unit: StationUnit): Promise<Timed> {
  const { kind, device } = unit
  const job = await viewer.ended(slotOf(unit))
  if (job.outcome !== 'passed')
    throw new Error(`${kind} ${device.sn}: ${job.outcome} ${JSON.stringify(job.error)}`)
  return { kind, ms: stepMs(job, 'flash') + stepMs(job, 'verify') }
}

function stepMs({ steps }: Job, wanted: 'flash' | 'verify'): number {
  const step = steps.find(({ name, outcome }) => name === wanted && outcome === 'passed')
  return step?.endedAt ? Date.parse(step.endedAt) - Date.parse(step.startedAt) : 0
}

/** Shares of one processor; the rest of the machine should idle. */
async function measureUse<Result>(
  pids: Readonly<Record<string, number>>,
  work: () => Promise<Result>,
): Promise<{ result: Result; shares: Record<string, number> }> {
  const look = () => Promise.all([machineMs(), ...Object.values(pids).map(cpuMsOf)])
  const before = await look()
  const startedMs = performance.now()
  const result = await work()
  const wallMs = performance.now() - startedMs
  const [all = 0, ...own] = (await look()).map((ms, index) => (ms - (before[index] ?? 0)) / wallMs)
  const shares = Object.fromEntries(Object.keys(pids).map((name, index) => [name, own[index] ?? 0]))
  const others = all - own.reduce((sum, share) => sum + share, 0)
  return { result, shares: { ...shares, 'everybody else on this machine': others } }
}

async function requireNoDead({ client }: MeasuredStation): Promise<void> {
  const [dead] = (await client.outbox.list({ limit: 1000 })).filter(({ state }) => state === 'dead')
  if (dead) throw new Error(`the cloud refused ${dead.kind}: ${JSON.stringify(dead.lastError)}`)
}

/** Every device has the new image and none has anything else, and the cloud heard of each as often as it was flashed. */
async function requireProof(
  hosts: readonly RunningChips[],
  { otaLogs, reports }: CloudResults,
): Promise<void> {
  const digests = await Promise.all(hosts.map((host) => host.report()))
  for (const [index, { kind, sizeBytes, number, device }] of units.entries()) {
    const image = buildFirmware({ kind, version: versions.to, sizeBytes })
    const found = digests[index % chipProcesses]?.[Math.floor(index / chipProcesses)]?.md5
    if (found !== createHash('md5').update(image).digest('hex'))
      throw new Error(`${kind} ${device.sn} does not hold the image`)
    const due = number <= kinds.length * aloneRounds ? 2 : 1
    for (const [what, heard] of Object.entries({ otaLogs, reports })) {
      const count = heard.filter((deviceId) => deviceId === device.deviceId).length
      if (count !== due)
        throw new Error(`${kind} ${device.sn}: ${count} ${what} at the cloud, ${due} are due`)
    }
  }
}
