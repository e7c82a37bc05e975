import { beforeEach, describe, expect, it } from 'vitest'
import { type CallFreshness, createCallFreshness } from '../../main/local-cloud/call-freshness.ts'

const MINUTE_MS = 60_000
const startMs = Date.parse('2026-01-02T03:00:00Z')
let nowMs: number
let freshness: CallFreshness

beforeEach(() => {
  nowMs = startMs
  freshness = createCallFreshness(() => new Date(nowMs))
})

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

  it('takes a nonce once per key within fifteen minutes', () => {
    expect(freshness.spendNonce('a', 'n', nowMs)).toBe(true)
    expect(freshness.spendNonce('a', 'n', nowMs)).toBe(false)
    expect(freshness.spendNonce('b', 'n', nowMs)).toBe(true)
    nowMs = startMs + 15 * MINUTE_MS
    expect(freshness.spendNonce('a', 'n', nowMs)).toBe(false)
    nowMs += 1
    expect(freshness.spendNonce('a', 'n', nowMs)).toBe(true)
  })

  it('remembers the nonce of a call from the future for as long as that call is timely', () => {
    const atMs = startMs + 15 * MINUTE_MS
    expect(freshness.spendNonce('a', 'n', atMs)).toBe(true)
    nowMs = startMs + 30 * MINUTE_MS
    expect(freshness.isTimely(atMs)).toBe(true)
    expect(freshness.spendNonce('a', 'n', atMs)).toBe(false)
  })

  it('is bounded: the oldest are forgotten first', () => {
    for (let count = 0; count <= 200_000; count += 1) freshness.spendNonce('a', String(count), nowMs)
    expect(freshness.spendNonce('a', '200000', nowMs)).toBe(false)
    expect(freshness.spendNonce('a', '1', nowMs)).toBe(false)
    expect(freshness.spendNonce('a', '0', nowMs)).toBe(true)
  })
})
