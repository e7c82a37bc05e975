// Kits that were brought in, and how far the series of our own have come. A kit is here from one transaction on; what
// belongs elsewhere (library, profiles, roster, orders) is put there afterwards, as often as it takes (station/kit-desk.ts).
import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import {
  FlashlineError,
  type KitSummary,
  kitSummarySchema,
  type Task,
  taskSchema,
} from '../../preload/contract/index.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface KitsTable {
  kit_id: string
  public_key: string
  series: string
  sequence: number
  created_at: string
  valid_from: string
  valid_to: string
  imported_at: string
  imported_by: string
  summary_json: string
  tasks_json: string
  pending_json: string | null
}

export interface KitSeriesTable {
  series: string
  sequence: number
}

export interface NewKit {
  readonly summary: KitSummary
  readonly tasks: readonly Task[]
  /** What has to be put where it belongs; any JSON. */
  readonly pending: object
  readonly importedAt: string
  readonly importedBy: string
}

export interface KeptKit {
  readonly summary: KitSummary
  readonly importedAt: string
  readonly importedBy: string
  /** A newer one of its series is here. */
  readonly isReplaced: boolean
}

/** A kit that tasks may come from, as far as its time allows. */
export interface KitSource {
  readonly summary: KitSummary
  readonly tasks: readonly Task[]
}

export interface KitRows {
  /** False: this very kit is here already. KIT_ROLLED_BACK {name, haveAt, foundAt}: one as new or newer of its series is. */
  add(kit: NewKit): Promise<boolean>
  /** KIT_ROLLED_BACK as `add`, which does not trust that nothing has changed since. True: it is here already. */
  isKnown(summary: KitSummary): Promise<boolean>
  /** Kits whose parts are not all where they belong: what is left to do, oldest first. */
  pending(): Promise<{ readonly kitId: string; readonly pending: unknown }[]>
  /** Everything of it is where it belongs. */
  settled(kitId: string): Promise<void>
  /** Newest first. */
  list(): Promise<KeptKit[]>
  /** The newest of each series. */
  sources(): Promise<KitSource[]>
  /** The next number of a series of our own; larger than any before, also after the database was put back to an old one. */
  nextSequence(series: string, now: Date): Promise<number>
  /** The newest time that any record of this station bears; null: there is none. */
  lastRecordedAt(): Promise<string | null>
}

const json = z.string().transform((text): unknown => JSON.parse(text))
const storedSummary = json.pipe(kitSummarySchema)
const storedTasks = json.pipe(z.array(taskSchema))

export function createKits(db: StoreDb): KitRows {
  return {
    add: ({ summary, tasks, pending, importedAt, importedBy }) =>
      withStoreErrors(() =>
        db.transaction().execute(async (trx) => {
          if (await isKnown(trx, summary)) return false
          await trx
            .insertInto('kits')
            .values({
              kit_id: summary.kitId,
              public_key: summary.publicKey,
              series: summary.series,
              sequence: summary.sequence,
              created_at: summary.createdAt,
              valid_from: summary.validFrom,
              valid_to: summary.validTo,
              imported_at: importedAt,
              imported_by: importedBy,
              summary_json: JSON.stringify(summary),
              tasks_json: JSON.stringify(tasks),
              pending_json: JSON.stringify(pending),
            })
            .execute()
          return true
        }),
      ),

    isKnown: (summary) => withStoreErrors(() => isKnown(db, summary)),

    pending: () =>
      withStoreErrors(async () => {
        const rows = db
          .selectFrom('kits')
          .select(['kit_id', 'pending_json'])
          .where('pending_json', 'is not', null)
        return (await rows.orderBy('imported_at').execute()).map((row) => ({
          kitId: row.kit_id,
          pending: json.parse(row.pending_json),
        }))
      }),

    settled: (kitId) =>
      withStoreErrors(async () => {
        await db.updateTable('kits').set({ pending_json: null }).where('kit_id', '=', kitId).execute()
      }),

    list: () =>
      withStoreErrors(async () => {
        const rows = await db.selectFrom('kits').selectAll().orderBy('imported_at', 'desc').execute()
        const newest = newestOf(rows)
        return rows.map((row) => ({
          summary: storedSummary.parse(row.summary_json),
          importedAt: row.imported_at,
          importedBy: row.imported_by,
          isReplaced: !newest.has(row),
        }))
      }),

    sources: () =>
      withStoreErrors(async () => {
        const rows = await db.selectFrom('kits').selectAll().orderBy('created_at', 'desc').execute()
        return [...newestOf(rows)].map((row) => ({
          summary: storedSummary.parse(row.summary_json),
          tasks: storedTasks.parse(row.tasks_json),
        }))
      }),

    nextSequence: (series, now) =>
      withStoreErrors(async () => {
        const least = Math.floor(now.getTime() / 1000)
        const { sequence } = await db
          .insertInto('kit_series')
          .values({ series, sequence: least })
          .onConflict((conflict) =>
            conflict.column('series').doUpdateSet({ sequence: sql`max(kit_series.sequence + 1, ${least})` }),
          )
          .returning('sequence')
          .executeTakeFirstOrThrow()
        return sequence
      }),

    lastRecordedAt: () =>
      withStoreErrors(async () => {
        const { rows } = await sql<{ at: string | null }>`
          SELECT max(at) AS at FROM (
            SELECT max(ended_at) AS at FROM jobs WHERE ended_at IS NOT NULL
            UNION ALL SELECT max(max(imported_at), max(created_at)) FROM kits
            UNION ALL SELECT max(at) FROM result_files
          )`.execute(db)
        return rows[0]?.at ?? null
      }),
  }
}

async function isKnown(db: StoreDb, summary: KitSummary): Promise<boolean> {
  const { kitId, publicKey, series, sequence, name } = summary
  const newest = await db
    .selectFrom('kits')
    .select(['kit_id', 'sequence', 'created_at'])
    .where('public_key', '=', publicKey)
    .where('series', '=', series)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest === undefined || newest.sequence < sequence) return false
  if (newest.kit_id === kitId && newest.sequence === sequence) return true
  throw new FlashlineError('KIT_ROLLED_BACK', {
    ...{ name, haveAt: newest.created_at, foundAt: summary.createdAt },
    ...{ have: newest.sequence, found: sequence },
  })
}

function newestOf(rows: readonly Selectable<KitsTable>[]): Set<Selectable<KitsTable>> {
  const newest = new Map<string, Selectable<KitsTable>>()
  for (const row of rows) {
    const key = JSON.stringify([row.public_key, row.series])
    const known = newest.get(key)
    if (known === undefined || known.sequence < row.sequence) newest.set(key, row)
  }
  return new Set(newest.values())
}
