// The station of a bench: slots, jobs, cloud and outbox over the core, and the contract in front of them. Opened by a
// host, which serves `router` through its carrier, and closed by it.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ConnectionCheck,
  FlashlineError,
  lanSettingsSchema,
  type SecretChanges,
  type Settings,
} from '../../preload/contract/index.ts'
import { Slots } from '../bench/slots.ts'
import type { JobOrder } from '../job/ports.ts'
import { readLatencyTimer } from '../transports/latency-timer.ts'
import { openLink } from '../transports/open-link.ts'
import { openSerial } from '../transports/serial.ts'
import { adviseLatency } from './advise-latency.ts'
import { createBenchSync } from './bench-sync.ts'
import type { CloudSetting } from './cloud-setting.ts'
import { type Clouds, createClouds } from './clouds.ts'
import { type Core, openCore } from './core.ts'
import { HandOutDesk } from './hand-out-desk.ts'
import { Jobs } from './jobs.ts'
import { type Keychain, systemKeychain } from './keychain.ts'
import { createLateSuccess } from './late-success.ts'
import { createNetwork } from './network.ts'
import type { StationParts } from './parts.ts'
import { Picture } from './picture.ts'
import { cablesOf, demoSetOf, openPractice, type Practice, type PracticeKind } from './practice.ts'
import { preflight } from './preflight.ts'
import { createRollouts } from './rollouts.ts'
import { createRouter, type Router } from './router.ts'
import { askAbout } from './routes.ts'
import { openSecrets, type Secrets } from './secrets.ts'
import { SettingsFile } from './settings.ts'
import { feedFromPorts, feedFromPractice, feedLanFromPractice } from './slot-sources.ts'

export interface StationOptions {
  /** Where the database, the firmware store, the settings and the log live. Created when missing. */
  readonly dataDir: string
  /** Holds `profiles/`. */
  readonly resourcesDir: string
  /**
   * Practice bench: embedded cloud with demo products, simulated devices, in a folder of its own below `dataDir`.
   * A station without settings starts as one, too.
   */
  readonly practice: boolean
  /** What is on a practice bench; eight boards when left out. */
  readonly practiceKind?: PracticeKind
  /** Version of the program, for the screens and the records. */
  readonly version: string
  /** Where secrets are kept; null: in a file. Left out: the system's. */
  readonly keychain?: () => Promise<Keychain | null>
}

export interface Station {
  /** The contract, implemented; hosts hand it to an oRPC handler of their carrier. */
  readonly router: Router
  readonly practice: boolean
  /** Stops watching, cancels running jobs and waits for their records, closes the database. Idempotent. */
  close(): Promise<void>
}

/** DATA_IN_USE, STORE_NEWER, STORE_BROKEN, STORE_FULL, INPUT_INVALID (settings that cannot be read). */
export async function createStation(options: StationOptions): Promise<Station> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  const settingsFile = new SettingsFile(options.dataDir)
  const isPractice = options.practice || settingsFile.isUnset
  const set = isPractice ? await demoSetOf(options.practiceKind ?? 'boards') : null
  const dataDir = set ? join(options.dataDir, set.folder) : options.dataDir
  const secrets = await openSecrets(options.dataDir, options.keychain ?? systemKeychain)
  let practice: Practice | null = null
  const settings = () => benchSettings(settingsFile.settings, isPractice, practice)
  const clouds: CloudSetting = {
    settings,
    secret: (owner, name) => {
      if (!isPractice) return secrets.get(owner, name)
      return owner.startsWith('@') ? '' : (practice?.token ?? '')
    },
    secrets: () => (practice ? [practice.token] : secrets.all()),
  }
  const handOut = new HandOutDesk(() => settings().lan)
  const core = await openCore({ dataDir, resourcesDir: options.resourcesDir, clouds, handOut })
  handOut.log = core.log
  try {
    if (set) practice = await openPractice(dataDir, set)
    if (practice) await core.store.devices.addRoster(practice.roster)
    return await openBench({
      version: options.version,
      settingsFile,
      secrets,
      settings,
      core,
      practice,
      handOut,
    })
  } catch (error) {
    await practice?.close()
    await handOut.close()
    await core.close()
    throw error
  }
}

interface BenchOptions {
  readonly version: string
  readonly settingsFile: SettingsFile
  readonly secrets: Secrets
  /** As they are in force: a practice bench has its own product and cloud. */
  readonly settings: () => Settings
  readonly core: Core
  readonly practice: Practice | null
  readonly handOut: HandOutDesk
}

