// The station in a real process of its own, over a real line, with real ports; Electron is the stand-in.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DesktopStation } from '../../../main/hosts/electron/desktop-station.ts'
import { openStore } from '../../../main/store/open-store.ts'
import * as electron from '../../electron/stand-in.ts'
import { StandInUtility } from '../../electron/utility-process.ts'
import { beginFlash, clientOf, flash, openUtilityStation, until } from './utility-station.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

const timeout = 120_000
let dataDir: string
let opened: DesktopStation | null
beforeEach(async () => {
  electron.reset()
  opened = null
  await app.whenReady()
  dataDir = await mkdtemp(join(tmpdir(), 'flashline-station-process-'))
})
afterEach(async () => {
  // Its keeper would start a process that is ended before it.
  await opened?.close()
  await electron.endUtilities()
  await rm(dataDir, { recursive: true, force: true })
})

async function open(onCrash?: (facts: object) => void): Promise<DesktopStation> {
  opened = await openUtilityStation(dataDir, onCrash)
  return opened
}

function runningProcess(): StandInUtility {
  const [utility] = StandInUtility.running
  if (!utility) throw new Error('no process runs')
  return utility
}

/** What stays on the disk, read when nobody holds it. */
async function readRecords() {
  const store = await openStore(join(dataDir, 'practice'), { readOnly: true })
  try {
    const { jobs } = await store.jobs.list({ limit: 10 })
    return { jobs, outbox: await store.outbox.list({ limit: 100 }) }
  } finally {
    await store.close()
  }
}

test('killed in mid-job: it is back by itself, the job is interrupted and owed once, the others stay', {
  timeout,
}, async () => {
  const log: object[] = []
  const station = await open((facts) => log.push(facts))
  const restarted = new Promise<void>((resolve) => station.onRestarted(resolve))
  const before = clientOf(station, 'program')
  const done = await flash(before.client, 'sim:1')
  expect(done.outcome).toBe('passed')
  await beginFlash(before.client, 'sim:2')
  const killed = runningProcess()
  killed.crash()
  await before.ended
  await restarted
  expect(runningProcess().pid).not.toBe(killed.pid)
  expect(log).toMatchObject([{ exitCode: 9, crashes: 1, again: true }])

  const { client } = clientOf(station, 'program')
  const { recent, slots } = await client.station.snapshot()
  expect(recent).toMatchObject([
    {
      slotId: 'sim:2',
      outcome: 'interrupted',
      touched: true,
      error: { code: 'JOB_INTERRUPTED', step: 'flash' },
    },
    { jobId: done.jobId, outcome: 'passed', deviceState: 'confirmed' },
  ])
  expect(slots.find(({ slotId }) => slotId === 'sim:2')?.jobId).toBe(recent[0]?.jobId)
  const { outbox } = await client.station.snapshot()
  if (outbox.waiting > 0)
    await until(client, (event) => event.type === 'outboxChanged' && event.outbox.waiting === 0)

  // The unit is flashed again on the station that came back.
  await client.slots.acknowledge({ slotId: 'sim:2' })
  const again = await flash(client, 'sim:2')
  expect(again.outcome).toBe('passed')
  await station.close()

  const records = await readRecords()
  expect(records.jobs.map(({ outcome }) => outcome)).toEqual(['passed', 'interrupted', 'passed'])
  for (const { jobId } of records.jobs) {
    const kinds = records.outbox.filter((row) => row.jobId === jobId).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['otaLog', 'report'])
  }
})

test('dying at every start it gives up, and every line is closed', { timeout }, async () => {
  // Whoever comes after a crash dies before it can open anything.
  const crashNext = () => queueMicrotask(() => [...StandInUtility.running].at(-1)?.crash())
  const station = await open(crashNext)
  const givenUp = new Promise((resolve) => station.onGivenUp(resolve))
  const page = clientOf(station, 'page')
  runningProcess().crash()
  expect(await givenUp).toMatchObject({ code: 'STATION_CRASHED', context: { crashes: 3 } })
  await page.ended
  expect(StandInUtility.forked).toHaveLength(3)
  expect(StandInUtility.running.size).toBe(0)
  await clientOf(station, 'page').ended
  await station.close()
})

test('a folder that another station holds is told as ever, and no process stays', { timeout }, async () => {
  const store = await openStore(join(dataDir, 'practice'))
  await expect(open()).rejects.toMatchObject({ code: 'DATA_IN_USE' })
  await store.close()
  const station = await open()
  expect(station.practice).toBe(true)
  await station.close()
  expect(StandInUtility.running.size).toBe(0)
})

test('closed in mid-job: the job has its record, nothing is left to recover', { timeout }, async () => {
  const station = await open()
  await beginFlash(clientOf(station, 'program').client, 'sim:1')
  await station.close()
  expect(StandInUtility.running.size).toBe(0)
  const { jobs } = await readRecords()
  expect(jobs).toMatchObject([{ outcome: 'cancelled', touched: true, error: { code: 'JOB_CANCELLED' } }])
})

test('the page signs in; the program itself may do everything', { timeout }, async () => {
  const station = await open()
  const program = clientOf(station, 'program').client
  await program.operators.save({ operatorId: null, name: 'Ann', role: 'lead', pin: '1111' })
  const page = clientOf(station, 'page').client
  expect((await page.operators.current()).role).toBeNull()
  expect((await program.operators.current()).role).toBe('lead')
  await expect(page.settings.get()).rejects.toMatchObject({ data: { code: 'SIGN_IN_NEEDED' } })
  await station.close()
})

test('nobody’s options for Node reach it, and its thread pool is sized before it runs', {
  timeout,
}, async () => {
  vi.stubEnv('NODE_OPTIONS', '--no-such-option')
  const station = await open()
  vi.unstubAllEnvs()
  const { options } = runningProcess()
  expect(options.env).toMatchObject({ UV_THREADPOOL_SIZE: '80' })
  expect(options.env).not.toHaveProperty('NODE_OPTIONS')
  expect(options.serviceName).toBe('Flashline station')
  await station.close()
})
