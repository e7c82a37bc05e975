// The settings form without its screen: every kind of connection comes back as it went in, secrets go one way only, and
// what cannot be saved is named. The contract's schema is the judge.
import { describe, expect, it } from 'vitest'
import { type Settings, settingsSchema } from '../../preload/contract/index.ts'
import {
  type ConnectionDraft,
  newConnectionDraft,
} from '../../renderer/screens/settings/connections/connection-draft.ts'
import {
  type Draft,
  draftOf,
  hasProblems,
  isChanged,
  problemsOf,
  secretChangesOf,
  settingsOf,
} from '../../renderer/screens/settings/draft.ts'
import {
  isSynced,
  newProductDraft,
  usersOf,
  withoutConnection,
} from '../../renderer/screens/settings/products/product-draft.ts'
import { connections, living, plant } from './fixtures.ts'

const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
const settings: Settings = settingsSchema.parse({
  connections,
  products: [
    { productId: 'p', name: 'Plug', tasks: 'plant', results: 'plant', progress: 'living', catalogue: 'rpc' },
    { productId: 'q', productKey: 'k' },
  ],
  bench: { productId: 'p', profileId: 'u-boot' },
  slots: [{ address: 'tcp://127.0.0.1:4000' }],
})
const draft = draftOf(settings)

/** The draft with some fields of its first connection changed. */
function withFirst(part: Partial<ConnectionDraft>): Draft {
  return { ...draft, connections: draft.connections.map((one, at) => (at === 0 ? { ...one, ...part } : one)) }
}
const problemsOfFirst = (part: Partial<ConnectionDraft>) =>
  problemsOf(withFirst(part)).connections[plant.connectionId] ?? {}

describe('the settings form', () => {
  it('gives back what it was given', () => {
    expect(settingsOf(draft)).toEqual(settings)
    expect(isChanged(draft, settings)).toBe(false)
    expect(hasProblems(problemsOf(draft))).toBe(false)
  })

  it('takes update servers that may be asked, and names others', () => {
    const withUrl = (url: string): Draft => ({ ...draft, updates: { url, automatic: true } })
    expect(settingsOf(withUrl('  https://updates.example/flashline ')).updates).toEqual({
      url: 'https://updates.example/flashline',
      automatic: true,
    })
    expect(hasProblems(problemsOf(withUrl('')))).toBe(false)
    expect(problemsOf(withUrl('http://updates.example/')).updates).toEqual({ url: 'updateUrlInvalid' })
  })

  it.each([
    { kind: 'token' },
    { kind: 'corpAccount', account: 'a@plant.example' },
    { kind: 'accessKey', accessKeyId: 'id' },
    { kind: 'device', productId: 'p', mac: 'AC:CF:23:00:00:01' },
  ])('gives back a connection signed in with $kind', (credential) => {
    const given = settingsSchema.parse({ connections: [{ ...plant, credential, numericStrings: true }] })
    expect(settingsOf(draftOf(given))).toEqual(given)
  })

  it('gives back what stands under "More"', () => {
    const more = {
      pathSuffix: '/geapp',
      extraQuery: { 'line no': 'a & b=ü', tenant: '7' },
      proxyUrl: 'http://proxy.plant:3128',
      proxyUser: 'bench',
      caPem: pem,
      timeoutMs: 2500,
    }
    const given = settingsSchema.parse({ connections: [{ ...living, ...more }] })
    expect(settingsOf(draftOf(given))).toEqual(given)
    expect(hasProblems(problemsOf(draftOf(given)))).toBe(false)
  })

  it('takes empty fields as not set, and drops empty rows', () => {
    const emptied: Draft = {
      ...draft,
      productId: ' ',
      slots: [{ key: 0, address: ' ', name: 'x', profileId: '', productId: '' }],
      products: [...draft.products, newProductDraft(9, draft.connections)],
    }
    expect(settingsOf(emptied)).toMatchObject({ bench: null, slots: [], products: settings.products })
    expect(isChanged(emptied, settings)).toBe(true)
  })

  it('makes settings that the station takes of a new connection', () => {
    const made = {
      ...newConnectionDraft('iot-rpc', 'list', 'List'),
      baseUrl: ' https://iot.example:8686 ',
      accessKeyId: 'id',
    }
    const saved = settingsOf({ ...draft, connections: [...draft.connections, made] })
    expect(settingsSchema.parse(saved)).toEqual(saved)
    expect(saved.connections.at(-1)).toMatchObject({ connectionId: 'list', regionId: 'cn-shanghai' })
  })
})

describe('secrets', () => {
  it('are never in a draft of what the station said', () => {
    expect(draft.connections.map(({ secrets }) => secrets)).toEqual([{}, {}, {}])
    expect(secretChangesOf(draft)).toEqual({})
  })

  it('are a change, and are sent only for what the connection needs now', () => {
    const typed = withFirst({ secrets: { token: 't', password: 'left over', proxyPassword: '' } })
    expect(isChanged(typed, settings)).toBe(true)
    expect(secretChangesOf(typed)).toEqual({ plant: { token: 't' } })
    expect(JSON.stringify(settingsOf(typed))).not.toContain('left over')
    const switched = withFirst({ ...typed.connections[0], credentialKind: 'corpAccount', account: 'a' })
    expect(secretChangesOf(switched)).toEqual({ plant: { password: 'left over' } })
  })
})

