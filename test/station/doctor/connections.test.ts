// Clouds, proxies, authorities and the clock, against a real local cloud and a real proxy; and no secret in any line.
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startLocalCloud } from '../../../main/local-cloud/server.ts'
import { demoProduct } from '../../../main/practice/demo.ts'
import { createClouds } from '../../../main/station/clouds.ts'
import { judgeClock, skewOf } from '../../../main/station/doctor/clock.ts'
import { checkConnections } from '../../../main/station/doctor/connections.ts'
import { judgeWaysOut } from '../../../main/station/doctor/ways-out.ts'
import { seedDemo } from '../../../main/station/practice.ts'
import { type Settings, settingsSchema } from '../../../preload/contract/index.ts'
import { proxyServer } from '../../clouds/line/proxy-server.ts'
import { certificate, rawServer } from '../../clouds/line/servers.ts'
import { tempFolder } from '../../store/job-fixture.ts'

const never = new AbortController().signal
const minuteMs = 60_000

async function cloudAt(offsetMs: number) {
  const cloud = await startLocalCloud({
    dataDir: join(await tempFolder(), 'cloud'),
    now: () => new Date(Date.now() + offsetMs),
  })
  onTestFinished(() => cloud.close())
  await seedDemo(cloud)
  return { url: cloud.baseUrl, token: await cloud.admin.issueToken(['corp', 'user', 'platform']) }
}

const settingsOf = (connections: readonly object[]): Settings =>
  settingsSchema.parse({
    connections,
    products: connections
      .map(() => ({ productId: demoProduct.productId, tasks: 'plant', results: 'plant' }))
      .slice(0, 1),
  })

async function look(
  connections: readonly object[],
  more: { token?: string; timeoutMs?: number; offline?: boolean; env?: Record<string, string> } = {},
) {
  const { token = '', timeoutMs = 30_000, offline = false, env = {} } = more
  const settings = settingsOf(connections)
  const clouds = createClouds({
    connections: () => settings.connections,
    secret: (_, name) => (name === 'token' ? token : 'pass-PLANTED'),
    secrets: () => [token],
    onEntry: () => {},
  })
  onTestFinished(() => clouds.close())
  return checkConnections({ settings, clouds, env, now: () => new Date(), timeoutMs, offline }, never)
}

it('tries a cloud call by call, and reads the time from its answers', async () => {
  const { url, token } = await cloudAt(0)
  const lines = await look([{ kind: 'xlink', connectionId: 'plant', baseUrl: `${url}/` }], { token })
  expect(lines).toMatchObject([
    { finding: 'connectionWorks', facts: { connectionId: 'plant', host: url, proxy: null } },
    { finding: 'clockFine', facts: { host: url } },
  ])
  expect(Number(lines[0]?.facts.calls)).toBeGreaterThan(4)
})

