// Which tasks and devices a search of ota-logs is for, and how many logs they have: from the counts that are kept, without
// looking at any log.
import type { CloudDatabase } from '../cloud-database.ts'
import type { Page } from '../paging.ts'
import { type Condition, whereSql } from '../search-query.ts'
import { createStatementCache } from '../statement-cache.ts'

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
  /** A JSON array. */
  readonly deviceIds: string
}

/** Ids of a block: the upper bits are the same. As in the migration. */
const BLOCK_BITS = 16

const valuesOf = (conditions: readonly Condition[]) => conditions.map(({ value }) => value)

export function createOtaLogCounts(db: CloudDatabase) {
  const statement = createStatementCache(db)
  return {
    /** Conditions on `l`; none: all tasks of the corp. */
    ofTasks(corpId: string, conditions: readonly Condition[]): CountedTasks {
      const blocks = statement<LogBlock>(
        `SELECT block, sum(logs) AS logs FROM ota_log_counts l WHERE l.corp_id = ? AND ${whereSql(conditions)}
         GROUP BY block ORDER BY block`,
      ).all(corpId, ...valuesOf(conditions))
      return { blocks, logs: blocks.reduce((sum, { logs }) => sum + logs, 0) }
    },
    /** Conditions on `d`. */
    ofDevices(corpId: string, conditions: readonly Condition[]): CountedDevices {
      const found = statement<CountedDevices>(
        `SELECT json_group_array(d.device_id) AS deviceIds, coalesce(sum(d.ota_logs), 0) AS logs
         FROM devices d JOIN products p USING (product_id) WHERE p.corp_id = ? AND ${whereSql(conditions)}`,
      ).get(corpId, ...valuesOf(conditions))
      return found ?? { deviceIds: '[]', logs: 0 }
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
    lowestId: Math.min(...numbers, Number.MAX_SAFE_INTEGER) * 2 ** BLOCK_BITS,
    endId: (Math.max(...numbers, -1) + 1) * 2 ** BLOCK_BITS,
    before: offset - before,
  }
}
