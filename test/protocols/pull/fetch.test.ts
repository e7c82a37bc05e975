// What a fetch is seen as, from its news: progress never runs ahead of what is certain, and nothing is taken for its end.
import { expect, test } from 'vitest'
import type { WriteEvent } from '../../../main/protocols/protocol.ts'
import { Bell } from '../../../main/protocols/pull/bell.ts'
import { type FetchRules, watchFetch } from '../../../main/protocols/pull/fetch.ts'
import { FetchNews } from '../../../main/protocols/pull/fetch-news.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { codeOf, never } from './pull-bench.ts'

const totalBytes = 1000
const rules: FetchRules = {
  ...{ totalBytes, startTimeoutMs: 100, stallTimeoutMs: 100, doneTimeoutMs: 100, wordIsNeeded: true },
}

/** A fetch on a clock that only moves when it is told to. */
function fetchOf(changed: Partial<FetchRules> = {}) {
  let nowMs = 0
  const now = () => nowMs
  const news = new FetchNews(new Bell(), now)
  const events = watchFetch(news, { ...rules, ...changed }, now, { signal: never })
  const next = async (): Promise<WriteEvent | null> => {
    const { value, done } = await events.next()
    return done ? null : value
  }
  const serve = (doneBytes: number, more: { open?: number; isWhole?: boolean } = {}) =>
    news.onServed({ doneBytes, requests: 1, open: 1, isWhole: doneBytes === totalBytes, ...more })
  const pass = (ms: number) => {
    nowMs += ms
    news.bell.ring()
  }
  return { news, next, serve, pass, rest: async () => codeOf(next()) }
}

const progress = (doneBytes: number) => ({ kind: 'progress', doneBytes, totalBytes })

test('the order of things, and no progress but what is new', async () => {
  const { news, next, serve } = fetchOf({ doneTimeoutMs: null })
  news.onTold(true)
  expect(await next()).toEqual({ kind: 'accepted' })
  serve(0)
  serve(300)
  expect(await next()).toEqual({ kind: 'pointOfNoReturn' })
  expect(await next()).toEqual(progress(300))
  serve(1000)
  expect(await next()).toEqual(progress(1000))
  // Its last bytes are still on their way.
  serve(1000, { open: 0 })
  expect(await next()).toBeNull()
})

test('a device that counts itself is believed, and no further than it was served', async () => {
  const { news, next, serve } = fetchOf()
  news.onTold(false)
  serve(500)
  expect([await next(), await next(), await next()]).toEqual([
    { kind: 'accepted' },
    { kind: 'pointOfNoReturn' },
    progress(500),
  ])
  news.onPercent(90)
  serve(600)
  expect(await next()).toEqual(progress(600))
  serve(1000, { open: 0 })
  expect(await next()).toEqual(progress(900))
  // It counts back: it is no news.
  news.onPercent(20)
  news.onPercent(100)
  news.onDone()
  expect(await next()).toEqual(progress(1000))
  expect(await next()).toBeNull()
})

test('a first request is a yes, whatever the answer', async () => {
  const { next, serve } = fetchOf()
  serve(0)
  expect(await next()).toEqual({ kind: 'accepted' })
})

test('the word has to come, when nothing else will', async () => {
  const { news, next, serve, pass, rest } = fetchOf()
  news.onTold(true)
  serve(1000, { open: 0 })
  for (let skipped = 0; skipped < 3; skipped += 1) await next()
  const end = rest()
  pass(100)
  expect(await end).toBe('OTA_SILENT')
})

test('the word may be missing, when the version will tell', async () => {
  const { news, next, serve, pass } = fetchOf({ wordIsNeeded: false })
  news.onTold(true)
  serve(1000, { open: 0 })
  for (let skipped = 0; skipped < 3; skipped += 1) await next()
  const end = next()
  pass(100)
  expect(await end).toBeNull()
})

test('an answer that is owed is waited for after the last byte', async () => {
  const { news, next, serve, pass, rest } = fetchOf({ doneTimeoutMs: null })
  serve(1000, { open: 0 })
  for (let skipped = 0; skipped < 3; skipped += 1) await next()
  const end = rest()
  pass(10_000)
  news.onFailure(new FlashlineError('OTA_REFUSED', { said: 'wrong magic' }))
  expect(await end).toBe('OTA_REFUSED')
})

test('a device that has let go may come back, for a while', async () => {
  const { news, next, serve, pass, rest } = fetchOf()
  news.onTold(true)
  serve(300, { open: 0 })
  for (let skipped = 0; skipped < 3; skipped += 1) await next()
  const again = next()
  pass(99)
  serve(400)
  expect(await again).toEqual(progress(400))
  const end = rest()
  pass(99)
  pass(1)
  expect(await end).toBe('PULL_STOPPED')
})

test('never started', async () => {
  const { news, next, pass, rest } = fetchOf()
  // Whoever gives the instruction takes his time.
  pass(5000)
  news.onTold(true)
  expect(await next()).toEqual({ kind: 'accepted' })
  const end = rest()
  pass(100)
  expect(await end).toBe('PULL_NOT_STARTED')
})
