// The local cloud of a large plant: 100,000 devices, 1,000 tasks, 1,000,000 ota-logs. Requests per second of check and
// report beside bare fastify routes in the same run; pages of ota-logs at any offset; a sync of all tasks.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import autocannon from 'autocannon'
import { createXlinkClient } from '../../main/clouds/xlink/index.ts'
import { openStore } from '../../main/store/open-store.ts'
import { createSync } from '../../main/sync/sync.ts'
import { xlinkConnectionSchema } from '../../preload/contract/index.ts'
import { lineTo } from '../clouds/test-line.ts'
import { deviceId, fromVersion, productId, seed, size, taskId, toVersion } from './cloud-seed.ts'

const rounds = 3
const seconds = 5
const connections = 64
/** Different requests in one run, so that no answer is in a cache by chance. */
const variety = 2000
const aims = { ratio: 0.5, pageMs: 50, syncMs: 2000 }

export async function run(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'flashline-bench-'))
  const children: ChildProcess[] = []
  try {
    console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`)
    console.log(
      `${size.devices} devices, ${size.tasks} tasks, ${size.otaLogs} ota-logs; ${connections} connections`,
    )
    const tokens = await seed(root)
    const cloud = await start(children, 'cloud', root)
    const task = await (await call(cloud, tokens.user, checkRequests[0])).text()
    const bare = await start(children, 'bare', task)

    await throughput('check', checkRequests, cloud, bare, tokens.user)
    await throughput('report', reportRequests, cloud, bare, tokens.user)
    await pages(cloud, tokens.corp)
    await sync(cloud, tokens.corp, root)
  } finally {
    for (const child of children) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await rm(root, { recursive: true, force: true })
  }
}

interface Asked {
  readonly path: string
  readonly body: string
}

const asked = (
  name: string,
  body: (device: number, task: number) => object,
): readonly [Asked, ...Asked[]] => {
  const one = (n: number): Asked => {
    // Spread over all devices, without a pattern that SQLite's pages would like.
    const device = (n * 48_271) % size.devices
    const path = `/v2/upgrade/firmware/${name}/${deviceId(device)}`
    return { path, body: JSON.stringify(body(device, device % size.tasks)) }
  }
  return [one(0), ...Array.from({ length: variety - 1 }, (_, n) => one(n + 1))]
}

const checkRequests = asked('check', (_device, task) => ({
  product_id: productId,
  type: 1,
  identify: 0,
  current_version: fromVersion(task),
}))

const reportRequests = asked('report', (device, task) => ({
  type: 1,
  mod: 'BENCH',
  identify: 0,
  last_version: fromVersion(task),
  current_version: toVersion(task),
  result: 0,
  desc: `passed; device confirmed; job ${device}`,
  start_date: '2026-01-02T03:04:05.000Z',
  end_date: '2026-01-02T03:05:05.000Z',
}))

/** The median of the rounds; ours and the bare route take turns. */
async function throughput(
  name: string,
  requests: readonly Asked[],
  cloud: string,
  bare: string,
  token: string,
): Promise<void> {
  const ours: number[] = []
  const peer: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    peer.push(await requestsPerSecond(bare, requests, token))
    ours.push(await requestsPerSecond(cloud, requests, token))
  }
  const ratio = median(ours) / median(peer)
  console.log(
    `${name.padEnd(8)} ${median(ours).toFixed(0)} requests/s, bare route ${median(peer).toFixed(0)}: ` +
      `${ratio.toFixed(2)} of it (aim ${aims.ratio}) ${mark(ratio >= aims.ratio)}`,
  )
}

async function requestsPerSecond(url: string, requests: readonly Asked[], token: string): Promise<number> {
  const headers = { 'content-type': 'application/json', 'access-token': token }
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: requests.map(({ path, body }) => ({ method: 'POST', path, body, headers })),
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refusals, ${result.errors} errors`)
  return result.requests.average
}

async function pages(cloud: string, token: string): Promise<void> {
  const last = size.otaLogs - 10
  const offsets = [0, 10_000, last / 4, last / 2, (last * 3) / 4, last].map(Math.floor)
  const filter = ['device_id', 'task_id', 'status', 'execute_time']
  const kinds: Record<string, (n: number, offset: number) => object> = {
    'all, any offset': (_, offset) => ({ offset, limit: 10, filter }),
    'all, newest first': (_, offset) => ({ offset, limit: 10, filter, order: { id: 'desc' } }),
    'by execute_time': (_, offset) => ({ offset, limit: 10, filter, order: { execute_time: 'desc' } }),
    'by task': (n, offset) => ({
      offset: offset % 1000,
      limit: 10,
      filter,
      query: { task_id: { $eq: taskId(n % size.tasks) } },
    }),
    'by device': (n) => ({ limit: 10, filter, query: { device_id: { $eq: deviceId(n * 997) } } }),
    'by 100 tasks': (n, offset) => ({
      offset: offset % 100_000,
      limit: 10,
      filter,
      query: { task_id: { $in: Array.from({ length: 100 }, (_, k) => taskId((n + k) % size.tasks)) } },
    }),
    'devices like': (n, offset) => ({
      offset: offset % 1000,
      limit: 10,
      filter,
      query: { device_id: { $like: `-0${10 + (n % 90)}` } },
    }),
  }
  for (const [name, body] of Object.entries(kinds)) {
    const times: number[] = []
    for (let n = 0; n < 20; n += 1) {
      for (const offset of offsets) {
        const startedMs = performance.now()
        const response = await call(cloud, token, {
          path: '/v2/upgrade/ota-logs',
          body: JSON.stringify(body(n, offset)),
        })
        await response.arrayBuffer()
        times.push(performance.now() - startedMs)
      }
    }
    const worst = Math.max(...times)
    console.log(
      `ota-logs ${name.padEnd(18)} median ${median(times).toFixed(1)} ms, worst ${worst.toFixed(1)} ms ` +
        `(aim ${aims.pageMs}) ${mark(worst < aims.pageMs)}`,
    )
  }
}

async function sync(cloud: string, token: string, root: string): Promise<void> {
  const { line } = lineTo(cloud)
  const connection = xlinkConnectionSchema.parse({ kind: 'xlink', connectionId: 'bench', baseUrl: cloud })
  const { tasks: source } = createXlinkClient(connection, { line, secret: () => token })
  if (!source) throw new Error('the client has no tasks')
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const store = await openStore(join(root, `station-${round}`))
    const syncing = createSync({
      products: () => [
        {
          productId,
          productKey: '',
          tasks: { connectionId: 'bench', source },
          catalogue: null,
          otaLogs: null,
        },
      ],
      store,
      prefetch: async () => {},
      onState: () => {},
    })
    const startedMs = performance.now()
    const [state] = await syncing.runNow()
    times.push(performance.now() - startedMs)
    if (state?.items !== size.tasks) throw new Error(`synced ${state?.items} tasks: ${state?.error?.code}`)
    await syncing.stop()
    await store.close()
  }
  await line.close()
  const ms = median(times)
  console.log(
    `sync     ${size.tasks} tasks in ${ms.toFixed(0)} ms (aim ${aims.syncMs}) ${mark(ms < aims.syncMs)}`,
  )
}

function call(url: string, token: string, { path, body }: Asked): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'access-token': token }
  return fetch(url + path, { method: 'POST', headers, body })
}

async function start(children: ChildProcess[], what: string, argument: string): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cloud-servers.ts'), what, argument], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume()
    return line
  }
  throw new Error(`${what} did not start`)
}

const mark = (reached: boolean): string => (reached ? 'reached' : 'NOT reached')

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
