import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../main/store/open-store.ts'
import type { CatalogueEntry } from '../../preload/contract/index.ts'
import { tempFolder } from './job-fixture.ts'

const md5 = 'ab'.repeat(16)
const sha256 = 'cd'.repeat(32)
const at = new Date('2026-01-01T00:00:00.000Z')

const entry = (firmwareId: string, overrides: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  firmwareId,
  name: 'Kettle',
  description: '',
  version: '1.0.1',
  fromVersion: '',
  module: 'default',
  productKey: 'k1',
  productName: 'Kettle',
  sizeBytes: 1000,
  digest: { method: 'md5', hex: md5 },
  status: 'verified',
  statusCode: 1,
  packageType: 'full',
  createdAt: null,
  modifiedAt: null,
  ...overrides,
})

async function freshCatalogue() {
  const store = await openStore(await tempFolder())
  onTestFinished(() => store.close())
  return store.catalogue
}

test('a list is replaced for its connection and product only; what vanished is no longer offered', async () => {
  const catalogue = await freshCatalogue()
  const copy = { connectionId: 'c1', productKey: 'k1', at }
  expect(await catalogue.replace({ ...copy, entries: [entry('1'), entry('2')] })).toEqual({
    items: 2,
    vanished: 0,
  })
  await catalogue.replace({ ...copy, connectionId: 'c2', entries: [entry('1', { name: 'Other' })] })
  await catalogue.replace({ ...copy, productKey: 'k2', entries: [entry('3', { productKey: 'k2' })] })
  expect(await catalogue.replace({ ...copy, entries: [entry('2', { version: '2' })] })).toEqual({
    items: 1,
    vanished: 1,
  })
  expect(await catalogue.list({ productKey: 'k1' })).toEqual([
    { ...entry('2', { version: '2' }), connectionId: 'c1', vanished: false },
    { ...entry('1', { name: 'Other' }), connectionId: 'c2', vanished: false },
  ])
  expect((await catalogue.list()).map(({ firmwareId }) => firmwareId)).toEqual(['2', '1', '3'])

  expect(await catalogue.replace({ ...copy, entries: [entry('1')], unreadIds: ['2'] })).toEqual({
    items: 2,
    vanished: 0,
  })
})

test('a file is known by its size with its MD5 or its SHA-256', async () => {
  const catalogue = await freshCatalogue()
  const file = { sizeBytes: 1000, md5: md5.toUpperCase(), sha256 }
  const put = (entries: CatalogueEntry[]) =>
    catalogue.replace({ connectionId: 'c1', productKey: 'k1', entries, at })
  await put([entry('1', { sizeBytes: 999 }), entry('2', { digest: null })])
  expect(await catalogue.findByFile(file)).toBe(null)
  await put([entry('3', { digest: { method: 'sha256', hex: sha256 }, status: 'unverified' })])
  expect(await catalogue.findByFile(file)).toMatchObject({ firmwareId: '3', connectionId: 'c1' })
  expect(await catalogue.findByFile({ ...file, sha256: 'ef'.repeat(32) })).toBe(null)
  await put([entry('3', { status: 'failed' }), entry('4', { status: 'exempt' })])
  expect(await catalogue.findByFile(file)).toMatchObject({ firmwareId: '4' })
  await put([])
  expect(await catalogue.findByFile(file)).toBe(null)
})
