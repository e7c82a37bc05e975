import { describe, expect, it } from 'vitest'
import type { ProgressSource } from '../../../main/clouds/cloud.ts'
import { followProgress } from '../../../main/clouds/living/follow-progress.ts'
import { readProgress } from '../../../main/clouds/living/schema.ts'
import { type ErrorCode, FlashlineError, type UpgradeProgress } from '../../../preload/contract/index.ts'
import { createTurnedClock, type TurnedClock } from '../turned-clock.ts'
import { answerWith } from '../xlink/scripted-server.ts'
import { envelope, openLiving } from './open-living.ts'

const never = new AbortController().signal
const minuteMs = 60_000
const upgrading = (step: number, more: object = {}) => readProgress({ status: 'UPGRADING', step, ...more })
const succeeded = readProgress({ status: 'SUCCEEDED', step: 100 })

/** Answers in turn, the last one for ever; a function is asked with the clock. */
type Step = UpgradeProgress | null | FlashlineError | (() => UpgradeProgress | null)

function sourceOf(steps: readonly Step[]): ProgressSource & { asked: number } {
  const source = {
    asked: 0,
    async getProgress() {
      const step = steps[Math.min(source.asked, steps.length - 1)]
      source.asked += 1
      if (step instanceof FlashlineError) throw step
      return typeof step === 'function' ? step() : (step ?? null)
    },
  }
  return source
}

async function follow(
  source: ProgressSource,
  clock: TurnedClock,
  deadlineMs = 30 * minuteMs,
  signal = never,
) {
  const seen: UpgradeProgress[] = []
  let error: unknown = null
  try {
    for await (const progress of followProgress(source, { deviceId: 'd' }, { deadlineMs, clock }, signal))
      seen.push(progress)
  } catch (reason) {
    error = reason
  }
  return { seen, error }
}
const failure = (code: ErrorCode, context = {}) => new FlashlineError(code, context)

