import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TaskSource } from '../../main/clouds/cloud.ts'
import { createCheckTask } from '../../main/sync/check-task.ts'
import { type ErrorCode, errorCodes, FlashlineError, type Task } from '../../preload/contract/index.ts'
import { task } from '../store/task-fixture.ts'

const syncedAt = '2026-01-01T00:00:00.000Z'
const query = {
  productId: 'p1',
  deviceId: 'd1',
  part: { type: 'wifi', identify: 0 },
  currentVersion: 1,
} as const
const never = new AbortController().signal

const sourceThat = (check: TaskSource['check']): TaskSource => ({
  check,
  listTasks: () => Promise.reject(new Error('not asked here')),
  getTask: () => Promise.reject(new Error('not asked here')),
})
const failing = (code: ErrorCode) => sourceThat(() => Promise.reject(new FlashlineError(code)))
const synced = async () => ({ tasks: [task('t1')], syncedAt })
const nothing = async () => null
const hang = (_: unknown, signal: AbortSignal) =>
  new Promise<Task | null>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

describe('a check', () => {
  it('goes by the cloud while it answers, also when it has no task', async () => {
    for (const found of [task('t9'), null]) {
      const check = createCheckTask({
        source: sourceThat(async () => found),
        synced: () => Promise.reject(new Error('asked for nothing')),
      })
      expect(await check(query, never)).toEqual({ task: found, source: 'cloud', syncedAt: null, cause: null })
    }
  })

  const offline: ErrorCode[] = [
    'CLOUD_UNREACHABLE',
    'CLOUD_HOST_UNKNOWN',
    'CLOUD_TIMEOUT',
    'CLOUD_CIRCUIT_OPEN',
    'CLOUD_SERVER',
    'CLOUD_BUSY',
    'CLOUD_TLS',
    'CLOUD_PROXY',
    'CLOUD_TOKEN',
    'CLOUD_CREDENTIALS',
    'CLOUD_FORBIDDEN',
  ]

  it.each(offline)('goes by what was synced on %s, and by nothing when nothing was', async (code) => {
    const decided = await createCheckTask({ source: failing(code), synced })(query, never)
    expect(decided).toEqual({ task: task('t1'), source: 'offline', syncedAt, cause: code })
    const none = await createCheckTask({ source: failing(code), synced })(
      { ...query, currentVersion: 5 },
      never,
    )
    expect(none).toEqual({ task: null, source: 'offline', syncedAt, cause: code })
    const unknown = createCheckTask({ source: failing(code), synced: nothing })
    await expect(unknown(query, never)).rejects.toMatchObject({ code })
  })

  it('takes every other refusal for an answer', async () => {
    for (const code of errorCodes.filter((code) => !offline.includes(code))) {
      const check = createCheckTask({ source: failing(code), synced })
      await expect(check(query, never)).rejects.toMatchObject({ code })
    }
  })

  it('waits for a silent cloud no longer than its patience, and says that it did', async () => {
    const server = createServer(() => {})
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const source = sourceThat(async (_, signal) => {
      await fetch(`http://127.0.0.1:${port}/`, { signal })
      return null
    })
    const check = createCheckTask({ source, synced, patienceMs: 30 })
    expect(await check(query, never)).toEqual({
      task: task('t1'),
      source: 'offline',
      syncedAt,
      cause: 'CLOUD_TIMEOUT',
    })
  })

  it('gives the cloud ten seconds, and all the patience of its caller when there is nothing else to go by', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    let answer = (_: Task | null) => {}
    const late = new Promise<Task | null>((resolve) => (answer = resolve))
    const source = sourceThat((_, signal) => Promise.race([late, hang(_, signal)]))
    const ended: string[] = []
    const asked = [synced, nothing].map(async (synced) => {
      const checked = await createCheckTask({ source, synced })(query, never)
      ended.push(checked.source)
      return checked
    })
    await vi.advanceTimersByTimeAsync(9999)
    expect(ended).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(ended).toEqual(['offline'])
    await vi.advanceTimersByTimeAsync(60_000)
    answer(task('t9'))
    expect(await asked[1]).toMatchObject({ task: { taskId: 't9' }, source: 'cloud' })
  })

  it('ends with the reason of its caller', async () => {
    const controller = new AbortController()
    const asked = createCheckTask({ source: sourceThat(hang), synced })(query, controller.signal)
    setImmediate(() => controller.abort(new FlashlineError('JOB_CANCELLED')))
    await expect(asked).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
  })
})
