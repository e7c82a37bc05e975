import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../../main/clouds/iot-rpc/flashable.ts'
import { matchFile } from '../../../main/clouds/iot-rpc/match-file.ts'
import { readEntries } from '../../../main/clouds/iot-rpc/schema.ts'
import { wireEntry } from './open-rpc.ts'

const entryOf = (change: object) => {
  const [entry] = readEntries([wireEntry(change)]).items
  if (entry === undefined) throw new Error('unreadable')
  return entry
}

describe('refusalOf', () => {
  it.each([
    [{ status: 1 }, null],
    [{ status: -1 }, null],
    [{ status: 0 }, 'unverified'],
    [{ status: 2 }, 'verifying'],
    [{ status: 3 }, 'failed'],
    [{ status: 8 }, 'unknown (8)'],
    [{ status: null }, 'unknown (-)'],
    [{ status: 1, signMethod: 'SM3' }, 'noDigest'],
    [{ status: -1, firmwareSign: '' }, 'noDigest'],
    [{ status: 1, type: 1 }, 'partial (1)'],
  ])('%j: %s', (change, refusal) => {
    expect(refusalOf(entryOf(change))).toBe(refusal)
  })
})

describe('matchFile', () => {
  const md5 = '3d04ab6462633508606e5f3daac80000'
  const sha256 = 'b'.repeat(64)
  const file = { sizeBytes: 924, md5, sha256 }
  const byMd5 = entryOf({ firmwareId: 'md5' })
  const bySha = entryOf({ firmwareId: 'sha', signMethod: 'SHA256', firmwareSign: sha256 })

  it('by size and digest of either method, in any case of letters', () => {
    expect(matchFile([byMd5], file)).toBe(byMd5)
    expect(matchFile([bySha], file)).toBe(bySha)
    expect(matchFile([byMd5], { ...file, md5: md5.toUpperCase() })).toBe(byMd5)
  })

  it('nothing fits by its size, its digest or its name alone', () => {
    expect(matchFile([byMd5, bySha], { ...file, sizeBytes: 925 })).toBeNull()
    expect(matchFile([byMd5], { ...file, md5: sha256.slice(0, 32) })).toBeNull()
    expect(matchFile([entryOf({ firmwareSign: '' })], file)).toBeNull()
    expect(matchFile([], file)).toBeNull()
  })

  it('of several the one modified last; one without a time comes last', () => {
    const old = entryOf({ firmwareId: 'old', utcModified: '2024-01-01T00:00:00.000Z' })
    const young = entryOf({ firmwareId: 'young', utcModified: '2025-01-01T00:00:00Z' })
    const timeless = entryOf({ firmwareId: 'timeless', utcModified: null })
    expect(matchFile([timeless, old, young, byMd5], file)).toBe(young)
    expect(matchFile([timeless, old], file)).toBe(old)
    expect(matchFile([timeless], file)).toBe(timeless)
  })
})
