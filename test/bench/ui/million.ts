// Fills the database of a data folder with the records of a plant's year: ended jobs with their steps, as the station would
// have left them. Without logs and without messages; what it makes is the same at every run.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { toJobRow } from '../../../main/store/job-row.ts'
import { migrate } from '../../../main/store/migrate.ts'
import { openSqlite, type SqliteDatabase } from '../../../main/store/open.ts'
import { toStepRow } from '../../../main/store/steps.ts'
import type { ErrorCode, Job, JobOutcome, Step, StepName } from '../../../preload/contract/index.ts'

export interface MillionOptions {
  readonly jobs?: number
  /** When the last job ends. */
  readonly until?: Date
}

const products = ['kettle-2', 'lamp-rgb', 'plug-eu', 'gateway-3', 'sensor-th'] as const
const operators = ['Ann', 'Bao', 'Chen', 'Dora', '李娜', '王伟'] as const
const versions = [20_001, 20_002, 20_100, 30_000, 30_001, 30_105] as const
const failures: readonly (readonly [ErrorCode, StepName, JobOutcome])[] = [
  ['LOADER_SILENT', 'identify', 'failed'],
  ['LINK_LOST', 'flash', 'failed'],
  ['VERIFY_MISMATCH', 'verify', 'failed'],
  ['TASK_NONE', 'check', 'refused'],
  ['JOB_CANCELLED', 'flash', 'cancelled'],
]
const stepOrder: readonly StepName[] = [
  'identify',
  'check',
  'download',
  'flash',
  'verify',
  'confirm',
  'report',
]
const lotSize = 500
const slotCount = 32
/** Between the ends of two jobs. */
const betweenMs = 31_000

/** One number of a row of evenly spread ones: the same for the same `n` and `salt`. */
function spread(n: number, salt: number, below: number): number {
  let mixed = Math.imul(n ^ (salt * 0x9e3779b1), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return ((mixed ^ (mixed >>> 16)) >>> 0) % below
}

function pick<Value>(from: readonly Value[], n: number): Value {
  const value = from[n % from.length]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}

/** Job `n`, of which every twentieth does not pass; a unit in fifty is flashed twice. */
export function jobOf(n: number, endsMs: number): Job {
  const lot = Math.floor(n / lotSize)
  const slot = spread(n, 1, slotCount) + 1
  const unit = spread(n, 2, 50) === 0 && n > 0 ? n - 1 : n
  const hex = unit.toString(16).padStart(6, '0').toUpperCase()
  const failure = spread(n, 3, 20) === 0 ? pick(failures, spread(n, 4, failures.length)) : null
  const number = pick(versions, Math.floor(lot / 40))
  const startsMs = endsMs - 30_000 - spread(n, 5, 60_000)
  const steps = stepsOf(failure?.[1] ?? null, startsMs, endsMs)
  return {
    jobId: `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
    slotId: `usb:1-1.${slot}`,
    slotName: String(slot),
    link: `/dev/ttyUSB${slot - 1}`,
    protocol: 'esp',
    profileId: 'esp32',
    productId: pick(products, lot),
    part: { type: 'wifi', identify: 0 },
    device: { deviceId: String(1_100_000_000 + unit), mac: `240AC4${hex}`, sn: `FL${26_000_000 + unit}` },
    task: { taskId: `task-${Math.floor(lot / 10)}`, name: `To ${number}` },
    orderId: `order-${lot}`,
    lot: `L${String(lot).padStart(5, '0')}`,
    firmware: {
      version: { number, text: null },
      sizeBytes: 1_048_576,
      md5: 'a'.repeat(32),
      sha256: 'b'.repeat(64),
      url: `http://firmware.example/${number}.bin`,
    },
    fromVersion: { number: 10_000, text: '1.0.0' },
    toVersion: { number, text: null },
    bootedVersion: { number: failure ? null : number, text: null },
    operator: pick(operators, Math.floor(n / 3000)),
    outcome: failure?.[2] ?? 'passed',
    touched: failure === null || failure[1] === 'flash' || failure[1] === 'verify',
    deviceState: failure ? 'incomplete' : 'confirmed',
    notice: null,
    startedAt: new Date(startsMs).toISOString(),
    endedAt: new Date(endsMs).toISOString(),
    steps,
    error: failure ? { code: failure[0], step: failure[1], context: { slotId: `usb:1-1.${slot}` } } : null,
    correction: null,
  }
}

function stepsOf(failedAt: StepName | null, startsMs: number, endsMs: number): Step[] {
  const names = failedAt === null ? stepOrder : stepOrder.slice(0, stepOrder.indexOf(failedAt) + 1)
  const eachMs = (endsMs - startsMs) / names.length
  return names.map((name, position) => ({
    name,
    outcome: name === failedAt ? 'failed' : 'passed',
    startedAt: new Date(startsMs + position * eachMs).toISOString(),
    endedAt: new Date(startsMs + (position + 1) * eachMs).toISOString(),
    doneBytes: name === 'flash' ? 1_048_576 : 0,
    totalBytes: name === 'flash' ? 1_048_576 : null,
    retries: 0,
    detail: name === 'identify' ? { chip: 'ESP32-D0WD', flashSizeBytes: 4_194_304 } : {},
  }))
}

/** The folder then has a `station.sqlite`; `jobs` of them, 1,000,000 when left out. */
export function fillHistory(dataDir: string, options: MillionOptions = {}): void {
  const { jobs = 1_000_000, until = new Date() } = options
  mkdirSync(dataDir, { recursive: true })
  const db = openSqlite(join(dataDir, 'station.sqlite'))
  try {
    migrate(db)
    db.pragma('synchronous = OFF')
    db.transaction(() => insert(db, jobs, until.getTime()))()
  } finally {
    db.close()
  }
}

function insert(db: SqliteDatabase, jobs: number, untilMs: number): void {
  // One index after the other, over all rows at once, is much faster than all of them at every row.
  const indexes = db.prepare<[], { name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'jobs' AND sql IS NOT NULL`,
  )
  const dropped = indexes.all()
  for (const { name } of dropped) db.exec(`DROP INDEX ${name}`)
  const first = jobOf(0, untilMs)
  const addJob = inserter(db, 'jobs', ['job_no', ...Object.keys(toJobRow(first))])
  const addStep = inserter(
    db,
    'steps',
    first.steps.slice(0, 1).flatMap((step) => Object.keys(toStepRow(1, 0, step))),
  )
  for (let n = 0; n < jobs; n += 1) {
    const job = jobOf(n, untilMs - (jobs - 1 - n) * betweenMs)
    addJob.run({ job_no: n + 1, ...toJobRow(job) })
    for (const [position, step] of job.steps.entries()) addStep.run(toStepRow(n + 1, position, step))
  }
  for (const { sql } of dropped) db.exec(sql)
}

function inserter(db: SqliteDatabase, table: string, columns: readonly string[]) {
  const values = columns.map((column) => `@${column}`)
  return db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})`)
}
