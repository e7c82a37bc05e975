// Rollouts: their order, their limits, what stops them, and what is left for another try.
import { describe, expect, it } from 'vitest'
import { Rollouts } from '../../main/station/rollouts.ts'
import {
  FlashlineError,
  type Job,
  type Rollout,
  type RolloutPlan,
  rolloutPlanSchema,
} from '../../preload/contract/index.ts'
import { job, slot } from '../renderer/fixtures.ts'

/** A bench whose devices answer and whose jobs end when the test says so. */
function benchOf(accessPoints: readonly string[], absent: ReadonlySet<string> = new Set()) {
  const saved: Rollout[] = []
  const running = new Map<string, Job>()
  const cancelled: string[] = []
  let jobCount = 0
  const asked = new Map<string, () => void>()
  let holdPreflight = false
  const rollouts = new Rollouts({
    slot(slotId) {
      const index = Number(slotId.replace('slot-', '')) - 1
      const accessPoint = accessPoints[index]
      if (accessPoint === undefined) throw new FlashlineError('SLOT_UNKNOWN', { slotId })
      return slot(index + 1, {
        kind: 'lan',
        lan: {
          identity: `id:${index}`,
          origin: 'hand',
          mac: null,
          deviceId: null,
          model: null,
          version: null,
          accessPoint,
          lastSeenAt: null,
        },
      })
    },
    async preflight(slotId) {
      if (holdPreflight) await new Promise<void>((resolve) => asked.set(slotId, resolve))
      if (absent.has(slotId)) throw new FlashlineError('LAN_UNREACHABLE', { address: slotId })
    },
    async startJob(slotId) {
      jobCount += 1
      const started = job(jobCount, { slotId, outcome: 'running' })
      running.set(slotId, started)
      return started
    },
    cancelJob: async (jobId) => cancelled.push(jobId),
    save: async (rollout) => {
      saved.push(rollout)
    },
    emit: () => {},
    onError: (error) => {
      throw error
    },
    now: () => new Date('2026-03-01T08:00:00.000Z'),
  })
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return {
    rollouts,
    saved,
    cancelled,
    asked,
    hold: (on: boolean) => {
      holdPreflight = on
    },
    running: () => [...running.keys()].toSorted(),
    settle,
    async end(slotId: string, outcome: Job['outcome']) {
      const ended = running.get(slotId)
      if (!ended) throw new Error(`${slotId} does not run`)
      running.delete(slotId)
      const error = outcome === 'failed' ? { code: 'OTA_BROKEN' as const, step: null, context: {} } : null
      rollouts.observe({ type: 'jobFinished', job: { ...ended, outcome, error } })
      await settle()
    },
  }
}

const slots = (count: number) => Array.from({ length: count }, (_, index) => `slot-${index + 1}`)
const planOf = (plan: Partial<RolloutPlan>) =>
  rolloutPlanSchema.parse({ firstCount: 0, maxFailed: null, limit: 100, limitPerAccessPoint: 100, ...plan })
const statesOf = (rollout: Rollout | undefined) => rollout?.items.map(({ state }) => state)