it.each([
  [16, 'clockWrong', 'fail'],
  [-16, 'clockWrong', 'fail'],
  [6, 'clockOff', 'warn'],
] as const)('a cloud whose clock is %i minutes off: %s', async (minutes, finding, verdict) => {
  const { url, token } = await cloudAt(minutes * minuteMs)
  const lines = await look([{ kind: 'xlink', connectionId: 'plant', baseUrl: url }], { token })
  expect(lines.find(({ check }) => check === 'clock')).toMatchObject({
    finding,
    verdict,
    facts: { host: url, minutes: Math.abs(minutes), zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
  })
})

it('says what a proxy refused, and goes through one that does not', async () => {
  const { url, token } = await cloudAt(0)
  const refusing = await proxyServer({ refuseWith: 403 })
  const through = (proxyUrl: string) =>
    look([{ kind: 'xlink', connectionId: 'plant', baseUrl: url, proxyUrl, proxyUser: 'ann' }], { token })
  const secretUrl = refusing.url.replace('http://', 'http://user:pass-PLANTED@')
  const [refused] = await through(secretUrl)
  expect(refused).toMatchObject({
    finding: 'connectionFailed',
    facts: { call: '2 list tasks (GET)', proxy: refusing.url },
  })
  expect(JSON.stringify(refused)).not.toMatch(/PLANTED|ann/)
  expect(refusing.asked.length).toBeGreaterThan(0)
  const good = await proxyServer()
  expect(await through(good.url)).toMatchObject([
    { finding: 'connectionWorks', facts: { proxy: good.url } },
    { finding: 'clockFine' },
  ])
})

it('names the first call that a wrong token fails, and no secret', async () => {
  const { url } = await cloudAt(0)
  const [line] = await look([{ kind: 'xlink', connectionId: 'plant', baseUrl: url }], {
    token: 'tok-PLANTED',
  })
  expect(line).toMatchObject({
    finding: 'connectionFailed',
    verdict: 'fail',
    error: { code: expect.stringMatching(/^CLOUD_/) },
  })
  expect(JSON.stringify(line)).not.toContain('PLANTED')
})

it('gives up on a cloud that takes the connection and says nothing, and still tries the other', async () => {
  const { url, token } = await cloudAt(0)
  const silent = await rawServer(() => {})
  const lines = await look(
    [
      { kind: 'xlink', connectionId: 'dead', baseUrl: silent.url, timeoutMs: 60_000 },
      { kind: 'xlink', connectionId: 'plant', baseUrl: url },
    ],
    { token, timeoutMs: 4000 },
  )
  expect(lines).toMatchObject([
    { finding: 'connectionLate', facts: { connectionId: 'dead', seconds: 4 } },
    { finding: 'connectionWorks', facts: { connectionId: 'plant' } },
    { finding: 'clockFine' },
  ])
})

it('asks nobody when it is to stay offline', async () => {
  const silent = await rawServer(() => expect.unreachable('was asked'))
  const connection = { kind: 'xlink', connectionId: 'plant', baseUrl: silent.url }
  expect(await look([connection], { offline: true })).toMatchObject([
    { finding: 'connectionsOffline', facts: { count: 1 } },
    { finding: 'clockUnasked' },
  ])
  expect(await look([])).toMatchObject([{ finding: 'connectionsNone' }, { finding: 'clockUnasked' }])
})

it('finds proxies that are not used, authorities that ended or cannot be read, and unchecked certificates', async () => {
  const { connections } = settingsOf([
    { kind: 'xlink', connectionId: 'plant', baseUrl: 'https://cloud.example' },
    {
      kind: 'xlink',
      connectionId: 'ended',
      baseUrl: 'https://a.example',
      proxyUrl: 'http://p:1',
      caPem: (await certificate({ expired: true })).cert,
    },
    { kind: 'xlink', connectionId: 'torn', baseUrl: 'http://127.0.0.1:9', caPem: 'nonsense' },
    { kind: 'xlink', connectionId: 'good', baseUrl: 'http://localhost:9', caPem: (await certificate()).cert },
  ])
  const env = { https_proxy: 'http://ann:PLANTED@proxy:3128', NODE_TLS_REJECT_UNAUTHORIZED: '0' }
  const lines = judgeWaysOut(connections, env, new Date())
  expect(lines).toMatchObject([
    { finding: 'certificatesUnchecked' },
    { finding: 'proxyUnused', facts: { variable: 'https_proxy', connectionId: 'plant' } },
    { finding: 'authorityExpired', facts: { connectionId: 'ended' } },
    { finding: 'authorityUnreadable', facts: { connectionId: 'torn' } },
  ])
  expect(JSON.stringify(lines)).not.toContain('PLANTED')
})

it('takes the time from what refused for it, and the farthest of several', () => {
  const check = { call: 'x', outcome: 'failed' as const, durationMs: 1, facts: {} }
  const error = { code: 'CLOUD_CLOCK' as const, context: { skewMs: -16 * minuteMs } }
  expect(
    skewOf([
      { ...check, error: null },
      { ...check, error },
    ]),
  ).toBe(-16 * minuteMs)
  expect(skewOf([{ ...check, error: null }])).toBeNull()
  const skews = [
    { host: 'a', skewMs: 1000 },
    { host: 'b', skewMs: -5 * minuteMs - 1 },
  ]
  expect(judgeClock(skews, 'UTC')).toMatchObject({ finding: 'clockOff', facts: { host: 'b', minutes: 5 } })
  expect(judgeClock(skews.slice(0, 1), 'UTC')).toMatchObject({ finding: 'clockFine', facts: { seconds: 1 } })
})
