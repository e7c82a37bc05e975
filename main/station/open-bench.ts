import { rolloutPlanSchema, type Settings } from '../../preload/contract/index.ts'
import { Places } from '../bench/places.ts'
import { Slots } from '../bench/slots.ts'
import { systemClock } from '../clouds/clock.ts'
import { signBytes } from '../firmware/kits/ed25519.ts'
import { readLatencyTimer } from '../transports/latency-timer.ts'
import type { OpenLink } from '../transports/link.ts'
import { openLink } from '../transports/open-link.ts'
import { openSerial } from '../transports/serial.ts'
import { listPorts, type PortSources } from '../transports/usb.ts'
import { adviseLatency } from './advise-latency.ts'
import { createBenchSync } from './bench-sync.ts'
import { createChainDesk } from './chain-desk.ts'
import { ClientDesk } from './client-desk.ts'
import { closeInOrder } from './close-in-order.ts'
import { createClouds } from './clouds.ts'
import type { Core } from './core.ts'
import { openDatabaseCare } from './database-care.ts'
import { createDiagnostics } from './diagnostics.ts'
import { createDoctorDesk } from './doctor-desk.ts'
import type { HandOutDesk } from './hand-out-desk.ts'
import { createHistoryDesk } from './history-desk.ts'
import { type JobPurpose, jobOrder } from './job-order.ts'
import { Jobs } from './jobs.ts'
import type { Keychain } from './keychain.ts'
import { KitDesk } from './kit-desk.ts'
import { KitKeys } from './kit-keys.ts'
import { createLateSuccess } from './late-success.ts'
import { LibraryDesk } from './library-desk.ts'
import { createNetwork } from './network.ts'
import { NumberedOrders } from './numbered-orders.ts'
import { OperatorDesk } from './operator-desk.ts'
import { openOrderBench } from './order-bench.ts'
import { createOutboxDesk } from './outbox-desk.ts'
import type { StationParts } from './parts.ts'
import { Picture } from './picture.ts'
import { armPracticeOrder, cablesOf, type Practice } from './practice.ts'
import { preflight } from './preflight.ts'
import { createRollouts } from './rollouts.ts'
import { createRouter, type Router } from './router.ts'
import { routesOf } from './routes.ts'
import type { Secrets } from './secrets.ts'
import type { SettingsFile } from './settings.ts'
import { createSettingsDesk } from './settings-desk.ts'
import { feedFromPorts, feedFromPractice, feedLanFromPractice, hintOf } from './slot-sources.ts'
import { createSnapshot } from './snapshot.ts'
import { createStatisticsDesk } from './statistics-desk.ts'
import { createTaskDesk } from './task-desk.ts'
import { testConnection } from './test-connection.ts'
import { createUnitDesk } from './unit-desk.ts'

export interface Station {
  /** The contract, implemented; hosts hand it to an oRPC handler of their carrier. */
  readonly router: Router
  readonly practice: boolean
  /** Whose the token of a client is; null: nobody's, revoked or expired. */
  readonly clientOf: (token: string) => string | null
  /** Stops watching, cancels running jobs and waits for their records, closes the database. Idempotent. */
  close(): Promise<void>
}

/** Where serial ports are found, and how one is opened. */
export interface UsbBus {
  readonly sources: Partial<PortSources>
  readonly open: OpenLink
}

export interface BenchOptions {
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
  /** Left out: that of this machine. */
  readonly usb?: UsbBus
}

