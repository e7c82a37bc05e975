import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addFailure,
  backOffMs,
  GIVE_UP_AGE_MS,
  GIVE_UP_FAILURES,
  isGivenUp,
  judge,
  LONGEST_DELAY_MS,
  LONGEST_WISH_MS,
  mayHaveArrived,
  type OwnFailures,
  planSends,
  wishMs,
} from '../../main/outbox/schedule.ts'
import type { OutboxHead } from '../../main/store/outbox.ts'
import { type ErrorCode, type ErrorContext, errorCodes } from '../../preload/contract/index.ts'

const now = new Date('2026-01-01T00:00:00.000Z')
const later = (ms: number) => new Date(now.getTime() + ms)
const head = (outboxId: number, deviceId: string, nextMs: number | null = null): OutboxHead => ({
  outboxId,
  jobId: `j${outboxId}`,
  deviceId,
  corrects: false,
  attempts: 0,
  ownFailures: { count: 0, since: null },
  nextAttemptAt: nextMs === null ? null : later(nextMs).toISOString(),
  doubtful: false,
})
const idle = { now, busyDevices: new Set<string>(), pausedUntil: null, probing: false }
const ids = (rows: OutboxHead[]) => rows.map(({ outboxId }) => outboxId)

test('back-off stays between one second and five minutes, and its ceiling doubles', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, random) => {
        const delay = backOffMs(n, random)
        expect(delay).toBeGreaterThanOrEqual(1000)
        expect(delay).toBeLessThanOrEqual(LONGEST_DELAY_MS)
      },
    ),
  )
  expect([1, 2, 3, 20].map((failures) => backOffMs(failures, 0.999999))).toEqual([2000, 4000, 8000, 300_000])
  expect(backOffMs(20, 0)).toBe(1000)
})

test('what is due goes, at most four devices at a time; the rest comes when one is free', () => {
  const heads = [1, 2, 3, 4, 5, 6].map((n) => head(n, `d${n}`))
  expect(planSends(heads, idle)).toEqual({ go: heads.slice(0, 4), wakeAt: null })
  const busyDevices = new Set(['d1', 'd2', 'd3'])
  expect(ids(planSends(heads, { ...idle, busyDevices }).go)).toEqual([4])
})

test('a device with a row under way has no second one', () => {
  expect(
    ids(planSends([head(1, 'd1'), head(2, 'd2')], { ...idle, busyDevices: new Set(['d1']) }).go),
  ).toEqual([2])
})

test('a row in back-off waits and says when to look again', () => {
  const schedule = planSends([head(1, 'd1', 5000), head(2, 'd2', 3000), head(3, 'd3', 0)], idle)
  expect(ids(schedule.go)).toEqual([3])
  expect(schedule.wakeAt).toEqual(later(3000))
})

test('a pause holds everything back; after it one row asks first', () => {
  const heads = [head(1, 'd1'), head(2, 'd2')]
  expect(planSends(heads, { ...idle, pausedUntil: later(2000), probing: true })).toEqual({
    go: [],
    wakeAt: later(2000),
  })
  expect(ids(planSends(heads, { ...idle, pausedUntil: later(-1), probing: true }).go)).toEqual([1])
})

test('a time further away than any delay is from before the clock was set back', () => {
  expect(ids(planSends([head(1, 'd1', 24 * 3600_000)], idle).go)).toEqual([1])
  expect(ids(planSends([head(1, 'd1')], { ...idle, pausedUntil: later(24 * 3600_000) }).go)).toEqual([1])
})

const failure = (code: ErrorCode, context: ErrorContext = {}) => ({ code, context })

test('only what a cloud will never take is dead', () => {
  const dead = errorCodes.filter((code) => judge(failure(code)) === 'dead')
  expect(dead.sort()).toEqual(['CLOUD_REFUSED', 'JOB_UNKNOWN', 'MESSAGE_TOO_LARGE', 'TASK_NOT_FOUND'])
  for (const status of [408, 409, 425, 429]) expect(judge(failure('CLOUD_REFUSED', { status }))).toBe('retry')
  for (const status of [400, 403, 404]) expect(judge(failure('CLOUD_REFUSED', { status }))).toBe('dead')
})

test('what would happen to every row of a connection holds them all back', () => {
  const pausing = errorCodes.filter((code) => judge(failure(code)) === 'pause')
  expect(pausing.filter((code) => /^(CLOUD|SECRET)_/.test(code))).toEqual([
    'CLOUD_UNREACHABLE',
    'CLOUD_TIMEOUT',
    'CLOUD_BUSY',
    'CLOUD_TOKEN',
    'CLOUD_HOST_UNKNOWN',
    'CLOUD_TLS',
    'CLOUD_PROXY',
    'CLOUD_CIRCUIT_OPEN',
    'CLOUD_CREDENTIALS',
    'CLOUD_SIGNATURE',
    'CLOUD_CLOCK',
    'SECRET_MISSING',
    'CLOUD_UNSET',
  ])
  // Reading the record that is to be told of.
  expect(pausing).toEqual(expect.arrayContaining(['STORE_FULL', 'STORE_BROKEN', 'DATA_IN_USE']))
})

test('a row is given up only after many failures of its own and a day, both', () => {
  const since = now.toISOString()
  let failures: OwnFailures = { count: 0, since: null }
  for (let n = 1; n < GIVE_UP_FAILURES; n += 1) failures = addFailure(failures, now)
  expect(failures).toEqual({ count: GIVE_UP_FAILURES - 1, since })
  expect(isGivenUp(failures, later(365 * GIVE_UP_AGE_MS))).toBe(false)
  failures = addFailure(failures, later(5))
  expect(failures).toEqual({ count: GIVE_UP_FAILURES, since })
  expect(isGivenUp(failures, later(GIVE_UP_AGE_MS - 1))).toBe(false)
  expect(isGivenUp(failures, later(GIVE_UP_AGE_MS))).toBe(true)
  // The clock was set back.
  expect(isGivenUp(failures, later(-GIVE_UP_AGE_MS))).toBe(false)
})

test('a message may have arrived when the answer is missing or makes no sense, but not when nothing was begun', () => {
  expect(errorCodes.filter((code) => mayHaveArrived(failure(code)))).toEqual([
    'CLOUD_UNREACHABLE',
    'CLOUD_TIMEOUT',
    'CLOUD_SERVER',
    'CLOUD_REPLY',
    'SOFTWARE',
  ])
  expect(mayHaveArrived(failure('CLOUD_UNREACHABLE', { begun: false }))).toBe(false)
  expect(mayHaveArrived(failure('CLOUD_TIMEOUT', { begun: false }))).toBe(false)
})

test('what a cloud asks for is taken at its word, up to an hour, and numbers only', () => {
  const asked = (retryAfterMs: number | string) => wishMs(failure('CLOUD_BUSY', { retryAfterMs }))
  expect([asked(1500), asked(-5), asked(1e12), asked('soon')]).toEqual([1500, 0, LONGEST_WISH_MS, 0])
  expect(wishMs(failure('CLOUD_BUSY'))).toBe(0)
})
