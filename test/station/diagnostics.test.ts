// The diagnostics bundle: what is in it, and that no secret is, wherever it was written.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, it, onTestFinished } from 'vitest'
import { createCaller } from '../../main/station/caller.ts'
import { createDiagnostics, type DiagnosticsSources } from '../../main/station/diagnostics.ts'
import { createStation } from '../../main/station/station.ts'
import { withoutSecrets } from '../../main/station/without-secrets.ts'
import { openStore } from '../../main/store/open-store.ts'
import { listPorts } from '../../main/transports/usb.ts'
import {
  type DoctorReport,
  doctorReportSchema,
  FlashlineError,
  type Settings,
  settingsSchema,
} from '../../preload/contract/index.ts'
import { job, tempFolder } from '../store/job-fixture.ts'
import { resourcesDir } from './one-device.ts'
import { readZip } from './read-zip.ts'

/** Every kind of secret, each told apart by its text. */
const planted = {
  token: 'tok-PLANTED-1/+="x',
  password: 'pass PLANTED 2',
  accessKeySecret: 'aks-PLANTED-3',
  authorizeCode: 'auth-PLANTED-4',
  appSecret: 'app-PLANTED-5',
  iotToken: 'iot-PLANTED-6',
  proxyPassword: 'proxy-PLANTED-7',
  clientKey: '-----BEGIN PRIVATE KEY-----\nMIIPLANTED8\nmore\n-----END PRIVATE KEY-----',
  broker: 'broker-PLANTED-9',
  ota: 'ota-PLANTED-10',
  pin: '480213',
} as const
const notStored = {
  urlPassword: 'url-PLANTED-11',
  urlUser: 'urluser-PLANTED-12',
  query: 'query-PLANTED-13',
  extraQuery: 'extra-PLANTED-14',
  account: 'ann-PLANTED-15@plant.example',
  accessKeyId: 'akid-PLANTED-16',
  appKey: 'appkey-PLANTED-17',
  proxyUser: 'proxyuser-PLANTED-18',
  brokerUser: 'brokeruser-PLANTED-19',
} as const
const secretUrl = `https://${notStored.urlUser}:${notStored.urlPassword}@cloud.example/path/file.bin?sig=${notStored.query}`

const settings: Settings = settingsSchema.parse({
  stationName: 'Line 3',
  connections: [
    {
      kind: 'xlink',
      connectionId: 'plant',
      baseUrl: secretUrl,
      proxyUrl: `http://${notStored.urlUser}:${notStored.urlPassword}@proxy.example:3128`,
      proxyUser: notStored.proxyUser,
      extraQuery: { tenant: notStored.extraQuery },
      credential: { kind: 'corpAccount', account: notStored.account },
      caPem: '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----',
    },
    { kind: 'living', connectionId: 'living', baseUrl: 'https://living.example', appKey: notStored.appKey },
    {
      kind: 'iot-rpc',
      connectionId: 'rpc',
      baseUrl: 'https://rpc.example',
      accessKeyId: notStored.accessKeyId,
    },
  ],
  broker: { url: 'mqtt://broker.example:1883', username: notStored.brokerUser },
  slots: [{ address: `tcp://${notStored.urlUser}:${notStored.urlPassword}@10.0.0.9:4000` }],
})

/** A line as it would be if a check had let a secret through. */
const doctorReport: DoctorReport = {
  at: '2026-03-04T05:06:07.000Z',
  verdict: 'fail',
  lines: [
    {
      check: 'connections',
      verdict: 'fail',
      finding: 'connectionFailed',
      facts: { connectionId: 'plant', host: secretUrl, call: planted.token },
      error: { code: 'CLOUD_TOKEN', context: { message: planted.password } },
    },
  ],
}

async function bundleOf(log: string, changes: Partial<DiagnosticsSources> = {}) {
  const dataDir = await tempFolder()
  const store = await openStore(dataDir)
  onTestFinished(() => store.close())
  await writeFile(join(dataDir, 'station.log'), log)
  const sources: DiagnosticsSources = {
    version: '9.9.9',
    practice: false,
    dataDir,
    now: () => new Date('2026-03-04T05:06:07.000Z'),
    settings: () => settings,
    secrets: () => Object.values(planted),
    slots: () => [],
    profileProblems: () => [new FlashlineError('PROFILE_INVALID', { file: 'x.json', line: 3 })],
    doctor: async () => doctorReport,
    store,
    ...changes,
  }
  const bundle = () => createDiagnostics(sources).bundle()
  return { store, bundle }
}
const filesOf = async (bundle: () => Promise<{ bytes: string }>) =>
  readZip(Buffer.from((await bundle()).bytes, 'base64'))