/** STORE_* */
export async function openBench(options: BenchOptions): Promise<Station> {
  const { core, practice, isFirstRun, settingsFile, secrets, settings, handOut, usb } = options
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
    serial: adviseLatency(usb?.open ?? openSerial, slots, readLatencyTimer),
    ...schemes,
    ...(practice ? { sim: practice.bench.open } : {}),
  })
  const clients = await ClientDesk.open({
    rows: store.clients,
    onChange: () => hub.emit({ type: 'listsChanged', lists: ['factory'] }),
    onError: (error) => core.log.warn({ err: error }, 'clients'),
    now: () => new Date(),
  })
  const operators = await OperatorDesk.open({
    clientSession: clients.sessionOf,
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
      operator:
        (purpose.kind === 'workOrder' ? purpose.by : undefined) ?? operators.nameForRecords(settings()),
    })
  const jobs = new Jobs({
    slots,
    requireRoom: () => core.disk.requireRoom(),
    ports: (productId) => core.jobPorts(open, productId),
    emit: hub.emit,
    orderFor,
    onTaken: (order) => work.orders.take(order),
    onNotBegun: (jobId) => work.orders.leave(jobId),
    onEnded: async (job) => {
      lan.learned(job)
      late.watch(job)
      await core.jobEnded(job).catch((error) => core.log.error({ err: error }, 'ended job'))
    },
  })
  hub.listen((event) => jobs.observe(event))
  const rollouts = await createRollouts(core, jobs, slots, {
    preflight: async (slotId, signal) => {
      const order = orderFor(slotId, '', { kind: 'rollout', plan: rolloutPlanSchema.parse({}) })
      await preflight(order, { open, ports: core.jobPorts }, signal)
      lan.reached(slotId)
    },
  })
  hub.listen((event) => rollouts.observe(event))
  const late = createLateSuccess(core, (productId) => core.jobPorts(open, productId))

  const library = new LibraryDesk({ core, jobs: () => jobs.list(), emit: hub.emit, clock: systemClock })

  const keys = new KitKeys({
    ...{ rows: store.kitKeys, secrets: options.pinSecrets, now: () => new Date() },
    stationName: () => settings().stationName,
  })
  const kits = await KitDesk.open({
    ...{ core, settings, dataDir: options.dataDir, clock: systemClock, log: core.log },
    isPractice: practice !== null,
    keys,
    saveSettings: (next) => settingsDesk.set(next, {}),
    orders: work.orders,
    connectionOf: (productId) => routesOf(settings(), productId).results,
    onChange: () => {
      hub.emit({ type: 'listsChanged', lists: ['kits', 'firmware', 'units'] })
      core.sender.kick()
    },
    now: () => new Date(),
  })

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
    : feedFromPorts(slots, places, work.slotMap, usb?.sources)
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
  const numbered = new NumberedOrders(work.orders)
  await core.drops.watch(numbered)
  await sync.restart()
  core.sender.start()
  core.disk.watch()

  const settingsDesk = createSettingsDesk({
    ...{ settingsFile, secrets, emit: hub.emit },
    async onSet(next) {
      // A practice bench keeps practising; the next start uses what was set.
      if (practice) return
      feed.apply(next)
      lan.apply()
      await broker.apply(next.broker)
      await sync.restart()
      core.sender.retryNow()
    },
  })

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
  const care = openDatabaseCare({ store, hub, log: core.log, keepsBackups: practice === null })
  const chain = createChainDesk(store.chain)
  const parts: StationParts = {
    hub,
    slots,
    jobs,
    history: createHistoryDesk(
      { ...store.history, list: store.jobs.list, get: store.jobs.get },
      {
        ...{ ...store.chain, station: () => settings().stationName, now: () => new Date() },
        sign: async (bytes) => {
          const own = await keys.own()
          return { publicKey: own.publicKey, signature: signBytes(bytes, own) }
        },
      },
    ),
    chain,
    databaseCare: care,
    outbox: createOutboxDesk({
      ...{ outbox: store.outbox, sender: core.sender, emit: hub.emit },
      now: () => new Date(),
    }),
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
    ports: async () =>
      (await listPorts(usb?.sources)).map((port) => ({ address: port.path, hint: hintOf(port) })),
    settings: settingsDesk,
    connections: {
      storedSecrets: async () => ({ keptIn: await secrets.keptIn(), stored: secrets.stored() }),
      test: (connectionId, signal) => testConnection(ownClouds, settingsFile.settings, connectionId, signal),
    },
    profiles: core.profiles,
    lan,
    operators,
    clients,
    webhooks: core.webhooks,
    drops: core.drops,
    numbered,
    orders: work.orders,
    scans: work.scans,
    slotMap: work.slotMap,
    rollouts,
    library,
    kits,
    tasks: createTaskDesk({ core, settings, now: () => new Date() }),
    statistics: createStatisticsDesk(store.statistics),
    units: createUnitDesk({ units: store.units, clouds: core.clouds, settings }),
    sync: { list: () => sync.list(), run: () => sync.run() },
    cables: cablesOf(slots, practice),
    snapshot: createSnapshot({
      ...{
        hub,
        version,
        slots,
        jobs,
        picture,
        disk: core.disk,
        broker,
        lan,
        rollouts,
        work,
        operators,
        settingsFile,
        isFirstRun,
      },
      store,
      isPractice: practice !== null,
      profiles: core.profiles,
    }),
  }
  let closing: Promise<void> | null = null
  return {
    router: createRouter(parts),
    practice: practice !== null,
    clientOf: clients.clientOf,
    close() {
      closing ??= closeInOrder(core.log, [
        stopIdle,
        () => work.halt(),
        () => feed.stop(),
        stopPracticeLan,
        () => lan.stop(),
        () => sync.stop(),
        () => doctor.stop(),
        () => rollouts.halt(),
        () => jobs.stop(),
        () => work.stop(),
        () => rollouts.saved(),
        () => late.stop(),
        () => library.stop(),
        () => kits.stop(),
        () => broker.stop(),
        () => handOut.close(),
        () => ownClouds.close(),
        () => chain.stop(),
        () => care.close(),
        () => core.close(),
        () => practice?.close(),
      ])
      return closing
    },
  }
}
