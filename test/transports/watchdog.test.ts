import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Watchdog } from '../../main/transports/watchdog.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function guarded() {
  const watchdog = new Watchdog()
  const told: unknown[] = []
  const arm = (signal: AbortSignal, timeoutMs: number, name: string) =>
    watchdog.arm(
      signal,
      timeoutMs,
      (reason) => told.push(`${name} aborted: ${reason}`),
      () => told.push(`${name} timed out`),
    )
  return { watchdog, told, arm }
}

test('one timer serves many waits, each with its own deadline', () => {
  const { watchdog, told, arm } = guarded()
  const { signal } = new AbortController()
  arm(signal, 100, 'first')
  vi.advanceTimersByTime(60)
  watchdog.disarm()
  arm(signal, 100, 'second')
  expect(vi.getTimerCount()).toBe(1)
  vi.advanceTimersByTime(99)
  expect(told).toEqual([])
  vi.advanceTimersByTime(1)
  expect(told).toEqual(['second timed out'])
})

test('a shorter deadline is not missed because a longer one came first', () => {
  const { watchdog, told, arm } = guarded()
  const { signal } = new AbortController()
  arm(signal, 10_000, 'long')
  watchdog.disarm()
  arm(signal, 20, 'short')
  vi.advanceTimersByTime(20)
  expect(told).toEqual(['short timed out'])
})

test('only the signal of the wait that is guarded now aborts it', () => {
  const { watchdog, told, arm } = guarded()
  const first = new AbortController()
  const second = new AbortController()
  arm(first.signal, Number.POSITIVE_INFINITY, 'first')
  watchdog.disarm()
  arm(second.signal, Number.POSITIVE_INFINITY, 'second')
  first.abort('old')
  expect(told).toEqual([])
  second.abort('now')
  expect(told).toEqual(['second aborted: now'])
})

test('released, it leaves nothing behind and tells nothing', () => {
  const { watchdog, told, arm } = guarded()
  const controller = new AbortController()
  arm(controller.signal, 50, 'wait')
  watchdog.release()
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(100)
  controller.abort()
  expect(told).toEqual([])
})

test('a wait over whose end the process was held up goes on for as long as that was', () => {
  const { told, arm } = guarded()
  arm(new AbortController().signal, 100, 'wait')
  vi.advanceTimersByTime(90)
  holdUp(310)
  vi.advanceTimersByTime(10)
  expect(told).toEqual([])
  vi.advanceTimersByTime(299)
  expect(told).toEqual([])
  vi.advanceTimersByTime(20)
  expect(told).toEqual(['wait timed out'])
})

/** As when the disk keeps the process waiting: the clock goes on, and no timer does. */
function holdUp(ms: number): void {
  const now = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => now() + ms)
}
