// Reads the task objects of the XLINK v2 upgrade service into our Task. Tolerant where nothing is decided by it
// (counts, times, texts); strict where the wrong value would flash the wrong thing (ids, part, versions, image).
// Of the two files in a task only the target one is read: the image is proved against target_version_md5 alone.
import { z } from 'zod'
import type { Task } from '../../../preload/contract/index.ts'
import type { TaskPage } from '../cloud.ts'
import { readItems, readReply, shownText, wireBareList, wireList } from '../read-reply.ts'
import {
  blankToUndefined,
  partTypes,
  readTime,
  scopeCategories,
  taskModes,
  taskStatuses,
  taskTags,
  wireEnum,
  wireEnumOptional,
  wireId,
  wireIdOptional,
  wireInt,
  wireIntOptional,
  wireText,
} from './wire.ts'

const MAX_VERSION = 4_294_967_295
const MAX_SIZE = Number.MAX_SAFE_INTEGER
const MAX_IDENTIFY = 2_147_483_647

const md5 = z.preprocess(
  (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
  z.string().regex(/^[0-9a-f]{32}$/),
)

/** A count that is only shown: what cannot be read is unknown. */
const count = wireIntOptional(0, MAX_SIZE).catch(undefined)

const scope = z.preprocess(
  blankToUndefined,
  z
    .object({
      category: wireEnumOptional(scopeCategories),
      device_list: z.preprocess(blankToUndefined, z.array(wireId).default([])),
    })
    // Devices without a category: a task for them, not for all.
    .transform(({ category, device_list: deviceIds }) => ({
      category: category ?? (deviceIds.length === 0 ? 'all' : 'devices'),
      deviceIds,
    }))
    .optional(),
)

const taskReader = z
  .object({
    id: wireId,
    product_id: wireId,
    name: shownText(200),
    description: shownText(2000),
    from_version: wireInt(0, MAX_VERSION),
    target_version: wireInt(0, MAX_VERSION),
    target_version_url: wireText(2048),
    target_version_md5: md5,
    target_version_size: wireInt(0, MAX_SIZE),
    status: wireEnum(taskStatuses),
    type: wireEnumOptional(partTypes),
    identify: wireIntOptional(0, MAX_IDENTIFY),
    task_type: wireEnumOptional(taskModes),
    tag_type: wireEnumOptional(taskTags),
    scope,
    upgrade_count: count,
    surplus_count: count,
    audit_member_id: wireIdOptional.catch(undefined),
    create_time: z.unknown().optional(),
  })
  .transform(
    (wire): Task => ({
      taskId: wire.id,
      productId: wire.product_id,
      name: wire.name,
      description: wire.description,
      part: { type: wire.type ?? 'wifi', identify: wire.identify ?? 0 },
      fromVersion: wire.from_version,
      toVersion: wire.target_version,
      image: {
        url: wire.target_version_url,
        md5: wire.target_version_md5,
        sizeBytes: wire.target_version_size,
      },
      status: wire.status,
      mode: wire.task_type ?? 'automatic',
      tag: wire.tag_type ?? 'formal',
      scope: wire.scope ?? { category: 'all', deviceIds: [] },
      upgradedCount: wire.upgrade_count ?? 0,
      remainingCount: wire.surplus_count ?? null,
      reviewerId: wire.audit_member_id ?? null,
      createdAt: readTime(wire.create_time),
    }),
  )

const taskPageReader = z.object({ count: wireInt(0, MAX_SIZE), list: wireList })

/** One task object. CLOUD_REPLY */
export function readTask(reply: unknown): Task {
  return readReply(taskReader, reply)
}

/** `{count, list}` of endpoint 7; count is the total before paging. CLOUD_REPLY */
export function readTaskPage(reply: unknown): TaskPage {
  const { count: total, list } = readReply(taskPageReader, reply)
  const { items: tasks, unread } = readItems(taskReader, list)
  return { total, tasks, unread }
}

/**
 * The bare list of endpoint 2, which has no total: what was seen, and one more when the page is full, so that who reads
 * page by page goes on. CLOUD_REPLY
 */
export function readBareTaskPage(reply: unknown, asked: { offset: number; limit: number }): TaskPage {
  const list = readReply(wireBareList, reply)
  const { items: tasks, unread } = readItems(taskReader, list)
  return { total: asked.offset + list.length + (list.length >= asked.limit ? 1 : 0), tasks, unread }
}
