// Which tasks and devices a search of ota-logs is for, and how many logs they have: from the counts that are kept, without
// looking at any log.
import { sql } from 'kysely'
import type { CloudDb } from '../cloud-database.ts'
import { readRows } from '../database/read-rows.ts'
import type { Page } from '../paging.ts'
import { allOf, type Condition, conditionSql } from '../search-query.ts'

/** Logs of some tasks among the ids of one block. */
export interface LogBlock {
  readonly block: number
  readonly logs: number
}

export interface CountedTasks {
  readonly logs: number
  /** Lowest ids first; blocks without a log are left out. */
  readonly blocks: readonly LogBlock[]
}

export interface CountedDevices {
  readonly logs: number
  readonly deviceIds: readonly string[]
}

/** Ids of a block: the upper bits are the same. As in the migration. */
export const BLOCK_BITS = 16

export interface OtaLogCounts {
  /** Conditions on `l`; none: all tasks of the corp. */
  ofTasks(corpId: string, conditions: readonly Condition[]): Promise<CountedTasks>
  /** Conditions on `d`. */
  ofDevices(corpId: string, conditions: readonly Condition[]): Promise<CountedDevices>
}

export function createOtaLogCounts(db: CloudDb): OtaLogCounts {
  const fitting = (conditions: readonly Condition[]) =>
    allOf(conditions.map((one) => conditionSql(db.words, one)))
  return {
    async ofTasks(corpId, conditions) {
      const blocks = await readRows(
        db,
        sql<LogBlock>`SELECT block, CAST(sum(logs) AS BIGINT) AS logs FROM ota_log_counts l
          WHERE l.corp_id = ${corpId} AND ${fitting(conditions)} GROUP BY block ORDER BY block`,
      )
      return { blocks, logs: blocks.reduce((sum, { logs }) => sum + logs, 0) }
    },
    async ofDevices(corpId, conditions) {
      const [found] = await readRows(
        db,
        sql<{ list: string; logs: number }>`SELECT ${db.words.jsonList(sql`d.device_id`)} AS list,
            CAST(coalesce(sum(d.ota_logs), 0) AS BIGINT) AS logs
          FROM devices d JOIN products p ON p.product_id = d.product_id
          WHERE p.corp_id = ${corpId} AND ${fitting(conditions)}`,
      )
      const deviceIds: string[] = found === undefined ? [] : JSON.parse(found.list)
      return { deviceIds, logs: found?.logs ?? 0 }
    },
  }
}

/** The ids among which a page lies, and how many logs of it come before the page. `blocks` in the order of the page. */
export function findPage(
  blocks: readonly LogBlock[],
  { offset, limit }: Page,
): { lowestId: number; endId: number; before: number } {
  let counted = 0
  let before = 0
  const touched = blocks.filter(({ logs }) => {
    const start = counted
    counted += logs
    if (counted <= offset) before = counted
    return counted > offset && start < offset + limit
  })
  const numbers = touched.map(({ block }) => block)
  return {
    lowestId: (numbers.length === 0 ? 0 : Math.min(...numbers)) * 2 ** BLOCK_BITS,
    endId: (Math.max(...numbers, -1) + 1) * 2 ** BLOCK_BITS,
    before: offset - before,
  }
}
