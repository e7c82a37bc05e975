// A station's router without a station: enough answers to see that a carrier works, events fed by the test.
import { implement, ORPCError } from '@orpc/server'
import type { Router } from '../../main/station/router.ts'
import {
  contract,
  type Job,
  type OutboxSummary,
  type Settings,
  type Snapshot,
  type StationEvent,
} from '../../preload/contract/index.ts'

export interface FakeStation {
  readonly router: Router
  /** Slots for which a start was asked. */
  readonly started: string[]
  /** Sends an event to every viewer. */
  emit(event: StationEvent): void
  /** How many viewers listen now. */
  viewers(): number
  /** Resolves when nobody listens any more. */
  nobodyListens(): Promise<void>
}

const outbox: OutboxSummary = { waiting: 0, dead: 0, oldestAt: null, lastError: null }
const settings: Settings = {
  stationName: 'Bench 7',
  operator: '',
  watchUsb: false,
  cloud: null,
  bench: null,
  slots: [],
}

export const snapshot: Snapshot = {
  seq: 3,
  version: '0.0.0-test',
  practice: true,
  slots: [],
  jobs: [],
  recent: [],
  progress: [],
  outbox,
  cloud: { state: 'unset', host: null, error: null },
  settings,
  profiles: [],
}

export function fakeStation(): FakeStation {
  const started: string[] = []
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
      snapshot: os.station.snapshot.handler(() => snapshot),
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
    history: {
      list: os.history.list.handler(() => ({ total: 0, jobs: [] })),
      get: os.history.get.handler(() => {
        throw new ORPCError('NOT_FOUND')
      }),
    },
    outbox: { list: os.outbox.list.handler(() => []) },
    settings: {
      get: os.settings.get.handler(() => settings),
      set: os.settings.set.handler(({ input }) => input.settings),
    },
  })
  return {
    router,
    started,
    emit: (event) => viewers.forEach((push) => void push(event)),
    viewers: () => viewers.size,
    nobodyListens: () =>
      viewers.size === 0 ? Promise.resolve() : new Promise((resolve) => gone.push(resolve)),
  }
}

function unexpected(): never {
  throw new Error('secret of the inside')
}

export function outboxEvent(seq: number, waiting: number): StationEvent {
  return { seq, at: '2026-01-02T03:04:05.000Z', type: 'outboxChanged', outbox: { ...outbox, waiting } }
}
