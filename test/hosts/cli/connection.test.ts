// `flashline connection`: what is stored, that no secret ever comes from the arguments or goes out again.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CloudDesk } from '../../../main/hosts/cli/parts.ts'
import {
  type Connection,
  type ConnectionCheck,
  connectionSchema,
  type Product,
  type SecretName,
} from '../../../preload/contract/index.ts'
import { type RunOptions, run } from './cli-fixture.ts'
import { connection, deskOf } from './fake-cloud.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-connection-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const product: Product = {
  productId: 'p1',
  name: 'Lamp',
  productKey: '',
  tasks: 'plant',
  results: 'plant',
  progress: null,
  catalogue: null,
}

type Put = { connection: Connection; secrets: Partial<Record<SecretName, string>> }

/** A folder with one connection and one product; what is stored is noted. */
async function connect(args: string[], options: RunOptions & Partial<CloudDesk> = {}) {
  const put: Put[] = []
  const products: Product[] = []
  const removed: string[] = []
  const ran = await run(['connection', ...args, '--data', dir], {
    ...options,
    parts: deskOf({
      listConnections: async () => ({
        connections: [connection],
        products: [product],
        keptIn: 'file',
        stored: [{ connectionId: 'plant', name: 'token' }],
      }),
      putConnection: async (_dataDir, made, secrets) => void put.push({ connection: made, secrets }),
      putProduct: async (_dataDir, made) => void products.push(made),
      removeConnection: async (_dataDir, id) => void removed.push(id),
      ...(options.testConnection && { testConnection: options.testConnection }),
    }),
  })
  return { ...ran, put, products, removed }
}

describe('list', () => {
  test('says which secrets are there, and which product uses what', async () => {
    const { status, out } = await connect(['list'])
    expect(status).toBe(0)
    expect(out).toContain('plant  xlink  https://cloud.example  +token')
    expect(out).toContain('p1       -            plant  plant    -         -          Lamp')
    const { connections, stored } = JSON.parse((await connect(['list', '--json'])).out)
    expect(connections).toEqual([connection])
    expect(stored).toEqual([{ connectionId: 'plant', name: 'token' }])
  })
})

describe('add', () => {
  const xlink = ['add', '--id', 'a', '--kind', 'xlink', '--url', 'https://x.example']

  test.each<[string[], object]>([
    [[], { kind: 'xlink', credential: { kind: 'token' }, corpId: '' }],
    [
      ['--credential', 'corp-account', '--account', 'ann@plant', '--corp', 'c1', '--numeric-strings'],
      { credential: { kind: 'corpAccount', account: 'ann@plant' }, corpId: 'c1', numericStrings: true },
    ],
    [
      ['--credential', 'access-key', '--access-key-id', 'k'],
      { credential: { kind: 'accessKey', accessKeyId: 'k' } },
    ],
    [['--access-key-id', 'k'], { credential: { kind: 'accessKey', accessKeyId: 'k' } }],
    [
      ['--credential', 'device', '--device-product', 'p', '--device-mac', 'AA'],
      { credential: { kind: 'device', productId: 'p', mac: 'AA' } },
    ],
    [
      [
        '--path-suffix',
        '/geapp',
        '--query',
        'a=1',
        '--query',
        'b=x=y',
        '--timeout',
        '500',
        '--name',
        'Plant',
      ],
      { pathSuffix: '/geapp', extraQuery: { a: '1', b: 'x=y' }, timeoutMs: 500, name: 'Plant' },
    ],
    [
      ['--proxy', 'http://proxy:3128', '--proxy-user', 'ann'],
      { proxyUrl: 'http://proxy:3128', proxyUser: 'ann' },
    ],
  ])('xlink %j', async (args, expected) => {
    const { status, put } = await connect([...xlink, ...args])
    expect(status).toBe(0)
    expect(put).toEqual([{ connection: expect.objectContaining(expected), secrets: {} }])
  })

  test('the other kinds', async () => {
    const living = ['add', '--id', 'l', '--kind', 'living', '--url', 'https://l.example', '--app-key', '7']
    expect((await connect([...living, '--stage', 'TEST'])).put[0]?.connection).toMatchObject({
      kind: 'living',
      appKey: '7',
      stage: 'TEST',
    })
    const rpc = ['add', '--id', 'r', '--kind', 'iot-rpc', '--url', 'https://r.example:8686']
    const more = ['--access-key-id', 'k', '--dialect', 'aliyun-iot', '--region', 'eu', '--instance', 'i']
    expect((await connect([...rpc, ...more])).put[0]?.connection).toMatchObject({
      kind: 'iot-rpc',
      accessKeyId: 'k',
      dialect: 'aliyun-iot',
      regionId: 'eu',
      iotInstanceId: 'i',
    })
  })

  test('its first secret comes from the environment or a file', async () => {
    const fromEnv = await connect(xlink, { env: { FLASHLINE_SECRET: ' a token ' } })
    expect(fromEnv.put[0]?.secrets).toEqual({ token: 'a token' })
    writeFileSync(join(dir, 'secret'), 'p\u00e4ss wort\n')
    const account = ['--credential', 'corp-account', '--account', 'x', '--secret-file', join(dir, 'secret')]
    const fromFile = await connect([...xlink, ...account, '--json'])
    expect(fromFile.put[0]?.secrets).toEqual({ password: 'p\u00e4ss wort' })
    expect(fromFile.out).not.toContain('wort')
    expect(JSON.parse(fromFile.out)).toEqual(fromFile.put[0]?.connection)
  })

  test('certificates from a file', async () => {
    const file = join(dir, 'ca.pem')
    writeFileSync(file, '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n')
    expect((await connect([...xlink, '--ca', file])).put[0]?.connection.caPem).toContain('BEGIN')
    writeFileSync(file, 'nothing of the kind')
    expect(await connect([...xlink, '--ca', file])).toMatchObject({ status: 2, put: [] })
  })

  test.each<[string[], string]>([
    [['--id', 'Not An Id'], '--id'],
    [['--url', 'cloud.example'], '--url'],
    [['--app-key', 'x'], '--app-key'],
    [['--account', 'x'], '--account'],
    [['--credential', 'corp-account'], '--account'],
    [['--credential', 'device', '--device-mac', 'x'], '--device-product'],
    [['--proxy', 'socks://x'], '--proxy'],
    [['--path-suffix', 'geapp'], '--path-suffix'],
    [['--query', 'novalue'], '--query'],
    [['--timeout', '5'], '--timeout'],
    [['--kind', 'other'], '--kind'],
    [['--secret-file', '/nowhere/at/all'], '--secret-file'],
    [['--kind', 'living'], '--app-key'],
    [['--kind', 'iot-rpc', '--corp', 'c'], '--'],
  ])('%j ends with 2 and names the option', async (args, option) => {
    const { status, err, put } = await connect([...xlink, ...args])
    expect([status, put]).toEqual([2, []])
    expect(err).toContain(option)
  })
})

