// `serve` and the process that keeps it alive: crashes, ends and refusals, over real processes.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../../main/store/open-store.ts'
import type { Snapshot } from '../../../preload/contract/index.ts'
import { runCli, startCli } from '../run-cli.ts'
import { type Crashes, KeptServe } from './kept-station.ts'

const timeout = 120_000
const startedAgain = 'The station ended by itself (SIGKILL) and is started again at the same address.\n'
let dataDir: string
let running: KeptServe | null
beforeEach(async () => {
  running = null
  dataDir = await mkdtemp(join(tmpdir(), 'flashline-keep-'))
})
afterEach(async () => {
  running?.keeper.kill('SIGTERM')
  await running?.ended
  await rm(dataDir, { recursive: true, force: true })
})

function serve(crashes: Crashes = 'when told'): KeptServe {
  running = new KeptServe(dataDir, crashes)
  return running
}

async function readJobs() {
  const store = await openStore(join(dataDir, 'practice'), { readOnly: true })
  try {
    return (await store.jobs.list({ limit: 10 })).jobs
  } finally {
    await store.close()
  }
}

const isRunning = (id: number): boolean => {
  try {
    return process.kill(id, 0)
  } catch {
    return false
  }
}

test('a station that is killed while a job runs is back at its address, for the browsers that had it', {
  timeout,
}, async () => {
  const kept = serve()
  const first = await kept.ready()
  const entered = await fetch(first, { redirect: 'manual' })
  const [cookie = ''] = entered.headers.get('set-cookie')?.split(';') ?? []
  await kept.flashing('sim:1')
  kept.killStation()
  const second = await kept.ready(2)
  expect(second.href).toBe(first.href)
  expect(kept.stderr.split(startedAgain)).toHaveLength(2)
  expect(new Set(kept.stationIds).size).toBe(2)
  const token = first.searchParams.get('token') ?? ''
  expect(token).toMatch(/^[\w-]{32}$/)
  expect(kept.stderr).not.toContain(token)

  const answer = await kept.ask('/snapshot', 'GET', cookie)
  expect(answer.status).toBe(200)
  const { recent }: Snapshot = await answer.json()
  expect(recent).toMatchObject([
    { slotId: 'sim:1', outcome: 'interrupted', error: { code: 'JOB_INTERRUPTED', step: 'flash' } },
  ])
  expect((await kept.ask('/snapshot', 'GET', 'flashline=wrong')).status).toBe(401)

  kept.keeper.kill('SIGTERM')
  expect(await kept.ended).toBe(0)
  expect(kept.stationIds.map(isRunning)).toEqual([false, false])
  expect(kept.stderr.split(startedAgain)).toHaveLength(2)
})

test('three crashes in a minute: it ends, and says what to do', { timeout }, async () => {
  const kept = serve('at every start but the first')
  await kept.ready()
  kept.killStation()
  expect(await kept.ended).toBe(5)
  expect(kept.stderr).toContain('STATION_CRASHED')
  expect(kept.stationIds).toHaveLength(3)
  expect(kept.addresses).toHaveLength(1)
  expect(kept.stderr.split(startedAgain)).toHaveLength(3)
})

test('told to end in mid-job it ends once, with the record of the job', { timeout }, async () => {
  const kept = serve()
  await kept.ready()
  await kept.flashing('sim:1')
  kept.keeper.kill('SIGINT')
  expect(await kept.ended).toBe(0)
  expect(await readJobs()).toMatchObject([{ outcome: 'cancelled' }])
  expect(kept.addresses).toHaveLength(1)
})

test('without its keeper the station ends, and cleanly', { timeout }, async () => {
  const kept = serve()
  await kept.ready()
  await kept.flashing('sim:1')
  kept.keeper.kill('SIGKILL')
  await kept.ended
  expect(await readJobs()).toMatchObject([{ outcome: 'cancelled' }])
})

test('what refuses to start is not started again', { timeout }, async () => {
  const store = await openStore(join(dataDir, 'practice'))
  const refused = await runCli(['serve', '--practice', '--data', dataDir, '--port', '0'])
  await store.close()
  expect(refused).toMatchObject({ status: 2, stdout: '' })
  expect(refused.stderr).toContain('DATA_IN_USE')
  const misused = await runCli(['serve', '--port', 'x'])
  expect(misused.status).toBe(2)
  for (const { stderr } of [refused, misused]) expect(stderr).not.toContain('started again')
})

test('--no-restart: a station that is killed stays down', { timeout }, async () => {
  const child = startCli(['serve', '--practice', '--data', dataDir, '--port', '0', '--no-restart'])
  await once(child.stdout, 'data')
  const ended = once(child, 'close')
  child.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
})
