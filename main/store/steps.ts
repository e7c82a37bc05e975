// The steps of a job, in their order. A save writes those that changed.
import type { Selectable } from 'kysely'
import type { Step, StepName } from '../../preload/contract/index.ts'
import { storedContext } from './job-row.ts'
import type { StoreDb } from './tables.ts'

export interface StepsTable {
  job_no: number
  position: number
  name: StepName
  outcome: Step['outcome']
  started_at: string
  ended_at: string | null
  done_bytes: number
  total_bytes: number | null
  retries: number
  detail_json: string
}

/** Replaces the steps of a job; returns those that are new or have another outcome than before. */
export async function replaceSteps(db: StoreDb, jobNo: number, steps: readonly Step[]): Promise<Step[]> {
  const stored = db.selectFrom('steps').selectAll().where('job_no', '=', jobNo)
  const before = await stored.orderBy('position').execute()
  const rows = steps.map((step, position) => toStepRow(jobNo, position, step))
  const changed = rows.filter((row) => !isSame(row, before[row.position]))
  if (changed.length > 0) await db.replaceInto('steps').values(changed).execute()
  if (rows.length < before.length)
    await db.deleteFrom('steps').where('job_no', '=', jobNo).where('position', '>=', rows.length).execute()
  return steps.filter((step, position) => before[position]?.outcome !== step.outcome)
}

/** Steps by job number; a job without steps is not in the map. */
export async function readSteps(db: StoreDb, jobNos: readonly number[]): Promise<Map<number, Step[]>> {
  const steps = new Map<number, Step[]>()
  if (jobNos.length === 0) return steps
  const rows = await db
    .selectFrom('steps')
    .selectAll()
    .where('job_no', 'in', jobNos)
    .orderBy('job_no')
    .orderBy('position')
    .execute()
  for (const row of rows) {
    const list = steps.get(row.job_no)
    if (list === undefined) steps.set(row.job_no, [fromRow(row)])
    else list.push(fromRow(row))
  }
  return steps
}

function isSame(row: StepsTable, before: Partial<Record<string, unknown>> = {}): boolean {
  return Object.entries(row).every(([name, value]) => before[name] === value)
}

export function toStepRow(jobNo: number, position: number, step: Step): StepsTable {
  return {
    job_no: jobNo,
    position,
    name: step.name,
    outcome: step.outcome,
    started_at: step.startedAt,
    ended_at: step.endedAt,
    done_bytes: step.doneBytes,
    total_bytes: step.totalBytes,
    retries: step.retries,
    detail_json: JSON.stringify(step.detail),
  }
}

function fromRow(row: Selectable<StepsTable>): Step {
  return {
    name: row.name,
    outcome: row.outcome,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    doneBytes: row.done_bytes,
    totalBytes: row.total_bytes,
    retries: row.retries,
    detail: storedContext.parse(row.detail_json),
  }
}
