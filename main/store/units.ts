// Units as a person looks for them: by a part of what is printed on them, among the devices that were seen or listed, and
// the jobs that were done to one. Writing devices: devices.ts.
import { setImmediate } from 'node:timers/promises'
import { type Selectable, sql } from 'kysely'
import type { Job, Unit } from '../../preload/contract/index.ts'
import { type DevicesTable, plainMac } from './devices.ts'
import { fromJobRow, type JobsTable } from './job-row.ts'
import { withStoreErrors } from './open.ts'
import { readSteps } from './steps.ts'
import type { StoreDb } from './tables.ts'

/** Whatever is known of it; null: not known. */
export interface UnitNames {
  readonly deviceId: string | null
  readonly mac: string | null
  readonly sn: string | null
}

export interface Units {
  /** Whole names first, then beginnings, then parts; of equals the one that was seen last. "": those seen last. */
  search(text: string, limit: number): Promise<Unit[]>
  /** By its id, else its MAC, else its serial number. What is asked for and not known stays null; null: never heard of. */
  find(names: UnitNames): Promise<Unit | null>
  /** Ended ones, newest first. */
  jobs(unit: Unit, limit: number): Promise<Job[]>
}

/** Rows that are looked through in one go, some ten milliseconds. */
const rowsAtOnce = 25_000

export function createUnits(db: StoreDb): Units {
  return {
    search: (text, limit) =>
      withStoreErrors(async () => {
        const { last } = await db
          .selectFrom('devices')
          .select((eb) => eb.fn.max<number | null>('device_no').as('last'))
          .executeTakeFirstOrThrow()
        const found: Found[] = []
        for (let start = 0; start < (last ?? 0); start += rowsAtOnce) {
          found.push(...(await searchRows(db, text, start, limit)))
          // The driver is synchronous: without this nothing else would run until the last row is looked at.
          await setImmediate()
        }
        found.sort(
          (one, other) =>
            one.distance - other.distance ||
            (one.last_seen < other.last_seen ? 1 : one.last_seen > other.last_seen ? -1 : 0) ||
            one.device_no - other.device_no,
        )
        return Promise.all(found.slice(0, limit).map((row) => withLastOutcome(db, unitOf(row))))
      }),

    find: (names) =>
      withStoreErrors(async () => {
        const row = await findRow(db, names)
        if (row) return withLastOutcome(db, unitOf(row))
        const [job] = await readJobs(db, { ...names, mac: plainMac(names.mac) }, 1)
        return job ? unitOfJob(job) : null
      }),

    jobs: (unit, limit) => withStoreErrors(() => readJobs(db, unit, limit)),
  }
}

type Found = Selectable<DevicesTable> & { readonly distance: number }

async function searchRows(db: StoreDb, text: string, start: number, limit: number): Promise<Found[]> {
  const escaped = text.replace(/[\\%_]/g, '\\$&')
  const hex = plainMac(text)
  // Without two digits of hex nothing in it can be meant as a MAC.
  const mac = hex !== null && /^[0-9a-f]{2,12}$/.test(hex) ? hex : null
  const like = (before: string) => {
    const pattern = `${before}${escaped}%`
    const isMac = mac === null ? sql`0` : sql`mac LIKE ${`${before}${mac}%`}`
    return sql<boolean>`(device_id LIKE ${pattern} ESCAPE '\\' OR sn LIKE ${pattern} ESCAPE '\\' OR ${isMac})`
  }
  const { rows } = await sql<Found>`
    SELECT *, CASE
      WHEN ${text} IN (device_id, sn) OR mac = ${mac} THEN 0
      WHEN ${like('')} THEN 1
      ELSE 2 END AS distance
    FROM devices WHERE device_no > ${start} AND device_no <= ${start + rowsAtOnce} AND ${like('%')}
    ORDER BY distance, last_seen DESC, device_no LIMIT ${limit}`.execute(db)
  return rows
}

async function findRow(db: StoreDb, { deviceId, mac, sn }: UnitNames) {
  for (const [column, value] of [
    ['device_id', deviceId],
    ['mac', plainMac(mac)],
    ['sn', sn],
  ] as const) {
    if (value === null) continue
    const rows = db.selectFrom('devices').selectAll().where(column, '=', value)
    const row = await rows.orderBy('last_seen', 'desc').executeTakeFirst()
    if (row) return row
  }
  return null
}

const unitOf = (row: Selectable<DevicesTable>): Unit => ({
  deviceId: row.device_id,
  mac: row.mac,
  sn: row.sn,
  productId: row.product_id,
  version: { number: row.version_number, text: row.version_text },
  lastSeenAt: row.last_seen === '' ? null : row.last_seen,
  lastOutcome: null,
})

/** Of a unit whose names went to others since. */
const unitOfJob = (job: Job): Unit => ({
  ...job.device,
  mac: plainMac(job.device.mac),
  productId: job.productId,
  version: job.deviceState === 'confirmed' ? job.bootedVersion : job.fromVersion,
  lastSeenAt: job.endedAt ?? job.startedAt,
  lastOutcome: job.outcome,
})

async function withLastOutcome(db: StoreDb, unit: Unit): Promise<Unit> {
  const [last] = await readJobRows(db, unit, 1)
  return last ? { ...unit, lastOutcome: last.outcome } : unit
}

async function readJobs(db: StoreDb, unit: JobNames, limit: number): Promise<Job[]> {
  const rows = await readJobRows(db, unit, limit)
  const steps = await readSteps(
    db,
    rows.map(({ job_no }) => job_no),
  )
  return rows.map((row) => fromJobRow(row, steps.get(row.job_no) ?? []))
}

type JobNames = UnitNames & { readonly productId?: string | null }

async function readJobRows(db: StoreDb, { deviceId, mac, sn, productId }: JobNames, limit: number) {
  const newest = (column: 'device_id' | 'mac' | 'sn', values: readonly string[]) => {
    let jobs = db.selectFrom('jobs').selectAll().where(column, 'in', values).where('ended_at', 'is not', null)
    // A serial number is unique within its product only.
    if (column === 'sn' && productId) jobs = jobs.where('product_id', '=', productId)
    return jobs.orderBy('ended_at', 'desc').orderBy('job_no', 'desc').limit(limit).execute()
  }
  const found = await Promise.all([
    deviceId === null ? [] : newest('device_id', [deviceId]),
    mac === null ? [] : newest('mac', spellingsOf(mac)),
    sn === null ? [] : newest('sn', [sn]),
  ])
  const rows = new Map<number, Selectable<JobsTable>>()
  for (const row of found.flat()) rows.set(row.job_no, row)
  return [...rows.values()].sort(isNewer).slice(0, limit)
}

function isNewer(one: Selectable<JobsTable>, other: Selectable<JobsTable>): number {
  const [ended, otherEnded] = [one.ended_at ?? '', other.ended_at ?? '']
  if (ended !== otherEnded) return ended < otherEnded ? 1 : -1
  return other.job_no - one.job_no
}

/** Records keep a MAC as its device printed it. */
export function spellingsOf(mac: string): string[] {
  const pairs = mac.match(/../g) ?? []
  const quads = mac.match(/.{4}/g) ?? []
  const lower = [mac, pairs.join(':'), pairs.join('-'), quads.join('.')]
  return [...lower, ...lower.map((one) => one.toUpperCase())]
}
