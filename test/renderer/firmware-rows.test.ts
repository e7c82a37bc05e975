// The lists of the firmware screen: search, what may be fetched, what the panel shows.
import { expect, test } from 'vitest'
import type { CatalogueView, LibraryImage } from '../../preload/contract/library.ts'
import {
  fetchObstacle,
  fitsEntry,
  fitsImage,
  groupHex,
  shownOf,
} from '../../renderer/screens/firmware/firmware-rows.ts'

const image = (sha256: string, change: Partial<LibraryImage> = {}): LibraryImage => ({
  sha256: sha256.repeat(64),
  md5: 'd'.repeat(32),
  sizeBytes: 10,
  name: 'lamp-2.0.1.bin',
  sourceUrl: null,
  storedAt: '2026-01-01T00:00:00.000Z',
  lastUsedAt: '2026-01-01T00:00:00.000Z',
  pinned: false,
  digest: 'unchecked',
  checkedAt: null,
  tasks: [{ taskId: 't1', name: 'Spring rollout', productId: 'p1' }],
  entries: [],
  ...change,
})

const entry = (firmwareId: string, change: Partial<CatalogueView> = {}): CatalogueView => ({
  connectionId: 'store',
  firmwareId,
  name: 'Kettle',
  description: 'Faster start',
  version: '1.0.1',
  fromVersion: '',
  module: 'default',
  productKey: 'k1',
  productName: 'Kettle Pro',
  sizeBytes: 10,
  digest: { method: 'md5', hex: 'ab'.repeat(16) },
  status: 'verified',
  statusCode: 1,
  packageType: 'full',
  createdAt: null,
  modifiedAt: null,
  sha256: null,
  vanished: false,
  ...change,
})

test('every word of a search counts, wherever it is', () => {
  expect(fitsEntry(entry('1'), 'pro 1.0.1')).toBe(true)
  expect(fitsEntry(entry('1'), 'ABAB')).toBe(true)
  expect(fitsEntry(entry('1'), 'pro 2.0')).toBe(false)
  expect(fitsImage(image('a'), 'spring LAMP')).toBe(true)
  expect(fitsImage(image('a', { name: null }), 'lamp')).toBe(false)
  expect(fitsImage(image('a', { name: null }), '')).toBe(true)
})

test.each([
  [{}, null],
  [{ status: 'exempt' }, null],
  [{ status: 'unverified' }, 'unverified'],
  [{ status: 'failed' }, 'unverified'],
  [{ status: 'unknown' }, 'unverified'],
  [{ packageType: 2 }, 'partial'],
  [{ digest: null }, 'noDigest'],
  [{ vanished: true }, 'vanished'],
] as const)('an entry with %j is fetched unless: %s', (change, obstacle) => {
  expect(fetchObstacle(entry('1', change))).toBe(obstacle)
})

test('the panel shows what was chosen with what belongs to it, and else the first there is', () => {
  const [one, two] = [image('a'), image('b')]
  const [here, away] = [entry('1', { sha256: two.sha256 }), entry('2')]
  const shown = (selected: Parameters<typeof shownOf>[0]) => shownOf(selected, [one, two], [here, away])
  expect(shown(null)).toEqual({ image: one, entry: null })
  expect(shown({ kind: 'image', sha256: two.sha256 })).toEqual({ image: two, entry: here })
  expect(shown({ kind: 'entry', key: 'store 1' })).toEqual({ image: two, entry: here })
  expect(shown({ kind: 'entry', key: 'store 2' })).toEqual({ image: null, entry: away })
  expect(shown({ kind: 'image', sha256: 'gone' })).toEqual({ image: one, entry: null })
  expect(shownOf(null, [], [away])).toEqual({ image: null, entry: away })
  expect(shownOf(null, [], [])).toEqual({ image: null, entry: null })
})

test('a digest is read in groups of eight', () => {
  expect(groupHex('0123456789abcdef01')).toEqual(['01234567', '89abcdef', '01'])
  expect(groupHex('')).toEqual([])
})
