import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCloudDatabase } from '../../../main/local-cloud/cloud-database.ts'
import { readRows } from '../../../main/local-cloud/database/read-rows.ts'
import { createDeviceTable } from '../../../main/local-cloud/device-table.ts'
import { readConditions, readOrder } from '../../../main/local-cloud/search-query.ts'
import {
  createOtaLogSearch,
  otaLogOrderFields,
  otaLogQueryFields,
} from '../../../main/local-cloud/xlink/ota-log-search.ts'
import { createResultTable } from '../../../main/local-cloud/xlink/result-table.ts'

const db = await openCloudDatabase({ file: ':memory:' })
afterAll(() => db.close())

interface Log {
  readonly id: number
  readonly product_id: string
  readonly task_id: string
  readonly device_id: string
  readonly device_mac: string
  readonly device_sn: string
  readonly status: number
  readonly execute_time: string | null
}
type Field = keyof Log
let logs: Log[] = []

beforeAll(async () => {
  const devices = createDeviceTable(db)
  const results = createResultTable(db)
  await devices.putProduct('p1', 'p1', 'flashline')
  await devices.putProduct('p2', 'p2', 'flashline')
  const known = Array.from({ length: 12 }, (_, index) => ({
    device_id: `d${index}`,
    product_id: index % 3 === 0 ? 'p2' : 'p1',
    mac: `AA${index % 5}`,
    sn: index % 4 === 0 ? '' : `S${index}`,
  }))
  for (const device of known) await devices.putDevice(device)
  for (let index = 0; index < 60; index += 1) {
    const device = known[(index * 7) % 12]
    if (device === undefined) throw new Error('no such device')
    const log = { task_id: `t${(index * index) % 7}`, device_id: device.device_id }
    await results.openLog({ ...log, product_id: device.product_id, corp_id: 'flashline', issued_at: '2026' })
    if (index % 3 === 0) await results.closeLog(log.device_id, log.task_id, `2026-${index % 10}`)
  }
  // As if there were many more: ids in several blocks, some without any.
  for (const change of [
    sql`UPDATE ota_logs SET ota_log_id = -ota_log_id`,
    sql`UPDATE ota_logs SET ota_log_id = -ota_log_id * 9973`,
    sql`DELETE FROM ota_log_counts`,
    sql`INSERT INTO ota_log_counts (corp_id, task_id, block, logs)
      SELECT corp_id, task_id, ota_log_id >> 16, count(*) FROM ota_logs GROUP BY corp_id, task_id, ota_log_id >> 16`,
  ]) {
    await readRows(db, change)
  }
  const byId = new Map(known.map((device) => [device.device_id, device]))
  logs = (await results.otaLogs()).map((row) => ({
    id: row.ota_log_id,
    product_id: row.product_id,
    task_id: row.task_id,
    device_id: row.device_id,
    device_mac: byId.get(row.device_id)?.mac ?? '',
    device_sn: byId.get(row.device_id)?.sn ?? '',
    status: row.status,
    execute_time: row.execute_time,
  }))
  expect(logs.length).toBeGreaterThan(25)
})

type Operators = Record<string, string | string[]>
const word = fc.constantFrom('t1', 't3', 'd1', 'd11', 'd5', 'AA2', 'S1', 'S', 't', '1', '')
const operators: fc.Arbitrary<Operators> = fc.oneof(
  word.map((text) => ({ $eq: text })),
  word.map((text) => ({ $like: text })),
  word.map((text) => ({ $gte: text })),
  fc.tuple(word, word).map(([from, to]) => ({ $gt: from, $lte: to })),
  fc
    .array(fc.constantFrom('t0', 't1', 't4', 'd1', 'd2', 'd10', 'AA1', 'AA3', 'S9'))
    .map((list) => ({ $in: list })),
)
const query = fc.record(
  { task_id: operators, device_id: operators, device_mac: operators, device_sn: operators },
  { requiredKeys: [] },
)
const order = fc.dictionary(
  fc.constantFrom(...(Object.keys(otaLogOrderFields) as Field[])),
  fc.constantFrom('asc', 'desc'),
  { maxKeys: 3 },
)

const fits = (value: string, asked: Operators): boolean =>
  Object.entries(asked).every(([operator, wanted]) => {
    if (typeof wanted !== 'string') return wanted.includes(value)
    if (operator === '$eq') return value === wanted
    if (operator === '$like') return value.toLowerCase().includes(wanted.toLowerCase())
    if (operator === '$gt') return value > wanted
    return operator === '$gte' ? value >= wanted : value <= wanted
  })

/** SQLite puts null before everything. */
const compare = (one: string | number | null, other: string | number | null): number => {
  if (one === other) return 0
  if (one === null) return -1
  if (other === null) return 1
  return one < other ? -1 : 1
}

describe('pages of ota-logs', () => {
  // With few and with many: the two ways to find them must agree with the plain one.
  it.each([0, 5, 1000])('are the same as of a plain list (%i at most are few)', async (fewLogs) => {
    const search = createOtaLogSearch(db, fewLogs)
    await fc.assert(
      fc.asyncProperty(
        query,
        order,
        fc.nat(70),
        fc.integer({ min: 1, max: 20 }),
        async (asked, wanted, offset, limit) => {
          const matching = logs.filter((log) =>
            Object.entries(asked).every(([field, one]) => fits(String(log[field as Field]), one)),
          )
          const terms = Object.entries(wanted) as [Field, 'asc' | 'desc'][]
          const tie: [Field, 'asc' | 'desc'] = ['id', terms.at(-1)?.[1] ?? 'asc']
          const sorted = matching.toSorted((one, other) => {
            for (const [field, direction] of [...terms, tie]) {
              const difference = compare(one[field], other[field])
              if (difference !== 0) return direction === 'asc' ? difference : -difference
            }
            return 0
          })
          const page = await search(
            {
              corpId: 'flashline',
              conditions: readConditions(asked, otaLogQueryFields),
              order: readOrder(wanted, otaLogOrderFields),
            },
            { offset, limit },
          )
          expect(page.total).toBe(matching.length)
          expect(page.rows.map((row) => row.ota_log_id)).toEqual(
            sorted.slice(offset, offset + limit).map((log) => log.id),
          )
        },
      ),
      { numRuns: 400 },
    )
  })
})
