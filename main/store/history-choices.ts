// What the history can be filtered by: the values that records have. Cheap at any size: an index is jumped through from value
// to value, and how often one is used is counted to a bound; behind it, the one used last comes first.
import { sql } from 'kysely'
import type { ErrorCode, HistoryChoices } from '../../preload/contract/index.ts'
import type { StoreDb } from './tables.ts'

const choicesAtMost = 200
/** More different values than these are lots and devices on the LAN; of those the ones used last are offered. */
const valuesAtMost = 5000
const countedTo = 1000

interface Choice<Value> {
  readonly value: Value
  readonly uses: number
  readonly lastAt: string
}

type Order = 'mostUsed' | 'newest'

export async function readHistoryChoices(db: StoreDb): Promise<HistoryChoices> {
  const slots = await readChoices<string>(db, 'slot_id', 'jobs_slot', 'mostUsed')
  return {
    products: await readChoices<string>(db, 'product_id', 'jobs_product', 'mostUsed'),
    versions: await readChoices<number>(db, 'to_number', 'jobs_version', 'mostUsed'),
    slots: await Promise.all(slots.map(async (slotId) => ({ slotId, name: await lastName(db, slotId) }))),
    operators: (await readChoices<string>(db, 'operator', 'jobs_operator', 'mostUsed')).filter(
      (operator) => operator !== '',
    ),
    lots: await readChoices<string>(db, 'lot', 'jobs_lot', 'newest'),
    errorCodes: await readChoices<ErrorCode>(db, 'error_code', 'jobs_error', 'mostUsed'),
  }
}

async function readChoices<Value extends string | number>(
  db: StoreDb,
  column: 'product_id' | 'to_number' | 'slot_id' | 'operator' | 'lot' | 'error_code',
  index: string,
  order: Order,
): Promise<Value[]> {
  const value = sql.ref(column)
  const ended = sql`jobs INDEXED BY ${sql.ref(index)} WHERE ended_at IS NOT NULL AND ${value}`
  const { rows } = await sql<Choice<Value>>`
    WITH RECURSIVE found (value) AS (
      SELECT * FROM (SELECT ${value} FROM ${ended} IS NOT NULL ORDER BY ${value} DESC LIMIT 1)
      UNION ALL
      SELECT (SELECT ${value} FROM ${ended} < found.value ORDER BY ${value} DESC LIMIT 1)
        FROM found WHERE found.value IS NOT NULL LIMIT ${valuesAtMost})
    SELECT value,
      (SELECT ended_at FROM ${ended} = found.value ORDER BY ended_at DESC LIMIT 1) AS lastAt
      ${order === 'mostUsed' ? sql`, (SELECT count(*) FROM (SELECT 1 FROM ${ended} = found.value LIMIT ${countedTo})) AS uses` : sql``}
    FROM found WHERE value IS NOT NULL
    ORDER BY ${order === 'mostUsed' ? sql`uses DESC,` : sql``} lastAt DESC, value LIMIT ${choicesAtMost}`.execute(
    db,
  )
  return rows.map((row) => row.value)
}

/** As the newest record calls the place. */
async function lastName(db: StoreDb, slotId: string): Promise<string> {
  const { rows } = await sql<{ slot_name: string }>`
    SELECT slot_name FROM jobs INDEXED BY jobs_slot WHERE slot_id = ${slotId} AND ended_at IS NOT NULL
    ORDER BY ended_at DESC LIMIT 1`.execute(db)
  return rows[0]?.slot_name ?? slotId
}
