// Reads what the XLINK v2 upgrade service tells about tasks afterwards: ota-logs (9), operations (15), version shares (16).
// Ids, states and counts are strict within their item; texts and times are only shown and never lose one.
import { z } from 'zod'
import type { OtaLogEntry, TaskOperation, UnreadItem, VersionShare } from '../../../preload/contract/index.ts'
import { readItems, readReply, shownText, wireList } from '../read-reply.ts'
import {
  otaLogStatuses,
  readTime,
  wireEnumOptional,
  wireId,
  wireIdOptional,
  wireInt,
  wireIntOptional,
} from './wire.ts'

const MAX_COUNT = Number.MAX_SAFE_INTEGER
const MAX_VERSION = 4_294_967_295

const pageReader = z.object({ count: wireInt(0, MAX_COUNT), list: wireList })

// Every field may be absent: the caller says which ones it wants.
const otaLogReader = z
  .object({
    id: wireIdOptional,
    product_id: wireIdOptional,
    task_id: wireIdOptional,
    device_id: wireIdOptional,
    device_mac: wireIdOptional,
    device_sn: wireIdOptional,
    status: wireEnumOptional(otaLogStatuses),
    execute_time: z.unknown().optional(),
  })
  .transform(
    (wire): OtaLogEntry => ({
      logId: wire.id ?? null,
      productId: wire.product_id ?? null,
      taskId: wire.task_id ?? null,
      deviceId: wire.device_id ?? null,
      mac: wire.device_mac ?? null,
      sn: wire.device_sn ?? null,
      status: wire.status ?? null,
      executedAt: readTime(wire.execute_time),
    }),
  )

/** `{count, list}` of endpoint 9. CLOUD_REPLY */
export function readOtaLogPage(reply: unknown): { total: number; logs: OtaLogEntry[]; unread: UnreadItem[] } {
  const { count: total, list } = readReply(pageReader, reply)
  const { items: logs, unread } = readItems(otaLogReader, list)
  return { total, logs, unread }
}

/** What an ota-log tells of the result; `failed` and `description` only from services that say more than documented. */
export interface LoggedResult {
  readonly completed: boolean
  readonly executedAt: string | null
  readonly failed: boolean
  readonly description: string
}

const loggedResultReader = z
  .object({
    status: wireEnumOptional(otaLogStatuses),
    execute_time: z.unknown().optional(),
    result: wireIntOptional(0, 1).catch(undefined),
    desc: shownText(20_000),
  })
  .transform(
    (wire): LoggedResult => ({
      completed: wire.status === 'completed',
      executedAt: readTime(wire.execute_time),
      failed: wire.result === 1,
      description: wire.desc,
    }),
  )

/** The same answer, for who asks what became of one upgrade; `complete`: no log is missing from it. CLOUD_REPLY */
export function readLoggedResults(reply: unknown): { results: LoggedResult[]; complete: boolean } {
  const { count: total, list } = readReply(pageReader, reply)
  const { items: results } = readItems(loggedResultReader, list)
  return { results, complete: results.length >= total }
}

const operationReader = z
  .object({
    id: wireId,
    content: shownText(2000),
    opt_id: shownText(200),
    opt_name: shownText(200),
    opt_account: shownText(200),
    create_date: z.unknown().optional(),
  })
  .transform(
    (wire): TaskOperation => ({
      operationId: wire.id,
      content: wire.content,
      operatorId: wire.opt_id,
      operatorName: wire.opt_name,
      operatorAccount: wire.opt_account,
      at: readTime(wire.create_date),
    }),
  )

/** `{count, list}` of endpoint 15, newest first whatever the order it came in. CLOUD_REPLY */
export function readOperationPage(reply: unknown): {
  total: number
  operations: TaskOperation[]
  unread: UnreadItem[]
} {
  const { count: total, list } = readReply(pageReader, reply)
  const { items, unread } = readItems(operationReader, list)
  const operations = items.toSorted((one, other) => timeOf(other) - timeOf(one))
  return { total, operations, unread }
}

function timeOf(operation: TaskOperation): number {
  return operation.at === null ? 0 : Date.parse(operation.at)
}

const shareReader = z
  // No version: devices that never said one.
  .object({ devices: wireInt(0, MAX_COUNT), firmware_version: wireIntOptional(0, MAX_VERSION) })
  .transform((wire) => ({ version: wire.firmware_version ?? null, devices: wire.devices }))

const sharesReader = z.object({ total: wireInt(0, MAX_COUNT), ratios: wireList })

/** `{total, ratios}` of endpoint 16. CLOUD_REPLY */
export function readVersionShare(reply: unknown): VersionShare & { unread: UnreadItem[] } {
  const { total: totalDevices, ratios } = readReply(sharesReader, reply)
  const { items: shares, unread } = readItems(shareReader, ratios)
  return { totalDevices, shares, unread }
}