describe('the order of a rollout', () => {
  it('lets the first ones end before the rest begins', async () => {
    const bench = benchOf(Array(6).fill('a'))
    await bench.rollouts.start(slots(6), planOf({ firstCount: 2 }))
    await bench.settle()
    expect(bench.running()).toEqual(['slot-1', 'slot-2'])
    await bench.end('slot-1', 'passed')
    expect(bench.running()).toEqual(['slot-2'])
    await bench.end('slot-2', 'passed')
    expect(bench.running()).toEqual(['slot-3', 'slot-4', 'slot-5', 'slot-6'])
    for (const slotId of bench.running()) await bench.end(slotId, 'passed')
    expect(bench.rollouts.list()[0]).toMatchObject({ state: 'ended', stage: 'rest' })
    await bench.rollouts.saved()
    expect(bench.saved.at(-1)).toEqual(bench.rollouts.list()[0])
  })

  it('gives the turn of one that is not there to the next', async () => {
    const bench = benchOf(Array(4).fill('a'), new Set(['slot-1', 'slot-2']))
    await bench.rollouts.start(slots(4), planOf({ firstCount: 1 }))
    await bench.settle()
    expect(bench.running()).toEqual(['slot-3'])
    const [rollout] = bench.rollouts.list()
    expect(statesOf(rollout)).toEqual(['skipped', 'skipped', 'running', 'waiting'])
    expect(rollout?.items[0]?.error).toEqual({ code: 'LAN_UNREACHABLE', context: { address: 'slot-1' } })
  })

  it('keeps to the limits, overall and behind each access point', async () => {
    const bench = benchOf(['a', 'a', 'a', 'b', 'b', 'c'])
    await bench.rollouts.start(slots(6), planOf({ limit: 4, limitPerAccessPoint: 2 }))
    await bench.settle()
    expect(bench.running()).toEqual(['slot-1', 'slot-2', 'slot-4', 'slot-5'])
    await bench.end('slot-4', 'passed')
    expect(bench.running()).toEqual(['slot-1', 'slot-2', 'slot-5', 'slot-6'])
    await bench.end('slot-5', 'failed')
    expect(bench.running()).toEqual(['slot-1', 'slot-2', 'slot-6'])
    await bench.end('slot-1', 'passed')
    expect(bench.running()).toEqual(['slot-2', 'slot-3', 'slot-6'])
  })

  it('stops the rest when too many fail, and lets what runs go on', async () => {
    const bench = benchOf(Array(6).fill('a'))
    await bench.rollouts.start(slots(6), planOf({ limit: 3, maxFailed: 1 }))
    await bench.settle()
    await bench.end('slot-1', 'failed')
    expect(bench.running()).toEqual(['slot-2', 'slot-3', 'slot-4'])
    await bench.end('slot-2', 'failed')
    const [stopped] = bench.rollouts.list()
    expect(stopped).toMatchObject({ state: 'stopped', stoppedBy: 'failures', endedAt: null })
    expect(statesOf(stopped)).toEqual(['failed', 'failed', 'running', 'running', 'notStarted', 'notStarted'])
    await bench.end('slot-3', 'passed')
    await bench.end('slot-4', 'passed')
    expect(bench.rollouts.list()[0]?.endedAt).not.toBeNull()
    expect(bench.rollouts.list()[0]?.state).toBe('stopped')
  })

  it('pauses and resumes; a device that was being asked then waits for its turn', async () => {
    const bench = benchOf(Array(3).fill('a'))
    bench.hold(true)
    const { rolloutId } = await bench.rollouts.start(slots(3), planOf({ limit: 1 }))
    await bench.rollouts.pause(rolloutId)
    bench.asked.get('slot-1')?.()
    await bench.settle()
    expect(statesOf(bench.rollouts.list()[0])).toEqual(['waiting', 'waiting', 'waiting'])
    bench.hold(false)
    await bench.rollouts.resume(rolloutId)
    await bench.settle()
    expect(bench.running()).toEqual(['slot-1'])
  })

  it('is stopped by a person, who may cancel what runs', async () => {
    const bench = benchOf(Array(3).fill('a'))
    const { rolloutId } = await bench.rollouts.start(slots(3), planOf({ limit: 2 }))
    await bench.settle()
    const stopped = await bench.rollouts.stop(rolloutId, true)
    expect(stopped).toMatchObject({ state: 'stopped', stoppedBy: 'operator' })
    expect(bench.cancelled.toSorted()).toEqual(['job-1', 'job-2'])
    expect(statesOf(stopped)).toEqual(['running', 'running', 'notStarted'])
  })

  it('tries only those again that did not pass', async () => {
    const bench = benchOf(Array(4).fill('a'), new Set(['slot-4']))
    const { rolloutId } = await bench.rollouts.start(slots(4), planOf({}))
    await bench.settle()
    expect(() => bench.rollouts.retryFailed(rolloutId)).toThrow(
      expect.objectContaining({ code: 'ROLLOUT_BUSY' }),
    )
    await bench.end('slot-1', 'passed')
    await bench.end('slot-2', 'failed')
    await bench.end('slot-3', 'passed')
    const again = await bench.rollouts.retryFailed(rolloutId)
    expect(again).toMatchObject({ retryOf: rolloutId })
    expect(again.items.map(({ slotId }) => slotId)).toEqual(['slot-2', 'slot-4'])
    await bench.settle()
    expect(bench.running()).toEqual(['slot-2'])
  })

  it('refuses a slot that another rollout has, and one that nobody knows', async () => {
    const bench = benchOf(Array(3).fill('a'))
    await bench.rollouts.start(['slot-1'], planOf({}))
    await expect(bench.rollouts.start(slots(2), planOf({}))).rejects.toMatchObject({
      code: 'ROLLOUT_BUSY',
      context: { slotId: 'slot-1' },
    })
    await expect(bench.rollouts.start(['slot-9'], planOf({}))).rejects.toMatchObject({ code: 'SLOT_UNKNOWN' })
    expect(() => bench.rollouts.retryFailed('no such')).toThrow(
      expect.objectContaining({ code: 'ROLLOUT_UNKNOWN' }),
    )
  })

  it('after a dead station: what ran is failed, what waited was not started, both can be tried again', async () => {
    const bench = benchOf(Array(3).fill('a'))
    await bench.rollouts.start(slots(3), planOf({ limit: 1 }))
    await bench.settle()
    await bench.rollouts.saved()
    const next = new Rollouts(
      {
        slot: () => slot(1),
        preflight: async () => {},
        startJob: async () => job(1),
        cancelJob: async () => {},
        save: async () => {},
        emit: () => {},
        onError: () => {},
        now: () => new Date(),
      },
      bench.saved.slice(-1),
    )
    expect(next.list()[0]).toMatchObject({ state: 'stopped', stoppedBy: 'station' })
    expect(statesOf(next.list()[0])).toEqual(['failed', 'notStarted', 'notStarted'])
    expect(next.list()[0]?.items[0]?.error?.code).toBe('JOB_INTERRUPTED')
  })
})
