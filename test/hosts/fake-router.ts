// A station's router without a station: enough answers to see that a carrier works, events fed by the test.
import { implement, ORPCError } from '@orpc/server'
import type { Router } from '../../main/station/router.ts'
import {
  type ConnectionCheck,
  contract,
  type Job,
  type JobRecord,
  type OutboxSummary,
  type SecretName,
  type Settings,
  type Snapshot,
  type StationEvent,
  type SyncState,
  secretNames,
  settingsSchema,
} from '../../preload/contract/index.ts'

/** What the station says; left out: nothing worth looking at. */
export interface FakeFacts {
  readonly snapshot?: Snapshot
  readonly records?: readonly JobRecord[]
  readonly keptIn?: 'keychain' | 'file'
  /** Which secrets are stored at the start, as `connectionId/name`. */
  readonly stored?: readonly `${string}/${SecretName}`[]
  readonly test?: (connectionId: string) => ConnectionCheck[] | Promise<ConnectionCheck[]>
  readonly synced?: () => SyncState[]
}

export interface FakeStation {
  readonly router: Router
  /** Slots for which a start was asked. */
  readonly started: string[]
  /** Every secret that was sent, as `connectionId/name`, with its value; they are not told again. */
  readonly secrets: ReadonlyMap<string, string>
  /** As they were last set. */
  settings(): Settings
  /** Sends an event to every viewer. */
  emit(event: StationEvent): void
  /** How many viewers listen now. */
  viewers(): number
  /** Resolves when nobody listens any more. */
  nobodyListens(): Promise<void>
}

const outbox: OutboxSummary = { waiting: 0, dead: 0, oldestAt: null, lastError: null }
const settings = settingsSchema.parse({ stationName: 'Bench 7', watchUsb: false })

export const snapshot: Snapshot = {
  seq: 3,
  version: '0.0.0-test',
  practice: true,
  slots: [],
  jobs: [],
  recent: [],
  progress: [],
  outbox,
  cloud: { state: 'unset', host: null, error: null, syncedAt: null },
  disk: { freeBytes: null, isShort: false },
  settings,
  profiles: [],
  broker: { state: 'unset', address: null, error: null },
  lanDevices: [],
  lanScan: null,
  rollouts: [],
  orders: [],
  scans: [],
  learning: false,
  benchOperator: '',
  recovery: null,
  firstRun: false,
}

