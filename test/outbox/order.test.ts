// Whatever goes wrong, and whenever the station dies: each cloud and each listener gets the messages of a device in the
// order in which they were owed, and none twice.
import { rm } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OtaLog, Report, ResultSink } from '../../main/clouds/cloud.ts'
import type { RecordSink } from '../../main/outbox/record-sink.ts'
import { createOutboxSender } from '../../main/outbox/sender.ts'
import type { OutboxMessage } from '../../main/store/job-store.ts'
import { openStore } from '../../main/store/open-store.ts'
import { FlashlineError } from '../../preload/contract/index.ts'
import { SimulatedClock } from '../campaign/offline/simulated-clock.ts'
import { tempFolder } from '../store/job-fixture.ts'
import { otaLog, record, report } from './set-up.ts'

/** What becomes of one request; `die`: it is done, and the station is gone before it knows. */
const fates = ['done', 'lost', 'unbegun', 'busy', 'server', 'token', 'conflict', 'refused', 'die'] as const
type Fate = (typeof fates)[number]

const errors: Record<Exclude<Fate, 'done' | 'lost' | 'die'>, FlashlineError> = {
  unbegun: new FlashlineError('CLOUD_UNREACHABLE', { begun: false }),
  busy: new FlashlineError('CLOUD_BUSY', { status: 429 }),
  server: new FlashlineError('CLOUD_SERVER', { status: 500 }),
  token: new FlashlineError('CLOUD_TOKEN'),
  conflict: new FlashlineError('CLOUD_REFUSED', { status: 409 }),
  refused: new FlashlineError('CLOUD_REFUSED', { status: 400 }),
}

/** Keeps what it got, in order, and can say what it has. */
class World {
  readonly got: string[] = []
  readonly refusedForGood = new Set<string>()
  died = Promise.withResolvers<void>()
  underWay = 0
  readonly #fates: Fate[]
  readonly #touch: () => void

  constructor(fates: readonly Fate[], touch: () => void) {
    this.#fates = [...fates]
    this.#touch = touch
  }

  cloud(name: string): ResultSink {
    const logOf = ({ deviceId, taskId }: OtaLog) => `${name} ${deviceId} log ${taskId}`
    const reportOf = ({ deviceId, taskId }: Report) => `${name} ${deviceId} report ${taskId}`
    return {
      sendOtaLog: (log) => this.#take(logOf(log)),
      sendReport: (result) => this.#take(reportOf(result)),
      hasReport: async (result) => (this.got.includes(reportOf(result)) ? 'yes' : 'no'),
      hasOtaLog: async (log) => (this.got.includes(logOf(log)) ? 'yes' : 'no'),
    }
  }

  /** Told again it is told the same number, by which it knows. */
  listener(name: string): RecordSink {
    return {
      send: async ({ jobId }) => {
        const what = `${name} ${jobId.split(' ')[0]} record ${jobId.split(' ')[1]}`
        await this.#take(what, this.got.includes(what))
      },
    }
  }

  async #take(what: string, isKnown = false): Promise<void> {
    this.underWay += 1
    try {
      await new Promise((resolve) => setImmediate(resolve))
      const fate = this.#fates.shift() ?? 'done'
      if (fate === 'refused' && !isKnown) this.refusedForGood.add(what)
      if (fate !== 'done' && fate !== 'lost' && fate !== 'die') throw errors[fate]
      if (!isKnown) this.got.push(what)
      if (fate === 'lost') throw new FlashlineError('CLOUD_TIMEOUT')
      if (fate !== 'die') return
      this.died.resolve()
    } finally {
      this.underWay -= 1
      this.#touch()
    }
    await new Promise<never>(() => {})
  }
}

interface Owed {
  readonly device: string
  readonly kinds: readonly ('log' | 'report' | 'record')[]
  /** Null: whichever takes them, which is `c1`. */
  readonly to: 'c1' | 'c2' | null
}

const owedArbitrary = fc.array(
  fc.record({
    device: fc.constantFrom('d1', 'd2', 'd3'),
    kinds: fc.constantFrom(
      ['log', 'report'] as const,
      ['log', 'report', 'record'] as const,
      ['report', 'record'] as const,
    ),
    to: fc.constantFrom('c1', 'c2', null),
  }),
  { minLength: 1, maxLength: 8 },
)

function messagesOf({ device, kinds, to }: Owed, number: number): OutboxMessage[] {
  return kinds.map((kind): OutboxMessage => {
    if (kind === 'log') return otaLog(device, `t${number}`, to)
    const jobId = `${device} t${number}`
    if (kind === 'record') return { kind, deviceId: device, connectionId: 'webhook:w', body: { jobId } }
    const result = report(device, to)
    return result.kind === 'report' ? { ...result, body: { ...result.body, taskId: `t${number}` } } : result
  })
}

/** What whoever is told must have got of a device, in order. */
function expected(all: readonly Owed[], world: World): Map<string, string[]> {
  const lists = new Map<string, string[]>()
  all.forEach(({ device, kinds, to }, number) => {
    for (const kind of kinds) {
      const name = kind === 'record' ? 'webhook:w' : (to ?? 'c1')
      const what = `${name} ${device} ${kind} t${number}`
      const key = `${name} ${device}`
      if (!world.refusedForGood.has(what)) lists.set(key, [...(lists.get(key) ?? []), what])
    }
  })
  return lists
}

test('in order per device and destination, each once, through failures and deaths', async () => {
  await fc.assert(
    fc.asyncProperty(
      owedArbitrary,
      fc.array(fc.constantFrom(...fates), { maxLength: 40 }),
      async (all, fates) => {
        const folder = await tempFolder()
        const clock = new SimulatedClock('2026-01-01T00:00:00.000Z')
        const world = new World(fates, () => clock.touch())
        clock.letGo(() => world.underWay > 0)
        let store = await openStore(folder)
        for (const [number, owed] of all.entries())
          await record(store, `${owed.device} t${number}`, messagesOf(owed, number))
        for (let isDone = false; !isDone; ) {
          world.died = Promise.withResolvers()
          const settled = Promise.withResolvers<void>()
          const sender = createOutboxSender({
            store: store.outbox,
            resultsConnection: () => 'c1',
            sinkFor: (id) => (id === 'c1' || id === 'c2' ? world.cloud(id) : null),
            listenerFor: (id) => world.listener(id),
            onChange: ({ waiting }) => waiting === 0 && settled.resolve(),
            clock,
            random: () => 0.5,
          })
          sender.start()
          isDone = await Promise.race([
            settled.promise.then(() => true),
            world.died.promise.then(() => false),
          ])
          // What it did not write down is not known any more.
          await sender.stop({ timeoutMs: 0 })
          if (!isDone) {
            await store.close()
            store = await openStore(folder)
          }
        }
        await store.close()
        await rm(folder, { recursive: true, force: true })
        const lists = expected(all, world)
        for (const [key, list] of lists)
          expect(world.got.filter((what) => what.startsWith(`${key} `))).toEqual(list)
        expect(world.got).toHaveLength([...lists.values()].flat().length)
      },
    ),
    { numRuns: 25 },
  )
})
