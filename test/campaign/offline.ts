// A day without a network, then the network again and everything wrong with it: every result reaches the cloud once, in
// the order of its device, while the station goes on answering. A round is three simulated hours with 125 results.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { createOutboxSender, type OutboxSender } from '../../main/outbox/sender.ts'
import { openStore, type Store } from '../../main/store/open-store.ts'
import type { FlashlineError, OutboxSummary } from '../../preload/contract/index.ts'
import { judgeCloud, nextResult, type Result, recordResult } from './offline/shift.ts'
import { SimulatedClock } from './offline/simulated-clock.ts'
import { openUnsteadyCloud, type UnsteadyCloud } from './offline/unsteady-cloud.ts'
import { type Decisions, decisionsFrom, type Scenario } from './scenario.ts'

const resultsPerRound = 125
const hoursPerRound = 3
const roundMs = hoursPerRound * 60 * 60_000
const askEveryMs = 20

export const scenario: Scenario = {
  name: 'offline',
  what: 'days without a network, then latency, loss, wrong answers, an ended token, a clock 16 minutes off; a round is three hours and 125 results',
  rounds: { short: 1, full: 8 },
  async run({ rounds, seed, say, signal }) {
    const decisions = decisionsFrom(seed)
    const clock = new SimulatedClock('2026-03-01T06:00:00.000Z')
    const deviceIds = Array.from({ length: 12 * rounds }, (_, index) => `d${index + 1}`)
    await using unsteady = await openUnsteadyCloud(clock, decisions.branch('cloud'), deviceIds)
    await using station = await openHalf(clock, decisions.branch('sender'), unsteady)
    const asking = new AbortController()
    const asked = askOn(station, AbortSignal.any([signal, asking.signal]))

    const results: Result[] = []
    const beginMs = clock.now().getTime()
    const count = rounds * resultsPerRound
    for (let number = 1; number <= count; number += 1) {
      signal.throwIfAborted()
      clock.turnTo(new Date(beginMs + (number / count) * rounds * roundMs))
      const result = nextResult(decisions, deviceIds, number)
      await recordResult(station.store, unsteady.taskId, result, clock.now())
      station.sender.kick()
      results.push(result)
    }
    const { waiting, dead } = await station.store.outbox.summary()
    assert.deepEqual(
      { waiting, dead },
      { waiting: 2 * count, dead: 0 },
      'all of it waits, nothing is given up',
    )
    assert.equal((await unsteady.cloud.admin.listReports()).length, 0)
    say(
      `${rounds * hoursPerRound} h offline, ${count} results wait, the cloud was tried ${unsteady.faults.away ?? 0} times`,
    )

    const backMs = performance.now()
    unsteady.comeBack()
    clock.letGo(() => unsteady.underWay() > 0)
    await station.until(({ waiting }) => waiting <= 1.5 * count, signal)
    await unsteady.endToken()
    await station.until(({ lastError }) => lastError === 'CLOUD_TOKEN', signal)
    await unsteady.renewToken()
    station.sender.retryNow()
    await station.until(({ waiting }) => waiting <= count, signal)
    await station.die()
    await station.until(({ waiting }) => waiting <= count / 10, signal)
    unsteady.calmDown()
    await station.until(({ waiting }) => waiting === 0, signal)
    clock.hold()
    const deliveredMs = performance.now() - backMs
    asking.abort()
    const answers = await asked

    assert.equal((await station.store.outbox.summary()).dead, 0)
    await judgeCloud(unsteady.cloud, unsteady.taskId, results)
    assert(answers.count > 0, 'the station answered meanwhile')
    const rows = await station.store.outbox.list({ limit: 2 * count + 1 })
    assert.equal(rows.length, 2 * count)
    const { away = 0, ...faults } = unsteady.faults
    return {
      'hours offline': rounds * hoursPerRound,
      results: count,
      messages: rows.length,
      'tries without a network': away,
      faults: Object.values(faults).reduce((sum, many) => sum + many, 0),
      'found at the cloud': rows.filter(({ delivery }) => delivery === 'foundAtCloud').length,
      repeated: rows.filter(({ delivery }) => delivery?.startsWith('repeated')).length,
      'seconds until all were delivered': Math.round(deliveredMs / 100) / 10,
      'answers of the station meanwhile': answers.count,
      'slowest of them, ms': Math.round(answers.slowestMs),
    }
  },
}

/** The half of a station that this is about: its records, its outbox, and who asks for them. */
interface Half extends AsyncDisposable {
  readonly store: Store
  readonly sender: OutboxSender
  until(is: (summary: OutboxSummary) => boolean, signal: AbortSignal): Promise<void>
  /** Without a goodbye, in the middle of what it does; and up again. */
  die(): Promise<void>
}

async function openHalf(clock: SimulatedClock, decisions: Decisions, cloud: UnsteadyCloud): Promise<Half> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-offline-'))
  const waiting = new Set<(summary: OutboxSummary) => void>()
  const errors: FlashlineError[] = []
  const open = async () => {
    const store = await openStore(folder, { now: () => clock.now() })
    const sender = createOutboxSender({
      store: store.outbox,
      sinkFor: () => cloud.client.results ?? null,
      onChange: (summary) => {
        for (const look of [...waiting]) look(summary)
      },
      onError: (error) => errors.push(error),
      clock,
      random: () => decisions.next(),
    })
    sender.start()
    return { store, sender }
  }
  let now = await open()
  return {
    get store() {
      return now.store
    },
    get sender() {
      return now.sender
    },
    async until(is, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const look = (summary: OutboxSummary) => {
        if (is(summary)) resolve()
      }
      const giveUp = () => reject(signal.reason)
      waiting.add(look)
      signal.addEventListener('abort', giveUp, { once: true })
      try {
        look(await now.store.outbox.summary())
        await promise
      } finally {
        waiting.delete(look)
        signal.removeEventListener('abort', giveUp)
      }
    },
    async die() {
      await now.sender.stop({ timeoutMs: 0 })
      await now.store.close()
      now = await open()
    },
    async [Symbol.asyncDispose]() {
      await now.sender.stop({ timeoutMs: 0 })
      await now.store.close()
      await rm(folder, { recursive: true, force: true })
      assert.deepEqual(errors, [], 'the database took every mark')
    },
  }
}

/** Somebody who looks at the history and the outbox all the while. */
async function askOn(station: Half, signal: AbortSignal): Promise<{ count: number; slowestMs: number }> {
  let count = 0
  let slowestMs = 0
  while (!signal.aborted) {
    const beganMs = performance.now()
    const { store } = station
    try {
      await store.jobs.list({ limit: 50 })
      await store.outbox.list({ limit: 200 })
      count += 1
    } catch (error) {
      // The store of the station that has just died.
      if (store === station.store) throw error
    }
    slowestMs = Math.max(slowestMs, performance.now() - beganMs)
    await delay(askEveryMs, undefined, { signal }).catch(() => undefined)
  }
  return { count, slowestMs }
}