export function fakeStation(facts: FakeFacts = {}): FakeStation {
  const given = facts.snapshot ?? snapshot
  const started: string[] = []
  const secrets = new Map<string, string>()
  const stored = new Set<string>(facts.stored ?? [])
  let current = given.settings
  const viewers = new Set<(event: StationEvent | null) => void>()
  const gone: (() => void)[] = []
  const os = implement(contract)

  async function* events(signal: AbortSignal | undefined): AsyncGenerator<StationEvent> {
    const queue: (StationEvent | null)[] = []
    let wake = () => {}
    const push = (event: StationEvent | null) => {
      queue.push(event)
      wake()
    }
    const stop = () => push(null)
    signal?.addEventListener('abort', stop)
    viewers.add(push)
    try {
      while (true) {
        while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve))
        const event = queue.shift()
        if (event === null || event === undefined) return
        yield event
      }
    } finally {
      signal?.removeEventListener('abort', stop)
      viewers.delete(push)
      if (viewers.size === 0) for (const resolve of gone.splice(0)) resolve()
    }
  }

  const router = os.router({
    station: {
      snapshot: os.station.snapshot.handler(() => ({ ...given, settings: current })),
      seenRecovery: os.station.seenRecovery.handler(() => ({ seen: false })),
      ports: os.station.ports.handler(() => []),
      events: os.station.events.handler(({ signal }) => events(signal)),
    },
    jobs: {
      start: os.jobs.start.handler(({ input, errors }): Job => {
        started.push(input.slotId)
        throw errors.FLASHLINE({ data: { code: 'SLOT_EMPTY', context: { slotId: input.slotId } } })
      }),
      startAll: os.jobs.startAll.handler(() => ({ started: ['job-1', 'job-2'] })),
      cancel: os.jobs.cancel.handler(() => ({ cancelled: true })),
    },
    slots: {
      acknowledge: os.slots.acknowledge.handler(() => unexpected()),
      unplug: os.slots.unplug.handler(() => unexpected()),
      replug: os.slots.replug.handler(() => unexpected()),
    },
    lan: {
      interfaces: os.lan.interfaces.handler(() => unexpected()),
      scan: os.lan.scan.handler(() => unexpected()),
      cancelScan: os.lan.cancelScan.handler(() => unexpected()),
      place: os.lan.place.handler(() => unexpected()),
      remove: os.lan.remove.handler(() => unexpected()),
    },
    rollouts: {
      start: os.rollouts.start.handler(() => unexpected()),
      list: os.rollouts.list.handler(() => []),
      pause: os.rollouts.pause.handler(() => unexpected()),
      resume: os.rollouts.resume.handler(() => unexpected()),
      stop: os.rollouts.stop.handler(() => unexpected()),
      retryFailed: os.rollouts.retryFailed.handler(() => unexpected()),
    },
    history: {
      list: os.history.list.handler(() => ({ total: 0, isTotalExact: true, jobs: [] })),
      get: os.history.get.handler(({ input }) => {
        const record = facts.records?.find(({ jobId }) => jobId === input.jobId)
        if (!record) throw new ORPCError('NOT_FOUND')
        return record
      }),
      choices: os.history.choices.handler(() => unexpected()),
      export: os.history.export.handler(() => unexpected()),
      chain: os.history.chain.handler(() => unexpected()),
      verify: os.history.verify.handler(() => unexpected()),
      lot: os.history.lot.handler(() => unexpected()),
    },
    outbox: {
      list: os.outbox.list.handler(() => []),
      retry: os.outbox.retry.handler(() => unexpected()),
      dismiss: os.outbox.dismiss.handler(() => unexpected()),
      takeBack: os.outbox.takeBack.handler(() => unexpected()),
    },
    orders: {
      list: os.orders.list.handler(() => unexpected()),
      get: os.orders.get.handler(() => unexpected()),
      create: os.orders.create.handler(() => unexpected()),
      createFromTask: os.orders.createFromTask.handler(() => unexpected()),
      log: os.orders.log.handler(() => unexpected()),
      edit: os.orders.edit.handler(() => unexpected()),
      arm: os.orders.arm.handler(() => unexpected()),
      disarm: os.orders.disarm.handler(() => unexpected()),
      finish: os.orders.finish.handler(() => unexpected()),
    },
    clients: {
      list: os.clients.list.handler(() => unexpected()),
      create: os.clients.create.handler(() => unexpected()),
      revoke: os.clients.revoke.handler(() => unexpected()),
    },
    webhooks: {
      list: os.webhooks.list.handler(() => unexpected()),
      save: os.webhooks.save.handler(() => unexpected()),
      remove: os.webhooks.remove.handler(() => unexpected()),
      test: os.webhooks.test.handler(() => unexpected()),
    },
    dropFolders: {
      get: os.dropFolders.get.handler(() => unexpected()),
      set: os.dropFolders.set.handler(() => unexpected()),
    },
    scans: {
      take: os.scans.take.handler(() => unexpected()),
      drop: os.scans.drop.handler(() => unexpected()),
    },
    slotMap: {
      learn: os.slotMap.learn.handler(() => unexpected()),
      rename: os.slotMap.rename.handler(() => unexpected()),
      forget: os.slotMap.forget.handler(() => unexpected()),
    },
    tasks: {
      list: os.tasks.list.handler(() => unexpected()),
      get: os.tasks.get.handler(() => unexpected()),
      create: os.tasks.create.handler(() => unexpected()),
      start: os.tasks.start.handler(() => unexpected()),
      stop: os.tasks.stop.handler(() => unexpected()),
      remove: os.tasks.remove.handler(() => unexpected()),
      promote: os.tasks.promote.handler(() => unexpected()),
      submit: os.tasks.submit.handler(() => unexpected()),
      review: os.tasks.review.handler(() => unexpected()),
      changeDevices: os.tasks.changeDevices.handler(() => unexpected()),
      operations: os.tasks.operations.handler(() => unexpected()),
      versionShare: os.tasks.versionShare.handler(() => unexpected()),
    },
    firmware: {
      list: os.firmware.list.handler(() => unexpected()),
      catalogue: os.firmware.catalogue.handler(() => unexpected()),
      inspect: os.firmware.inspect.handler(() => unexpected()),
      check: os.firmware.check.handler(() => unexpected()),
      pin: os.firmware.pin.handler(() => unexpected()),
      remove: os.firmware.remove.handler(() => unexpected()),
      fetch: os.firmware.fetch.handler(() => unexpected()),
      beginUpload: os.firmware.beginUpload.handler(() => unexpected()),
      upload: os.firmware.upload.handler(() => unexpected()),
      finishUpload: os.firmware.finishUpload.handler(() => unexpected()),
      cancelUpload: os.firmware.cancelUpload.handler(() => unexpected()),
    },
    kits: {
      list: os.kits.list.handler(() => unexpected()),
      keys: os.kits.keys.handler(() => unexpected()),
      trust: os.kits.trust.handler(() => unexpected()),
      distrust: os.kits.distrust.handler(() => unexpected()),
      create: os.kits.create.handler(() => unexpected()),
      beginUpload: os.kits.beginUpload.handler(() => unexpected()),
      upload: os.kits.upload.handler(() => unexpected()),
      cancelUpload: os.kits.cancelUpload.handler(() => unexpected()),
      inspect: os.kits.inspect.handler(() => unexpected()),
      import: os.kits.import.handler(() => unexpected()),
      importResults: os.kits.importResults.handler(() => unexpected()),
      exportResults: os.kits.exportResults.handler(() => unexpected()),
      records: os.kits.records.handler(() => unexpected()),
      download: os.kits.download.handler(() => unexpected()),
    },
    units: {
      search: os.units.search.handler(() => unexpected()),
      story: os.units.story.handler(() => unexpected()),
    },
    statistics: {
      read: os.statistics.read.handler(() => unexpected()),
    },
    operators: {
      current: os.operators.current.handler(() => ({ open: true, operator: null, role: 'lead' as const })),
      list: os.operators.list.handler(() => unexpected()),
      signIn: os.operators.signIn.handler(() => unexpected()),
      resume: os.operators.resume.handler(() => unexpected()),
      signOut: os.operators.signOut.handler(() => unexpected()),
      save: os.operators.save.handler(() => unexpected()),
      remove: os.operators.remove.handler(() => unexpected()),
    },
    diagnostics: {
      bundle: os.diagnostics.bundle.handler(() => unexpected()),
      doctor: os.diagnostics.doctor.handler(() => unexpected()),
    },
    settings: {
      get: os.settings.get.handler(() => current),
      set: os.settings.set.handler(({ input }) => {
        for (const [connectionId, named] of Object.entries(input.secrets))
          for (const [name, value] of Object.entries(named)) {
            secrets.set(`${connectionId}/${name}`, value)
            stored.add(`${connectionId}/${name}`)
          }
        current = input.settings
        return current
      }),
    },
    connections: {
      storedSecrets: os.connections.storedSecrets.handler(() => ({
        keptIn: facts.keptIn ?? 'file',
        stored: [...stored].flatMap(storedSecret),
      })),
      test: os.connections.test.handler(async ({ input }) => (await facts.test?.(input.connectionId)) ?? []),
    },
    profiles: {
      list: os.profiles.list.handler(() => unexpected()),
      get: os.profiles.get.handler(() => unexpected()),
      schemas: os.profiles.schemas.handler(() => unexpected()),
      check: os.profiles.check.handler(() => unexpected()),
      save: os.profiles.save.handler(() => unexpected()),
      remove: os.profiles.remove.handler(() => unexpected()),
    },
    sync: {
      list: os.sync.list.handler(() => facts.synced?.() ?? []),
      run: os.sync.run.handler(() => facts.synced?.() ?? []),
    },
  })
  return {
    router,
    started,
    secrets,
    settings: () => current,
    emit: (event) => viewers.forEach((push) => void push(event)),
    viewers: () => viewers.size,
    nobodyListens: () =>
      viewers.size === 0 ? Promise.resolve() : new Promise((resolve) => gone.push(resolve)),
  }
}

function storedSecret(key: string): { connectionId: string; name: SecretName }[] {
  const [connectionId = '', given] = key.split('/')
  const name = secretNames.find((one) => one === given)
  return name ? [{ connectionId, name }] : []
}

function unexpected(): never {
  throw new Error('secret of the inside')
}

export function outboxEvent(seq: number, waiting: number): StationEvent {
  return { seq, at: '2026-01-02T03:04:05.000Z', type: 'outboxChanged', outbox: { ...outbox, waiting } }
}