describe('secret', () => {
  test('is read from standard input and never shown', async () => {
    const { status, out, err, put } = await connect(['secret', 'plant', 'token'], { input: ' very secret ' })
    expect(status).toBe(0)
    expect(put).toEqual([{ connection, secrets: { token: 'very secret' } }])
    expect(out + err).not.toContain('very')
  })

  test('an empty one is refused: only --forget forgets', async () => {
    expect(await connect(['secret', 'plant', 'token'], { input: '' })).toMatchObject({ status: 2, put: [] })
    expect((await connect(['secret', 'plant', 'token', '--forget'])).put).toEqual([
      { connection, secrets: { token: '' } },
    ])
  })

  test.each([
    [['secret', 'plant', 'pin']],
    [['secret', 'plant']],
    [['secret', 'other', 'token']],
    [['secret', 'plant', 'token', 'the-secret-itself']],
  ])('%j ends with 2', async (args) => {
    expect(await connect(args, { input: 'x' })).toMatchObject({ status: 2, put: [] })
  })
})

describe('test', () => {
  const works: ConnectionCheck = {
    call: '7 list tasks',
    outcome: 'works',
    error: null,
    durationMs: 12.4,
    facts: { tasks: 3, note: '\u001b[2J' },
  }
  const checks: ConnectionCheck[] = [
    works,
    {
      call: '9 ota-logs',
      outcome: 'failed',
      error: { code: 'CLOUD_FORBIDDEN', context: {} },
      durationMs: 5,
      facts: {},
    },
    { call: '1 create', outcome: 'notTried', error: null, durationMs: 0, facts: {} },
  ]
  const testing = (all: ConnectionCheck[], ...args: string[]) =>
    connect(['test', 'plant', ...args], {
      testConnection: async (_dataDir, connectionId, onCheck) => {
        expect(connectionId).toBe('plant')
        for (const check of all) onCheck(check)
      },
    })

  test('call by call; what failed with its remedy; the status is that of the first failure', async () => {
    const { status, out } = await testing(checks)
    expect(status).toBe(4)
    const lines = out.split('\n')
    expect(lines[0]).toBe('ok    7 list tasks  12 ms  tasks=3  note=?[2J')
    expect(lines[1]).toBe('FAIL  9 ota-logs  5 ms')
    expect(lines[4]).toBe('      CLOUD_FORBIDDEN')
    expect(lines[5]).toBe('-     1 create')
    expect((await testing([works])).status).toBe(0)
  })

  test('--json: one check per line', async () => {
    const { out } = await testing(checks, '--json')
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(checks)
  })
})

describe('use and remove', () => {
  test('what is not given stays; none unsets', async () => {
    const { products } = await connect([
      'use',
      'p1',
      '--results',
      'none',
      '--catalogue',
      'list',
      '--product-key',
      'k',
    ])
    expect(products).toEqual([{ ...product, results: null, catalogue: 'list', productKey: 'k' }])
    const fresh = await connect(['use', 'p2', '--tasks', 'plant', '--json'])
    const made = { ...product, productId: 'p2', name: '', results: null }
    expect(fresh.products).toEqual([made])
    expect(JSON.parse(fresh.out)).toEqual(made)
    expect(await connect(['use', 'p1', '--tasks', 'Not An Id'])).toMatchObject({ status: 2, products: [] })
  })

  test('remove', async () => {
    expect((await connect(['remove', 'plant'])).removed).toEqual(['plant'])
    expect(JSON.parse((await connect(['remove', 'plant', '--json'])).out)).toEqual({ connectionId: 'plant' })
  })
})

test('the stand-in is a connection as the contract has it', () => {
  expect(connectionSchema.parse(connection)).toEqual(connection)
})
