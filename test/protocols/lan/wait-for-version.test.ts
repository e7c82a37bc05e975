// When a device's word after an update counts: told step by step, each answer as often as it is asked.
import { describe, expect, it } from 'vitest'
import { type RestartWait, type Told, waitForVersion } from '../../../main/protocols/lan/wait-for-version.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'

const { signal } = new AbortController()
const says = (version: string, more: Partial<Told> = {}): Told => ({
  version,
  mac: null,
  startedAtMs: null,
  ...more,
})
const away = new FlashlineError('LAN_UNREACHABLE', { address: '10.0.0.7' })

/** The last answer stays. */
async function wait(answers: readonly (Told | Error)[], change: Partial<RestartWait> = {}) {
  let asked = 0
  const told = await waitForVersion(
    async () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? away
      asked += 1
      if (answer instanceof Error) throw answer
      return answer
    },
    { before: says('1.0.0'), timeoutMs: 5000, everyMs: 1, settleMs: 20, signal, ...change },
  )
  return { version: told.version, asked }
}

const code = (waiting: Promise<unknown>) =>
  waiting.then(
    () => null,
    (error: unknown) => (error instanceof FlashlineError ? error.code : error),
  )

describe('it counts at once', () => {
  it('when it is another version, seen away or not', async () => {
    expect(await wait([says('2.0.1')])).toEqual({ version: '2.0.1', asked: 1 })
    expect(await wait([says('1.0.0'), away, away, says('2.0.1')])).toEqual({ version: '2.0.1', asked: 4 })
  })

  it('when nobody knew what it ran before', async () => {
    expect(await wait([away, says('1.0.0')], { before: null })).toEqual({ version: '1.0.0', asked: 2 })
  })

  it('when its uptime says that it has restarted, whatever it runs', async () => {
    const before = says('1.0.0', { startedAtMs: 1000 })
    const running = says('1.0.0', { startedAtMs: 1900 })
    const restarted = says('1.0.0', { startedAtMs: 60_000 })
    expect(await wait([running, running, restarted], { before })).toEqual({ version: '1.0.0', asked: 3 })
  })
})

describe('the old version', () => {
  it('does not count while it may still be on its way', async () => {
    const old = Array.from({ length: 5 }, () => says('1.0.0'))
    expect(await wait([...old, away, ...old, says('2.0.1')], { settleMs: 1000 })).toEqual({
      version: '2.0.1',
      asked: 12,
    })
  })

  it('counts when the device was away and keeps to it, and when time is up', async () => {
    expect((await wait([away, says('1.0.0')])).version).toBe('1.0.0')
    expect((await wait([says('1.0.0')], { timeoutMs: 30 })).version).toBe('1.0.0')
  })
})

describe('it ends with', () => {
  it('VERSION_UNSEEN when it never came back, whatever it said before it went', async () => {
    expect(await code(wait([away], { timeoutMs: 30 }))).toBe('VERSION_UNSEEN')
    expect(await code(wait([says('1.0.0'), away], { timeoutMs: 30 }))).toBe('VERSION_UNSEEN')
  })

  it('DEVICE_DIFFERS when another one answers', async () => {
    const before = says('1.0.0', { mac: '02F1A5410007' })
    const other = says('2.0.1', { mac: '02F1A5410008' })
    expect(await code(wait([away, other], { before }))).toBe('DEVICE_DIFFERS')
  })

  it('what no restart explains', async () => {
    expect(await code(wait([new FlashlineError('OTA_PASSWORD', {})]))).toBe('OTA_PASSWORD')
  })

  it('the reason of a cancel', async () => {
    const cancel = new AbortController()
    const reason = new Error('enough')
    const waiting = wait([says('1.0.0')], { everyMs: 60_000, timeoutMs: 60_000, signal: cancel.signal })
    cancel.abort(reason)
    await expect(waiting).rejects.toBe(reason)
  })
})
