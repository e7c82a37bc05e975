// The desktop's own eye on the bench, over real ports to the contract's own procedures.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type BenchFacts, BenchTally, roleAtBench } from '../../../main/hosts/electron/bench-tally.ts'
import { type BenchWatch, watchBench } from '../../../main/hosts/electron/bench-watch.ts'
import { stayAwakeWhileFlashing } from '../../../main/hosts/electron/stay-awake.ts'
import { EventHub } from '../../../main/station/event-hub.ts'
import type { StationParts } from '../../../main/station/parts.ts'
import { createRouter } from '../../../main/station/router.ts'
import type { Snapshot } from '../../../preload/contract/index.ts'
import * as electron from '../../electron/stand-in.ts'
import { job, slot } from '../../renderer/fixtures.ts'
import { type OperatorBed, openOperatorBed } from '../../station/operator-bed.ts'
import { snapshot } from '../fake-router.ts'
import { type FakeDesktopStation, fakeDesktopStation } from './fake-desktop-station.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

let bed: OperatorBed
let hub: EventHub
let now: Partial<Snapshot>
let fake: FakeDesktopStation
let bench: BenchWatch

beforeEach(async () => {
  electron.reset()
  bed = await openOperatorBed()
  hub = new EventHub(() => new Date(0))
  now = {}
  const parts = {
    hub,
    operators: bed.desk,
    snapshot: async () => ({ ...snapshot, seq: hub.seq, benchOperator: bed.desk.benchOperator, ...now }),
  }
  fake = fakeDesktopStation(createRouter(parts as unknown as StationParts))
})
afterEach(async () => {
  bench.close()
  await bed.close()
})

const ran = { outcome: 'running', endedAt: null } as const
const running = (number: number) => {
  hub.emit({ type: 'slotChanged', slot: slot(number, { jobId: `job-${number}` }) })
  hub.emit({ type: 'jobStarted', job: job(number, ran) })
}

async function until(holds: (facts: BenchFacts) => boolean): Promise<BenchFacts> {
  if (holds(bench.facts)) return bench.facts
  return new Promise((resolve) => {
    const stop = bench.listen((facts) => {
      if (!holds(facts)) return
      stop()
      resolve(facts)
    })
  })
}

test('counts from the picture, then from what happens', async () => {
  now = {
    slots: [slot(1, { jobId: 'job-1' }), slot(2, { jobId: 'job-2' }), slot(3)],
    jobs: [job(1, ran), job(2, { outcome: 'failed' })],
  }
  bench = watchBench(fake.station)
  expect(fake.holders).toEqual(['program'])
  expect(await until(({ running }) => running === 1)).toMatchObject({ passed: 0, failed: 1 })
  hub.emit({ type: 'jobFinished', job: job(1, { outcome: 'passed' }) })
  await until(({ passed }) => passed === 1)
  // A result that was removed with its unit is no more on the bench.
  hub.emit({ type: 'slotChanged', slot: slot(2, { jobId: null }) })
  hub.emit({ type: 'slotRemoved', slotId: 'slot-1' })
  expect(await until(({ passed, failed }) => passed + failed === 0)).toMatchObject({ running: 0 })
})

test('tells the settings as soon as they are known, to whoever comes later at once, and when they are set', async () => {
  bench = watchBench(fake.station)
  const names: string[] = []
  const first = Promise.withResolvers<void>()
  bench.listenSettings(({ stationName }) => {
    names.push(stationName)
    first.resolve()
  })
  await first.promise
  const set = Promise.withResolvers<void>()
  bench.listenSettings(({ stationName }) => {
    names.push(stationName)
    if (stationName === 'Bench 8') set.resolve()
  })
  hub.emit({ type: 'settingsChanged', settings: { ...snapshot.settings, stationName: 'Bench 8' } })
  await set.promise
  expect(names).toEqual(['Bench 7', 'Bench 7', 'Bench 8', 'Bench 8'])
})

test('a job without a slot runs, too', async () => {
  bench = watchBench(fake.station)
  await until(({ role }) => role === 'lead')
  hub.emit({ type: 'jobStarted', job: job(9, ran) })
  await until(({ running }) => running === 1)
})

test('no job runs in a process that has gone; the next one is watched again', async () => {
  bench = watchBench(fake.station)
  await until(({ role }) => role === 'lead')
  running(1)
  await until(({ running }) => running === 1)
  fake.crash()
  await until(({ running }) => running === 0)
  now = { slots: [slot(1, { jobId: 'job-1' })], jobs: [job(1, { outcome: 'failed' })] }
  fake.restart()
  expect(fake.holders).toEqual(['program', 'program'])
  await until(({ failed }) => failed === 1)
  running(2)
  await until(({ running }) => running === 1)
})

test('the role is that of whoever works at the bench', async () => {
  bench = watchBench(fake.station)
  // Without operators everybody is a lead.
  await until(({ role }) => role === 'lead')
  await bed.add({ name: 'Ann', role: 'lead', pin: '1111' })
  await bed.add({ name: 'Tom', role: 'technician', pin: '2222' })
  hub.emit({ type: 'listsChanged', lists: ['operators'] })
  await until(({ role }) => role === null)
  for (const [operatorId, pin, expected] of [
    ['tom', '2222', 'technician'],
    ['ann', '1111', 'lead'],
  ] as const) {
    await bed.signedIn(operatorId, pin)
    hub.emit({ type: 'benchOperatorChanged', operator: bed.desk.benchOperator })
    await until(({ role }) => role === expected)
  }
})

test('of two people with one name the lesser role counts; one who may not sign in has none', () => {
  const operators = [
    { name: 'Li', role: 'lead' as const, active: true },
    { name: 'Li', role: 'support' as const, active: true },
    { name: 'Bo', role: 'lead' as const, active: false },
  ]
  expect(roleAtBench(operators, 'Li')).toBe('support')
  expect(roleAtBench(operators, 'Bo')).toBeNull()
  expect(roleAtBench(operators, '')).toBeNull()
  expect(roleAtBench([], '')).toBe('lead')
})

test('the computer stays awake exactly while jobs run', async () => {
  bench = watchBench(fake.station)
  stayAwakeWhileFlashing(bench)
  const { active } = electron.powerSaveBlocker
  await until(({ role }) => role === 'lead')
  expect([...active.values()]).toEqual([])
  running(1)
  running(2)
  await until(({ running }) => running === 2)
  expect([...active.values()]).toEqual(['prevent-app-suspension'])
  hub.emit({ type: 'jobFinished', job: job(1, { outcome: 'passed' }) })
  await until(({ running }) => running === 1)
  expect([...active.values()]).toEqual(['prevent-app-suspension'])
  hub.emit({ type: 'jobFinished', job: job(2, { outcome: 'failed' }) })
  await until(({ running }) => running === 0)
  expect([...active.values()]).toEqual([])
})

test('a long day forgets the jobs that no slot shows, and no running one', () => {
  const tally = new BenchTally(snapshot)
  const at = '2026-03-01T08:00:00.000Z'
  tally.take({ seq: 1, at, type: 'jobStarted', job: job(0, ran) })
  for (let number = 1; number < 5000; number += 1)
    tally.take({ seq: number, at, type: 'jobFinished', job: job(number, { outcome: 'passed' }) })
  expect(tally.facts).toMatchObject({ running: 1, passed: 0 })
  expect(tally.known).toBeLessThan(2100)
})
