import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEntries } from '../../../main/clouds/iot-rpc/schema.ts'
import { catalogueEntrySchema } from '../../../preload/contract/index.ts'
import { answerWith } from '../xlink/scripted-server.ts'
import { openRpc, wireEntry, wirePage } from './open-rpc.ts'

const never = new AbortController().signal
const entry = {
  firmwareId: '167',
  name: 'bleFirmware1',
  description: 'this is firmware',
  version: '1.0.1',
  fromVersion: '1.0.0',
  module: 'ble',
  productKey: 'k1nhvyl0000',
  productName: 'ble1',
  sizeBytes: 924,
  digest: { method: 'md5', hex: '3d04ab6462633508606e5f3daac80000' },
  status: 'unverified',
  statusCode: 0,
  packageType: 'full',
  createdAt: '2024-11-11T11:11:11.000Z',
  modifiedAt: '2024-11-12T11:11:11.000Z',
}
const pascal = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name[0]?.toUpperCase() + name.slice(1), value]),
  )

async function listOf(body: unknown) {
  await using open = await openRpc()
  open.server.answer = answerWith(200, body)
  return await open.catalogue.listFirmware({}, never)
}

describe('a page', () => {
  it('the example of the document', async () => {
    expect(await listOf(wirePage([wireEntry()]))).toEqual({ entries: [entry], unread: [] })
  })

  it.each([
    ['an array', [wireEntry()]],
    ['an array in a wrapper', { simpleFirmwareInfo: [wireEntry()] }],
    ['an array in a wrapper of the other case', { SimpleFirmwareInfo: [pascal(wireEntry())] }],
    ['one package in a wrapper', { simpleFirmwareInfo: wireEntry() }],
    ['one package', wireEntry()],
  ])('%s', async (_name, firmwareInfo) => {
    expect((await listOf(wirePage([], { firmwareInfo, total: 1 }))).entries).toEqual([entry])
  })

  it.each([
    [null],
    [undefined],
    [''],
    [[]],
    [{}],
    [{ simpleFirmwareInfo: null }],
    [{ simpleFirmwareInfo: [] }],
  ])('nothing, written %j', async (firmwareInfo) => {
    expect(await listOf(wirePage([], { firmwareInfo }))).toEqual({ entries: [], unread: [] })
  })

  it('in Pascal case, with numbers as text, without a word on success', async () => {
    const { success: _success, ...silent } = wirePage([])
    const body = pascal({ ...silent, pageCount: '1', total: '1', firmwareInfo: [pascal(wireEntry())] })
    expect((await listOf(body)).entries).toEqual([entry])
  })

  it('success is decided by its own word, never by the code', async () => {
    for (const success of [true, 'true', 1]) {
      const body = wirePage([wireEntry()], { code: '200', errorMessage: 'ok', success })
      expect((await listOf(body)).entries).toHaveLength(1)
    }
  })

  it('one broken package is named, the others stay', async () => {
    const items = [
      wireEntry(),
      'garbage',
      wireEntry({ firmwareId: '168', firmwareSize: 'large' }),
      null,
      wireEntry({ firmwareId: '' }),
      wireEntry({ firmwareId: 169 }),
      wireEntry({ firmwareId: '170', destVersion: null }),
      wireEntry({ firmwareId: '171', type: 'half' }),
      wireEntry({ firmwareId: '172', firmwareSize: -1 }),
    ]
    const { entries, unread } = await listOf(wirePage(items))
    expect(entries.map(({ firmwareId }) => firmwareId)).toEqual(['167', '169'])
    expect(unread).toEqual([
      { index: 1, id: null, field: '(whole)' },
      { index: 2, id: '168', field: 'firmwareSize' },
      { index: 3, id: null, field: '(whole)' },
      { index: 4, id: null, field: 'firmwareId' },
      { index: 6, id: '170', field: 'destVersion' },
      { index: 7, id: '171', field: 'type' },
      { index: 8, id: '172', field: 'firmwareSize' },
    ])
  })
})

describe('a package', () => {
  const read = (change: object) => readEntries([wireEntry(change)]).items[0]

  it.each([
    ['MD5', '3D04AB6462633508606E5F3DAAC80000', { method: 'md5', hex: '3d04ab6462633508606e5f3daac80000' }],
    ['sha256', 'a'.repeat(64), { method: 'sha256', hex: 'a'.repeat(64) }],
    [' SHA-256 ', ` ${'A'.repeat(64)} `, { method: 'sha256', hex: 'a'.repeat(64) }],
    ['MD5', '3d04ab6462633508606e5f3daac8****', null],
    ['MD5', 'a'.repeat(64), null],
    ['SHA1', 'a'.repeat(40), null],
    ['', 'a'.repeat(32), null],
    [null, null, null],
    [7, 7, null],
  ])('digest %j %j', (signMethod, firmwareSign, digest) => {
    expect(read({ signMethod, firmwareSign })?.digest).toEqual(digest)
  })

  it.each([
    [-1, 'exempt', -1],
    [0, 'unverified', 0],
    ['1', 'verified', 1],
    [2, 'verifying', 2],
    [3, 'failed', 3],
    [9, 'unknown', 9],
    [null, 'unknown', null],
    ['new', 'unknown', null],
  ])('status %j is %s', (wire, status, statusCode) => {
    expect(read({ status: wire })).toMatchObject({ status, statusCode })
  })

  it.each([
    [0, 'full'],
    ['0', 'full'],
    [null, 'full'],
    [1, 1],
  ])('type %j is %s', (type, packageType) => {
    expect(read({ type })?.packageType).toBe(packageType)
  })

  it('what is missing, null or nonsense in the words that decide nothing', () => {
    const nothing = {
      firmwareName: null,
      firmwareDesc: '',
      srcVersion: undefined,
      moduleName: {},
      productKey: null,
    }
    expect(read({ ...nothing, productName: [], utcCreate: 'yesterday', utcModified: null })).toMatchObject({
      name: '',
      description: '',
      fromVersion: '',
      module: '',
      productKey: '',
      productName: '',
      createdAt: null,
      modifiedAt: null,
    })
  })

  it('any mix of casings, numbers and texts reads the same, and fits the contract', () => {
    const numbers = ['firmwareSize', 'status', 'type', 'firmwareId']
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: -1, max: 5 }),
        fc.func(fc.boolean()),
        fc.func(fc.boolean()),
        fc.object({ key: fc.string({ minLength: 20 }) }),
        (firmwareSize, status, asText, asPascal, extra) => {
          const wire = wireEntry({ firmwareSize, status, firmwareId: 167 })
          const expected = readEntries([wire])
          const mixed = Object.fromEntries(
            Object.entries(wire).map(([name, value]) => [
              asPascal(name) ? name.charAt(0).toUpperCase() + name.slice(1) : name,
              numbers.includes(name) && asText(name) ? ` ${value} ` : value,
            ]),
          )
          expect(readEntries([{ ...extra, ...mixed }])).toEqual(expected)
          expect(expected.items.map((item) => catalogueEntrySchema.parse(item))).toEqual(expected.items)
          expect(expected.items).toHaveLength(1)
        },
      ),
    )
  })
})