it('tells versions, settings, bench, failed jobs, outbox, database, clock and log', async () => {
  const { store, bundle } = await bundleOf('{"level":50,"code":"STORE_FULL"}\n')
  const failed = { outcome: 'failed', endedAt: '2026-01-02T03:05:00.000Z' } as const
  await store.jobs.begin(job('j1'))
  await store.jobs.save(
    job('j1', { ...failed, error: { code: 'LINK_LOST', step: 'flash', context: {} } }),
    [],
    [],
  )
  await store.jobs.begin(job('j2'))
  await store.jobs.save(job('j2', { ...failed, outcome: 'passed' }), [], [])
  expect((await bundle()).name).toBe('flashline-diagnostics-20260304-0506.zip')
  const files = await filesOf(bundle)
  const parsed = (name: string) => JSON.parse(files.get(name) ?? '')
  expect([...files.keys()]).toEqual([
    'about.json',
    'doctor.json',
    'settings.json',
    'bench.json',
    'failed-jobs.json',
    'outbox.json',
    'database.json',
    'station.log',
  ])
  expect(parsed('about.json')).toMatchObject({
    flashline: '9.9.9',
    runsOn: { node: process.versions.node },
    clock: { utc: '2026-03-04T05:06:07.000Z' },
  })
  expect(parsed('settings.json')).toMatchObject({
    stationName: 'Line 3',
    connections: [
      { baseUrl: 'https://cloud.example/path/file.bin', credential: { kind: 'corpAccount' } },
      {},
      {},
    ],
  })
  expect(parsed('bench.json').profileProblems).toEqual([
    { code: 'PROFILE_INVALID', context: { file: 'x.json', line: 3 } },
  ])
  expect(parsed('failed-jobs.json')).toMatchObject([{ jobId: 'j1', error: { code: 'LINK_LOST' } }])
  expect(parsed('outbox.json')).toMatchObject({ waiting: 0, dead: 0, open: [] })
  const { tables, databaseBytes } = parsed('database.json')
  expect(tables).toContainEqual({ name: 'jobs', rows: 2, isExact: true })
  expect(databaseBytes).toBeGreaterThan(4096)
  expect(files.get('station.log')).toBe('{"level":50,"code":"STORE_FULL"}')
})

it('holds no secret in any file, wherever and however it was written', async () => {
  const said = Object.entries(planted).flatMap(([name, value]) => [
    JSON.stringify({ msg: `the ${name} is ${value}` }),
    JSON.stringify({ err: { cause: JSON.stringify({ [name]: value }) } }),
    `GET /a?${name}=${encodeURIComponent(value)}&x=1`,
    `plain ${value}`,
  ])
  const log = [
    ...said,
    JSON.stringify({ pin: '7391', newPin: '82640', token: 'a-token-nobody-stored-PLANTED' }),
    JSON.stringify({ url: secretUrl, err: `connect ${secretUrl} failed` }),
    'Authorization: Bearer PLANTED-bearer',
    'a key that nobody stored:',
    '-----BEGIN EC PRIVATE KEY-----',
    'PLANTEDec',
    '-----END EC PRIVATE KEY-----',
  ].join('\n')
  const { store, bundle } = await bundleOf(log, {
    slots: () => [
      {
        slotId: 'addr:x',
        name: planted.token,
        kind: 'address',
        address: secretUrl,
        present: true,
        profileId: null,
        productId: null,
        hint: planted.broker,
        advice: null,
        scannedSn: null,
        lan: null,
        jobId: null,
      },
    ],
  })
  const firmware = {
    version: { number: 1, text: null },
    sizeBytes: 1,
    md5: 'a'.repeat(32),
    sha256: null,
    url: secretUrl,
  }
  const failed = job('j1', {
    outcome: 'failed',
    endedAt: '2026-01-02T03:05:00.000Z',
    firmware,
    error: {
      code: 'CLOUD_TOKEN',
      step: 'check',
      context: { message: `bad ${planted.iotToken}`, url: secretUrl },
    },
  })
  await store.jobs.begin(failed)
  await store.jobs.save(failed, [], [])
  const files = await filesOf(bundle)
  for (const [name, text] of files) {
    for (const secret of [...Object.values(planted), ...Object.values(notStored), '7391', '82640'])
      expect(text, `${name} tells ${secret}`).not.toContain(secret)
    expect(text, name).not.toMatch(/PLANTED/)
  }
  expect(files.get('settings.json')).toContain('"tenant": "***"')
})

it('is given by the station over its router, and so are the serial ports of the machine', async () => {
  const dataDir = await tempFolder()
  const station = await createStation({
    dataDir,
    resourcesDir,
    practice: true,
    version: '9.9.9',
    keychain: async () => null,
  })
  onTestFinished(() => station.close())
  const client = createRouterClient(station.router, { context: { caller: createCaller() } })
  const files = await filesOf(() => client.diagnostics.bundle())
  expect(JSON.parse(files.get('about.json') ?? '')).toMatchObject({ flashline: '9.9.9', practice: true })
  expect(JSON.parse(files.get('bench.json') ?? '').slots).toHaveLength(8)
  const { lines } = doctorReportSchema.parse(JSON.parse(files.get('doctor.json') ?? ''))
  expect(lines.map(({ finding }) => finding)).toEqual(
    expect.arrayContaining(['nativeLoaded', 'databaseFine', 'connectionsNone']),
  )
  expect((await client.station.ports()).map(({ address }) => address)).toEqual(
    (await listPorts()).map(({ path }) => path),
  )
})

it('stays small however much there is, and begins no log in the middle of a line', async () => {
  const line = (number: number) => JSON.stringify({ level: 50, number, msg: 'x'.repeat(700) })
  const { bundle } = await bundleOf(Array.from({ length: 6000 }, (_, number) => `${line(number)}\n`).join(''))
  const { bytes } = await bundle()
  expect(bytes.length).toBeLessThan(5_000_000)
  const log = (await filesOf(bundle)).get('station.log') ?? ''
  const lines = log.split('\n')
  expect(lines.at(-1)).toBe(line(5999))
  expect(lines).toEqual(lines.map((_, index) => line(6000 - lines.length + index)))
  expect(lines.length).toBeGreaterThan(600)
  expect(log.length).toBeLessThanOrEqual(500_000)
})

it.each([
  ['mqtts://u:p@h:8883/t?x=1#y', 'mqtts://h:8883/t'],
  ['see http://u:p@a@h/b, then', 'see http://h/b, then'],
  ['https://h/?token=abc', 'https://h/'],
  ['lan://10.0.0.7', 'lan://10.0.0.7'],
])('%s -> %s', (text, shown) => {
  expect(withoutSecrets(text, [])).toBe(shown)
})
