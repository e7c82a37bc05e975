// Storage: whatever happens to the disk, the database file or the clock, the station starts again, every unit that was written has
// its record, the cloud has each result once, and what could not be saved is told.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRecovery } from '../../main/store/recovery/recovery-files.ts'
import type { StationEvent } from '../../preload/contract/index.ts'
import { drain } from './kill/drain.ts'
import type { Bench } from './plant/judge.ts'
import { openPlant, type Plant } from './plant/open-plant.ts'
import {
  type Decisions,
  decisionsFrom,
  type Figures,
  type Scenario,
  type ScenarioOptions,
} from './scenario.ts'
import { databaseOf, type FileFault, fileFaults } from './storage/file-faults.ts'
import { type JudgedStorage, judgeStorage } from './storage/judge-storage.ts'
import { afterJobs, workShift } from './storage/shift.ts'
import { shiftedClock } from './storage/shifted-clock.ts'
import { canMount, openSmallDisk } from './storage/small-disk.ts'

const slots = 4
const jobsOfShift = 12

export const scenario: Scenario = {
  name: 'storage',
  what: `disk full, database locked, damaged or cut, clock jumping; ${slots} slots, a round is a fault`,
  rounds: { short: 2, full: 60 },
  run,
}

interface Round {
  readonly signal: AbortSignal
  readonly decisions: Decisions
  readonly say: (line: string) => void
}

type Fault = (plant: Plant, round: Round) => Promise<JudgedStorage | null>

/** In turn, so that a short run has the ones that differ most. Null: it cannot be tried on this computer. */
const faults: readonly (readonly [name: string, fault: Fault])[] = [
  ['disk full', diskFull],
  ...fileFaults.slice(0, 4).map((fault) => [fault.name, damaged(fault)] as const),
  ['database locked', locked],
  ['clock back an hour', clockJumps(-3_600_000)],
  ...fileFaults.slice(4).map((fault) => [fault.name, damaged(fault)] as const),
  ['clock ahead a day', clockJumps(24 * 3_600_000)],
]

async function run({ rounds, seed, say, signal }: ScenarioOptions): Promise<Figures> {
  const decisions = decisionsFrom(seed)
  const counts = new Map<string, number>()
  let [records, reports, lost] = [0, 0, 0]
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted()
    const [name, fault] = faults[round % faults.length] ?? ['', diskFull]
    // A bench of its own: what one fault took must not hide what the next one does.
    await using plant = await openPlant(slots)
    const judged = await fault(plant, { signal, decisions: decisions.branch(`${round}`), say })
    counts.set(judged ? name : `${name} (could not be tried)`, (counts.get(name) ?? 0) + 1)
    if (judged)
      say(`${round + 1}/${rounds} ${name}: ${judged.records} records agree, ${judged.lost} lost and told`)
    records += judged?.records ?? 0
    reports += judged?.reports ?? 0
    lost += judged?.lost ?? 0
  }
  return {
    faults: rounds,
    'faults by kind': [...counts].map(([name, count]) => `${name} ${count}`).join(', '),
    records,
    'reports at the cloud': reports,
    'records that went with a cut log, told at the start': lost,
  }
}

/** The file is hit while no station runs; the next one mends it. */
function damaged(fault: FileFault): Fault {
  return async (plant, { signal, decisions }) => {
    await workShift(plant, { end: fault.after, isOver: afterJobs(jobsOfShift) }, signal)
    const isHit = fault.hit(databaseOf(plant.dataDir), decisions)
    await drain(plant, signal)
    const judged = await judgeStorage(plant, fault.loses)
    const recovery = readRecovery(plant.dataDir)
    // A page that the log still has anew hides what was done to it.
    const isSeen = isHit && fault.after === 'end' && fault.name !== 'a free page'
    if (isSeen || (recovery !== null && !fault.loses))
      assert.equal(recovery?.lost, 0, `${fault.name}: what the station says of it`)
    if (judged.lost > 0)
      assert.ok(
        recovery !== null && recovery.lost !== 0,
        `${fault.name}: the station says nothing of the loss`,
      )
    return judged
  }
}

/** Filled at one of the things that happen: what runs ends with its record, and the station, too, ends on a full disk. */
async function diskFull(plant: Plant, { signal, decisions }: Round): Promise<JudgedStorage | null> {
  if (!canMount) return null
  using disk = openSmallDisk(join(plant.folder, 'disk'), plant.dataDir, 192)
  const bench: Bench = { dataDir: disk.folder, units: plant.units, cloud: plant.cloud }
  const fillAt = decisions.between(1, 40)
  const running = new Set<string>()
  let events = 0
  const isOver = (event: StationEvent) => {
    if (event.type === 'jobStarted') running.add(event.job.jobId)
    if (event.type === 'jobFinished') running.delete(event.job.jobId)
    if (isOfJob(event)) events += 1
    if (events === fillAt && isOfJob(event)) disk.fill()
    return events >= fillAt && running.size === 0
  }
  await workShift(bench, { end: 'end', isOver }, signal)
  disk.empty()
  await drain(bench, signal)
  // Before the disk is taken away.
  return await judgeStorage(bench, false)
}

/** Of a bench that works: each is a write, or comes right before one. */
const isOfJob = ({ type }: StationEvent): boolean =>
  ['jobStarted', 'stepFinished', 'jobFinished'].includes(type)

/** Another program holds the database for longer than anybody waits, once in a shift. */
async function locked(plant: Plant, { signal, decisions }: Round): Promise<JudgedStorage> {
  const lockAt = decisions.between(1, 40)
  let events = 0
  let holding: Promise<void> | null = null
  const isLast = afterJobs(jobsOfShift)
  const isOver = (event: StationEvent) => {
    if (isOfJob(event)) events += 1
    if (events === lockAt) holding ??= holdLock(plant.dataDir, 7000)
    return isLast(event)
  }
  await workShift(plant, { end: 'end', isOver }, signal)
  await holding
  await drain(plant, signal)
  return judgeStorage(plant, false)
}

async function holdLock(dataDir: string, heldMs: number): Promise<void> {
  const script = `
    const db = new (require('better-sqlite3'))(${JSON.stringify(databaseOf(dataDir))}, { timeout: 10000 })
    db.exec('BEGIN IMMEDIATE')
    setTimeout(() => { db.exec('ROLLBACK'); db.close() }, ${heldMs})`
  const child = spawn(process.execPath, ['-e', script], {
    stdio: 'ignore',
    cwd: join(import.meta.dirname, '../..'),
  })
  await once(child, 'exit')
}

/** The station's clock stands in the night in which summer time ends, and jumps while it works. */
function clockJumps(byMs: number): Fault {
  return async (plant, { signal, decisions }) => {
    const from = Date.parse('2026-10-25T00:59:58.000Z')
    const nodeArgs = shiftedClock(from, { atMs: decisions.between(500, 6000), byMs })
    await workShift(
      plant,
      { end: decisions.oneIn(2) ? 'end' : 'kill', nodeArgs, isOver: afterJobs(jobsOfShift) },
      signal,
    )
    await drain(plant, signal)
    const judged = await judgeStorage(plant, false)
    // Whatever the times say, records are numbered as they came.
    assert.ok(readFileSync(join(plant.dataDir, 'chain-head.json'), 'utf8').includes('hash'))
    return judged
  }
}
