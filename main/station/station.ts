// The station of a bench: slots, jobs, cloud and outbox over the core, and the contract in front of them. Opened by a
// host, which serves `router` through its carrier, and closed by it.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SecretChanges, Settings } from '../../preload/contract/index.ts'
import { Places } from '../bench/places.ts'
import { Slots } from '../bench/slots.ts'
import { systemClock } from '../clouds/clock.ts'
import { readLatencyTimer } from '../transports/latency-timer.ts'
import { openLink } from '../transports/open-link.ts'
import { openSerial } from '../transports/serial.ts'
import { listPorts } from '../transports/usb.ts'
import { adviseLatency } from './advise-latency.ts'
import { benchSettings } from './bench-settings.ts'
import { createBenchSync } from './bench-sync.ts'
import type { CloudSetting } from './cloud-setting.ts'
import { createClouds } from './clouds.ts'
import { type Core, openCore } from './core.ts'
import { createDiagnostics } from './diagnostics.ts'
import { createDoctorDesk } from './doctor-desk.ts'
import { HandOutDesk } from './hand-out-desk.ts'
import { createHistoryDesk } from './history-desk.ts'
import { type JobPurpose, jobOrder } from './job-order.ts'
import { Jobs } from './jobs.ts'
import { type Keychain, openKeychain, systemKeychain } from './keychain.ts'
import { createLateSuccess } from './late-success.ts'
import { LibraryDesk } from './library-desk.ts'
import { createNetwork } from './network.ts'
import { OperatorDesk } from './operator-desk.ts'
import { openOrderBench } from './order-bench.ts'
import { createOutboxDesk } from './outbox-desk.ts'
import type { StationParts } from './parts.ts'
import { Picture } from './picture.ts'
import {
  armPracticeOrder,
  cablesOf,
  demoSetOf,
  openPractice,
  type Practice,
  type PracticeKind,
} from './practice.ts'
import { preflight } from './preflight.ts'
import { createRollouts } from './rollouts.ts'
import { createRouter, type Router } from './router.ts'
import { openSecrets, type Secrets } from './secrets.ts'
import { SettingsFile } from './settings.ts'
import { feedFromPorts, feedFromPractice, feedLanFromPractice, hintOf } from './slot-sources.ts'
import { createStatisticsDesk } from './statistics-desk.ts'
import { createTaskDesk } from './task-desk.ts'
import { testConnection } from './test-connection.ts'
import { createUnitDesk } from './unit-desk.ts'

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
      return owner.startsWith('@') ? '' : (practice?.secrets[name] ?? '')
    },
    secrets: () => (practice ? Object.values(practice.secrets) : secrets.all()),
  }
  const handOut = new HandOutDesk(() => settings().lan)
  const core = await openCore({ dataDir, resourcesDir: options.resourcesDir, clouds, handOut })
  handOut.log = core.log
  try {
    if (set) practice = await openPractice(dataDir, set)
    if (practice) await core.store.devices.addRoster(practice.roster)
    return await openBench({
      version: options.version,
      resourcesDir: options.resourcesDir,
      openKeychain: options.keychain ?? openKeychain,
      settingsFile,
      secrets,
      pinSecrets: set ? await openSecrets(dataDir, options.keychain ?? systemKeychain) : secrets,
      settings,
      core,
      practice,
      dataDir,
      isFirstRun: !options.practice,
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
  readonly resourcesDir: string
  /** Rejects, or gives null, where there is none. */
  readonly openKeychain: () => Promise<Keychain | null>
  /** Of this bench: a practice bench has its own. */
  readonly dataDir: string
  readonly settingsFile: SettingsFile
  readonly secrets: Secrets
  /** Of the folder that the database is in: practice has operators of its own. */
  readonly pinSecrets: Secrets
  /** As they are in force: a practice bench has its own product and cloud. */
  readonly settings: () => Settings
  readonly core: Core
  readonly practice: Practice | null
  /** Nobody asked for a practice bench: it is one because nothing was set. */
  readonly isFirstRun: boolean
  readonly handOut: HandOutDesk
}

async function openBench(options: BenchOptions): Promise<Station> {
  const { core, practice, isFirstRun, settingsFile, secrets, settings, handOut } = options
  const { hub, store } = core

  const places = new Places(await store.slots.list())
  const slots = new Slots(
    (slot) => hub.emit({ type: 'slotChanged', slot }),
    (slotId) => hub.emit({ type: 'slotRemoved', slotId }),
    (slotId) => places.positionOf(slotId),
  )
  const { lan, broker, schemes } = createNetwork(core, slots, settings, (owner, name) =>
    practice ? '' : secrets.get(owner, name),
  )
  const open = openLink({
    serial: adviseLatency(openSerial, slots, readLatencyTimer),
    ...schemes,
    ...(practice ? { sim: practice.bench.open } : {}),
  })
  const operators = await OperatorDesk.open({
    rows: store.operators,
    secrets: options.pinSecrets,
    signInSettings: () => settings().signIn,
    emit: hub.emit,
    log: core.log,
    now: () => new Date(),
  })
  const stopIdle = operators.watchIdle()
  const work = await openOrderBench(core, {
    ...{ slots, places, settings, lan },
    startJob: (slotId) => jobs.start(slotId),
    async saveNames(next) {
      await settingsFile.save(next)
      feed.apply(next)
      hub.emit({ type: 'settingsChanged', settings: next })
    },
  })
  const orderFor = (slotId: string, jobId: string, purpose: JobPurpose) =>
    jobOrder({
      ...{ jobId, purpose, settings: settings(), profile: core.profile, slot: slots.get(slotId) },
      armed: work.orders.armed,
      learning: work.slotMap.learning,
      operator: operators.nameForRecords(settings()),
    })
  const jobs = new Jobs({
    slots,
    ports: (productId) => core.jobPorts(open, productId),
    emit: hub.emit,
    orderFor,
    onEnded: async (job) => {
      lan.learned(job)
      late.watch(job)
      await core.jobEnded(job).catch((error) => core.log.error({ err: error }, 'ended job'))
    },
  })
  hub.listen((event) => jobs.observe(event))
  const rollouts = await createRollouts(core, jobs, slots, {
    preflight: async (slotId, signal) => {
      const order = orderFor(slotId, '', 'rollout')
      await preflight(order, { open, ports: core.jobPorts }, signal)
      lan.reached(slotId)
    },
  })
  hub.listen((event) => rollouts.observe(event))
  const late = createLateSuccess(core, (productId) => core.jobPorts(open, productId))

  const library = new LibraryDesk({ core, jobs: () => jobs.list(), emit: hub.emit, clock: systemClock })

  const picture = new Picture()
  hub.listen((event) => picture.observe(event))
  const sync = createBenchSync({
    core,
    settings,
    onLists: (lists) => hub.emit({ type: 'listsChanged', lists }),
    onCloud: (cloud) => {
      hub.emit({ type: 'cloudChanged', cloud })
      if (cloud.state === 'up') core.sender.retryNow()
    },
  })

  const feed = practice
    ? feedFromPractice(slots, work.slotMap, practice.bench, practice.products)
    : feedFromPorts(slots, places, work.slotMap)
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
  if (practice) await armPracticeOrder(work.orders)
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

  const { version, dataDir, resourcesDir } = options
  const allSecrets = () => [...secrets.all(), ...Object.values(practice?.secrets ?? {})]
  const doctor = createDoctorDesk({
    ...{ version, dataDir, resourcesDir, clouds: ownClouds, secrets: allSecrets },
    settings: () => settingsFile.settings,
    openKeychain: options.openKeychain,
    isBusy: () => jobs.list().some(({ outcome }) => outcome === 'running'),
  })
  const parts: StationParts = {
    hub,
    slots,
    jobs,
    history: createHistoryDesk({ ...store.history, list: store.jobs.list, get: store.jobs.get }),
    outbox: createOutboxDesk({ outbox: store.outbox, sender: core.sender, emit: hub.emit }),
    doctor,
    diagnostics: createDiagnostics({
      ...{ version, dataDir, secrets: allSecrets, doctor: doctor.report },
      practice: practice !== null,
      now: () => new Date(),
      settings: () => settingsFile.settings,
      slots: () => slots.list(),
      profileProblems: () => core.profiles.problems,
      store,
    }),
    ports: async () => (await listPorts()).map((port) => ({ address: port.path, hint: hintOf(port) })),
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
    operators,
    orders: work.orders,
    scans: work.scans,
    slotMap: work.slotMap,
    rollouts,
    library,
    tasks: createTaskDesk({ core, settings, now: () => new Date() }),
    statistics: createStatisticsDesk(store.statistics),
    units: createUnitDesk({ units: store.units, clouds: core.clouds, settings }),
    sync: { list: () => sync.list(), run: () => sync.run() },
    cables: cablesOf(slots, practice),
    snapshot: async () => {
      // The number first: what happens while the history is read comes again as an event, and none is missed.
      const { seq } = hub
      const { jobs: recent } = await store.jobs.list({ limit: 50 })
      return {
        seq,
        version,
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
        orders: await work.orders.list(50),
        scans: work.scans.list(),
        learning: work.slotMap.learning,
        benchOperator: operators.benchOperator,
        firstRun: isFirstRun && settingsFile.isUnset,
      }
    },
  }
  let closing: Promise<void> | null = null
  return {
    router: createRouter(parts),
    practice: practice !== null,
    close() {
      closing ??= (async () => {
        stopIdle()
        work.halt()
        await feed.stop()
        stopPracticeLan()
        await lan.stop()
        await sync.stop()
        await doctor.stop()
        await rollouts.halt()
        await jobs.stop()
        await work.stop()
        await rollouts.saved()
        await late.stop()
        await library.stop()
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
