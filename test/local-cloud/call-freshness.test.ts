import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CallFreshness, createCallFreshness } from '../../main/local-cloud/call-freshness.ts'
import { type CloudDatabase, openCloudDatabase } from '../../main/local-cloud/cloud-database.ts'

const MINUTE_MS = 60_000
const startMs = Date.parse('2026-01-02T03:00:00Z')
let nowMs: number
let freshness: CallFreshness
let db: CloudDatabase

beforeEach(async () => {
  nowMs = startMs
  db = await openCloudDatabase({ file: ':memory:' })
  freshness = createCallFreshness({ db, now: () => new Date(nowMs) })
})
afterEach(() => db.close())

describe('call freshness', () => {
  it.each([
    [0, true],
    [-15, true],
    [15, true],
    [-15.001, false],
    [15.001, false],
    [Number.NaN, false],
  ])('a call %d minutes apart: %s', (minutes, isTimely) => {
    expect(freshness.isTimely(nowMs + minutes * MINUTE_MS)).toBe(isTimely)
  })

  it('takes a nonce once per key within fifteen minutes', async () => {
    expect(await freshness.spendNonce('a', 'n', nowMs)).toBe(true)
    expect(await freshness.spendNonce('a', 'n', nowMs)).toBe(false)
    expect(await freshness.spendNonce('b', 'n', nowMs)).toBe(true)
    nowMs = startMs + 15 * MINUTE_MS
    expect(await freshness.spendNonce('a', 'n', nowMs)).toBe(false)
    nowMs += 1
    expect(await freshness.spendNonce('a', 'n', nowMs)).toBe(true)
  })

  it('remembers the nonce of a call from the future for as long as that call is timely', async () => {
    const atMs = startMs + 15 * MINUTE_MS
    expect(await freshness.spendNonce('a', 'n', atMs)).toBe(true)
    nowMs = startMs + 30 * MINUTE_MS
    expect(freshness.isTimely(atMs)).toBe(true)
    expect(await freshness.spendNonce('a', 'n', atMs)).toBe(false)
  })

  it('is bounded: the oldest are forgotten first', async () => {
    for (let count = 0; count <= 200_000; count += 1) await freshness.spendNonce('a', String(count), nowMs)
    expect(await freshness.spendNonce('a', '200000', nowMs)).toBe(false)
    expect(await freshness.spendNonce('a', '1', nowMs)).toBe(false)
    expect(await freshness.spendNonce('a', '0', nowMs)).toBe(true)
  })
})