async function openBench(options: BenchOptions): Promise<Station> {
  const { core, practice, settingsFile, secrets, settings, handOut } = options
  const { hub, store } = core

  const slots = new Slots(
    (slot) => hub.emit({ type: 'slotChanged', slot }),
    (slotId) => hub.emit({ type: 'slotRemoved', slotId }),
  )
  const { lan, broker, schemes } = createNetwork(core, slots, settings, (owner, name) =>
    practice ? '' : secrets.get(owner, name),
  )
  const open = openLink({
    serial: adviseLatency(openSerial, slots, readLatencyTimer),
    ...schemes,
    ...(practice ? { sim: practice.bench.open } : {}),
  })
  const jobs = new Jobs({
    slots,
    ports: (productId) => core.jobPorts(open, productId),
    emit: hub.emit,
    orderFor: (slotId, jobId) => orderFor(core, slots, settings(), slotId, jobId),
    onEnded: async (job) => {
      lan.learned(job)
      late.watch(job)
      await core.jobEnded(job).catch((error) => core.log.error({ err: error }, 'ended job'))
    },
  })
  hub.listen((event) => jobs.observe(event))
  const rollouts = await createRollouts(core, jobs, slots, {
    preflight: async (slotId, signal) => {
      const order = orderFor(core, slots, settings(), slotId, '')
      await preflight(order, { open, ports: core.jobPorts }, signal)
      lan.reached(slotId)
    },
  })
  hub.listen((event) => rollouts.observe(event))
  const late = createLateSuccess(core, (productId) => core.jobPorts(open, productId))

  const picture = new Picture()
  hub.listen((event) => picture.observe(event))
  const sync = createBenchSync({
    core,
    settings,
    onCloud: (cloud) => {
      hub.emit({ type: 'cloudChanged', cloud })
      if (cloud.state === 'up') core.sender.retryNow()
    },
  })

  const feed = practice
    ? feedFromPractice(slots, practice.bench, practice.products)
    : await feedFromPorts(slots, store.slots)
  feed.apply(settings())
  await lan.start()
  const stopPracticeLan = practice?.lan ? feedLanFromPractice(lan, practice.lan) : () => {}
  await broker.apply(settings().broker)
  await late.resume()
  for (const job of core.interrupted) {
    jobs.show(job)
    slots.show(job.slotId, job.jobId)
  }
  hub.emit({ type: 'outboxChanged', outbox: await store.outbox.summary() })
  await sync.restart()
  core.sender.start()

  // What is set on a practice bench is for the next start, and can be tested before it.
  const ownClouds = practice
    ? createClouds({
        connections: () => settingsFile.settings.connections,
        secret: secrets.get,
        secrets: secrets.all,
        onEntry: (entry) => core.log.debug(entry, 'cloud call'),
      })
    : core.clouds

  const parts: StationParts = {
    hub,
    slots,
    jobs,
    history: store.jobs,
    outbox: { list: (limit) => store.outbox.list({ limit }) },
    settings: {
      get: () => settingsFile.settings,
      async set(next: Settings, changes: SecretChanges) {
        await secrets.set(changes)
        await settingsFile.save(next)
        await secrets.keepOnly(next.connections.map(({ connectionId }) => connectionId))
        // A practice bench keeps practising; the next start uses what was set.
        if (!practice) {
          feed.apply(next)
          lan.apply()
          await broker.apply(next.broker)
          await sync.restart()
          core.sender.retryNow()
        }
        hub.emit({ type: 'settingsChanged', settings: next })
        return next
      },
    },
    connections: {
      storedSecrets: async () => ({ keptIn: await secrets.keptIn(), stored: secrets.stored() }),
      test: (connectionId, signal) => testConnection(ownClouds, settingsFile.settings, connectionId, signal),
    },
    profiles: core.profiles,
    lan,
    rollouts,
    sync: { list: () => sync.list(), run: () => sync.run() },
    cables: cablesOf(slots, practice),
    snapshot: async () => {
      // The number first: what happens while the history is read comes again as an event, and none is missed.
      const { seq } = hub
      const { jobs: recent } = await store.jobs.list({ limit: 50 })
      return {
        seq,
        version: options.version,
        practice: practice !== null,
        slots: slots.list(),
        jobs: jobs.list(),
        recent,
        ...picture.now(jobs.list().filter(({ outcome }) => outcome === 'running')),
        settings: settingsFile.settings,
        profiles: core.profiles.infos(),
        broker: broker.state,
        lanDevices: lan.devices(),
        lanScan: lan.scanned,
        rollouts: rollouts.list(),
      }
    },
  }
  let closing: Promise<void> | null = null
  return {
    router: createRouter(parts),
    practice: practice !== null,
    close() {
      closing ??= (async () => {
        await feed.stop()
        stopPracticeLan()
        await lan.stop()
        await sync.stop()
        await rollouts.halt()
        await jobs.stop()
        await rollouts.saved()
        await late.stop()
        await broker.stop()
        await handOut.close()
        await ownClouds.close()
        await core.close()
        await practice?.close()
      })()
      return closing
    },
  }
}

/** Of a slot that names its own product on a bench without one. */
const usualPart = { type: 'wifi', identify: 0 } as const

function orderFor(core: Core, slots: Slots, settings: Settings, slotId: string, jobId: string): JobOrder {
  const slot = slots.get(slotId)
  if (!slot.productId || !slot.profileId) throw new FlashlineError('PRODUCT_UNSET', { slotId })
  return {
    jobId,
    slot: { slotId, name: slot.name, address: slot.address },
    profile: core.profile(slot.profileId),
    productId: slot.productId,
    part: settings.bench?.part ?? usualPart,
    operator: settings.operator,
    deviceId: null,
    ...(slot.lan ? { announced: { mac: slot.lan.mac, deviceId: slot.lan.deviceId } } : {}),
    taskId: null,
    local: null,
  }
}

/** What is set; on a practice bench its first product, its cloud and its part of the network instead. */
function benchSettings(own: Settings, isPractice: boolean, practice: Practice | null): Settings {
  if (!isPractice) return own
  const [product] = practice?.products ?? []
  return {
    ...own,
    connections: practice ? [practice.connection] : [],
    products: [],
    lan: practice?.lanSettings ?? lanSettingsSchema.parse({}),
    broker: null,
    bench: product
      ? { productId: product.productId, profileId: product.profileId, part: product.part }
      : null,
  }
}

async function testConnection(
  clouds: Clouds,
  settings: Settings,
  connectionId: string,
  signal: AbortSignal,
): Promise<ConnectionCheck[]> {
  const client = clouds.get(connectionId)
  if (!client) throw new FlashlineError('CONNECTION_UNKNOWN', { connectionId })
  const checks: ConnectionCheck[] = []
  for await (const check of client.test(askAbout(settings, connectionId), signal)) checks.push(check)
  return checks
}