describe('what has to be corrected', () => {
  it.each([
    [{ baseUrl: '' }, { baseUrl: 'required' }],
    [{ baseUrl: 'ftp://x' }, { baseUrl: 'urlInvalid' }],
    [{ baseUrl: 'https://user:secret@cloud.example' }, { baseUrl: 'urlSecrets' }],
    [{ proxyUrl: 'proxy:3128' }, { proxyUrl: 'urlInvalid' }],
    [{ pathSuffix: 'geapp/' }, { pathSuffix: 'pathInvalid' }],
    [{ extraQuery: 'a=1&a=2' }, { extraQuery: 'queryInvalid' }],
    [{ extraQuery: '=1' }, { extraQuery: 'queryInvalid' }],
    [{ timeoutMs: '50' }, { timeoutMs: 'timeoutInvalid' }],
    [{ timeoutMs: '1e3' }, { timeoutMs: 'timeoutInvalid' }],
    [{ caPem: 'MIIB' }, { caPem: 'pemInvalid' }],
    [{ caPem: pem.replaceAll('CERTIFICATE', 'PRIVATE KEY') }, { caPem: 'pemInvalid' }],
    [{ caPem: `${pem}\n${pem.replaceAll('CERTIFICATE', 'RSA PRIVATE KEY')}` }, { caPem: 'pemInvalid' }],
    [{ credentialKind: 'corpAccount' }, { account: 'required' }],
    [{ credentialKind: 'device', loginMac: 'm' }, { loginProductId: 'required' }],
  ] as const)('%j', (part, problems) => {
    expect(problemsOfFirst(part)).toEqual(problems)
  })

  it('is nothing that the station would take', () => {
    for (const part of [
      { baseUrl: 'HTTP://10.0.0.7:8080/api' },
      { caPem: `subject=/CN=Plant\r\n${pem}\r\n${pem}` },
      { timeoutMs: ' 300000 ' },
      { extraQuery: 'flag&b=' },
      { name: '' },
    ]) {
      expect(problemsOfFirst(part), JSON.stringify(part)).toEqual({})
      expect(settingsSchema.safeParse(settingsOf(withFirst(part))).success, JSON.stringify(part)).toBe(true)
    }
  })

  it('is what the station would refuse', () => {
    for (const part of [{ baseUrl: 'ftp://x' }, { timeoutMs: '50' }, { pathSuffix: 'x' }])
      expect(settingsSchema.safeParse(settingsOf(withFirst(part))).success, JSON.stringify(part)).toBe(false)
  })

  it('is found on the bench and among the products', () => {
    expect(problemsOf({ ...draft, stationName: ' ', partIdentify: '-1', profileId: '' }).bench).toEqual({
      stationName: 'required',
      partIdentify: 'required',
      profileId: 'profileMissing',
    })
    const rows = ['p', ' p ', ''].map((productId, key) => ({
      ...newProductDraft(key, []),
      productId,
      name: 'Plug',
    }))
    expect(problemsOf({ ...draft, products: rows }).products).toEqual({
      0: { productId: 'taken' },
      1: { productId: 'taken' },
      2: { productId: 'required' },
    })
  })
})

describe('products', () => {
  it('take the only connection that has a use, and none where there is a choice', () => {
    expect(newProductDraft(0, draft.connections)).toMatchObject({
      tasks: 'plant',
      results: 'plant',
      progress: 'living',
      catalogue: 'rpc',
    })
    const two = [...draft.connections, newConnectionDraft('xlink', 'other', 'Other')]
    expect(newProductDraft(0, two)).toMatchObject({ tasks: '', results: '', progress: 'living' })
  })

  it('are synced when a connection gives them tasks or firmware, the bench’s own also without being listed', () => {
    const bench = { productId: 'p', profileId: 'u-boot' }
    const synced = (given: object) => isSynced(settingsSchema.parse(given))
    expect(synced({ connections, products: [{ productId: 'p', catalogue: 'rpc' }] })).toBe(true)
    expect(synced({ connections: [plant], bench })).toBe(true)
    expect(synced({ connections: [plant, { ...plant, connectionId: 'other' }], bench })).toBe(false)
    expect(synced({ connections: [living], bench })).toBe(false)
    expect(synced({ connections: [plant], bench, products: [{ productId: 'p', results: 'plant' }] })).toBe(
      false,
    )
    expect(synced({ connections })).toBe(false)
  })

  it('lose what a connection gave them when it goes', () => {
    expect(usersOf('plant', draft.products).map(({ productId }) => productId)).toEqual(['p'])
    const products = withoutConnection('plant', draft.products)
    expect(usersOf('plant', products)).toEqual([])
    const connections = draft.connections.filter(({ connectionId }) => connectionId !== 'plant')
    const saved = settingsOf({ ...draft, connections, products })
    expect(settingsSchema.parse(saved).products[0]).toMatchObject({
      tasks: null,
      results: null,
      progress: 'living',
    })
  })
})