describe('followProgress', () => {
  it('yields each change once, and ends with the success', async () => {
    const clock = createTurnedClock()
    const waiting = readProgress({ status: 'TO_BE_UPGRADED' })
    const source = sourceOf([null, waiting, waiting, upgrading(0), upgrading(50), upgrading(50), succeeded])
    const { seen, error } = await follow(source, clock)
    expect(error).toBeNull()
    expect(seen).toEqual([waiting, upgrading(0), upgrading(50), succeeded])
    expect(source.asked).toBe(7)
  })

  it.each([
    [-1, 'upgrade'],
    [-2, 'download'],
    [-3, 'verification'],
    [-4, 'write'],
    [-7, 'unknown'],
  ])('ends with a failure that has a name: step %i is %s', async (step, name) => {
    const source = sourceOf([upgrading(30), upgrading(step)])
    const { seen, error } = await follow(source, createTurnedClock())
    expect(error).toBeNull()
    expect(seen.at(-1)).toMatchObject({ state: 'failed', failure: name, percent: null })
  })

  it('asks each second while it moves, and more and more seldom up to 15 s while it does not', async () => {
    const clock = createTurnedClock()
    const moving = [1, 2, 3].map((step) => upgrading(step))
    const standing = Array.from({ length: 6 }, () => upgrading(3))
    await follow(sourceOf([...moving, ...standing, upgrading(4), succeeded]), clock)
    expect(clock.waitsMs).toEqual([1000, 1000, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 1000])
  })

  it('ten minutes: abnormal is told, asked about seldom, and a late success still counts', async () => {
    const clock = createTurnedClock()
    const source = sourceOf([
      () => {
        const ms = clock.elapsedMs()
        if (ms > 14 * minuteMs) return succeeded
        return upgrading(Math.floor(ms / minuteMs), ms >= 10 * minuteMs ? { upgradeStatus: 2 } : {})
      },
    ])
    const { seen, error } = await follow(source, clock)
    expect(error).toBeNull()
    expect(seen.map(({ stalled }) => stalled).indexOf(true)).toBe(10)
    expect(seen.at(-2)).toMatchObject({ state: 'upgrading', stalled: true, percent: 14 })
    expect(seen.at(-1)).toMatchObject({ state: 'succeeded', stalled: false })
    expect(clock.waitsMs.slice(-15).every((waitMs) => waitMs === 15_000)).toBe(true)
  })

  it('its own deadline ends it, after one last question at that moment', async () => {
    const clock = createTurnedClock()
    const source = sourceOf([upgrading(5)])
    const { seen, error } = await follow(source, clock, 20_000)
    expect(seen).toEqual([upgrading(5)])
    expect(error).toMatchObject({ code: 'UPGRADE_STALLED', context: { deadlineMs: 20_000, cause: null } })
    expect(clock.elapsedMs()).toBe(20_000)
    const late = createTurnedClock()
    const last = sourceOf([() => (late.elapsedMs() === 20_000 ? succeeded : upgrading(5))])
    expect(await follow(last, late, 20_000)).toMatchObject({ seen: [upgrading(5), succeeded], error: null })
  })

  it('an upgrade that never begins ends at the deadline too', async () => {
    const { seen, error } = await follow(sourceOf([null]), createTurnedClock(), minuteMs)
    expect(seen).toEqual([])
    expect(error).toMatchObject({ code: 'UPGRADE_STALLED', context: { deadlineMs: minuteMs } })
  })

  it.each([
    'CLOUD_UNREACHABLE',
    'CLOUD_HOST_UNKNOWN',
    'CLOUD_TIMEOUT',
    'CLOUD_SERVER',
    'CLOUD_BUSY',
    'CLOUD_CIRCUIT_OPEN',
  ] as const)('%s is waited out', async (code) => {
    const clock = createTurnedClock()
    const source = sourceOf([upgrading(1), failure(code), failure(code), upgrading(1), succeeded])
    const { seen, error } = await follow(source, clock)
    expect(error).toBeNull()
    expect(seen).toEqual([upgrading(1), succeeded])
    expect(clock.waitsMs).toEqual([1000, 2000, 4000, 8000])
    const dead = await follow(sourceOf([failure(code)]), createTurnedClock(), minuteMs)
    expect(dead.error).toMatchObject({
      code: 'UPGRADE_STALLED',
      context: { deadlineMs: minuteMs, cause: code },
    })
  })

  it('a wait that the cloud asks for is kept, and not cut short by the deadline', async () => {
    const clock = createTurnedClock()
    const busy = failure('CLOUD_BUSY', { retryAfterMs: 40_000 })
    await follow(sourceOf([busy, succeeded]), clock)
    expect(clock.waitsMs).toEqual([40_000])
    const source = sourceOf([busy, succeeded])
    const { error } = await follow(source, createTurnedClock(), 30_000)
    expect(error).toMatchObject({ code: 'UPGRADE_STALLED', context: { cause: 'CLOUD_BUSY' } })
    expect(source.asked).toBe(1)
  })

  it.each([
    'CLOUD_TOKEN',
    'CLOUD_SIGNATURE',
    'CLOUD_FORBIDDEN',
    'CLOUD_REFUSED',
    'CLOUD_CREDENTIALS',
    'CLOUD_CLOCK',
    'CLOUD_REPLY',
    'INPUT_INVALID',
    'SECRET_MISSING',
  ] as const)('%s ends it', async (code) => {
    const source = sourceOf([upgrading(1), failure(code)])
    const { seen, error } = await follow(source, createTurnedClock())
    expect(seen).toEqual([upgrading(1)])
    expect(error).toMatchObject({ code })
    expect(source.asked).toBe(2)
  })

  it('is aborted while it asks and while it waits', async () => {
    const asking = new AbortController()
    const stopped = new Error('stopped')
    const hanging: ProgressSource = {
      getProgress: (_query, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
          asking.abort(stopped)
        }),
    }
    expect((await follow(hanging, createTurnedClock(), minuteMs, asking.signal)).error).toBe(stopped)
    const waiting = new AbortController()
    let calledOff = 0
    const idle: TurnedClock = {
      ...createTurnedClock(),
      after: () => {
        queueMicrotask(() => waiting.abort(stopped))
        return () => {
          calledOff += 1
        }
      },
    }
    expect((await follow(sourceOf([null]), idle, minuteMs, waiting.signal)).error).toBe(stopped)
    expect(calledOff).toBe(1)
  })

  it('over the wire: a server that fails, asks to wait, and then upgrades', async () => {
    await using open = await openLiving()
    const clock = createTurnedClock()
    const answers = [
      answerWith(502, '<html>bad gateway</html>'),
      answerWith(502, '<html>bad gateway</html>'),
      answerWith(502, '<html>bad gateway</html>'),
      answerWith(200, envelope(429)),
      answerWith(200, envelope(200)),
      answerWith(200, envelope(200, { status: 'UPGRADING', step: '40' })),
      answerWith(200, envelope(200, { status: 'SUCCEEDED', step: '100' })),
    ]
    open.server.answer = (response) => answers[open.server.received.length - 1]?.(response)
    const source = open.client.progress
    expect(source).toBeDefined()
    if (source === undefined) return
    const { seen, error } = await follow(source, clock)
    expect(error).toBeNull()
    expect(seen.map(({ state, percent }) => [state, percent])).toEqual([
      ['upgrading', 40],
      ['succeeded', 100],
    ])
    expect(open.server.received).toHaveLength(answers.length)
  })
})
