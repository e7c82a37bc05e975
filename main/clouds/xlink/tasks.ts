// Tasks for the station: 5 check, 7 list, 2 list for hosts that have no 7, 14 get.
import { FlashlineError, type Part } from '../../../preload/contract/index.ts'
import type { TaskPage, TaskQuery, TaskSource } from '../cloud.ts'
import { type CallXlink, callNames, versionHeader } from './calls.ts'
import { isRefused, isUrlMissing, taskRefusal } from './judge.ts'
import { pathId } from './path-id.ts'
import { readBareTaskPage, readTask, readTaskPage } from './schema.ts'
import { partTypes, taskTags, xlinkCodes } from './wire.ts'
import { wireOrder, wireQuery } from './wire-query.ts'

const queryFields = { taskId: '_id', name: 'name' } as const

export function createTaskSource(call: CallXlink): TaskSource {
  let hasListByPost = true
  return {
    async listTasks(query, signal) {
      if (query.plain) return listTasksByGet(call, query, signal)
      if (!hasListByPost && isPlain(query)) return listTasksByGet(call, query, signal)
      try {
        return await listTasksByPost(call, query, signal)
      } catch (error) {
        if (!isUrlMissing(error) || !isPlain(query)) throw error
        const page = await listTasksByGet(call, query, signal)
        hasListByPost = false
        return page
      }
    },

    getTask: (taskId, signal) => getTask(call, taskId, signal),

    // 5
    async check({ productId, deviceId, part, currentVersion }, signal) {
      const path = `/v2/upgrade/firmware/check/${pathId(deviceId)}`
      const body = { product_id: productId, ...partFields(part), current_version: currentVersion }
      try {
        return await call(
          { name: callNames.check, method: 'POST', path, body, repeatable: true, read: readTask },
          signal,
        )
      } catch (error) {
        // The service has no answer for "nothing to do": these two are how it says so.
        if (isRefused(error, 404, xlinkCodes.taskMissing)) return null
        if (isRefused(error, 400, xlinkCodes.deviceNewest)) return null
        throw error
      }
    },
  }
}

/** 7. CLOUD_REFUSED where the host has no such call. */
export function listTasksByPost(call: CallXlink, query: TaskQuery, signal: AbortSignal): Promise<TaskPage> {
  const body = {
    product_id: query.productId,
    offset: query.offset,
    limit: query.limit,
    ...(query.partType === undefined ? {} : { type: partTypes[query.partType] }),
    ...(query.tag === undefined ? {} : { tag_type: taskTags[query.tag] }),
    ...wireQuery(query.where, queryFields),
    ...wireOrder(query.order, { name: 'name' }),
  }
  return call(
    {
      name: callNames.listTasks,
      method: 'POST',
      path: '/v2/upgrade/firmware/tasks',
      headers: versionHeader,
      body,
      repeatable: true,
      read: readTaskPage,
    },
    signal,
  )
}

/** 2, which knows no conditions: INPUT_INVALID with one. */
export async function listTasksByGet(
  call: CallXlink,
  query: TaskQuery,
  signal: AbortSignal,
): Promise<TaskPage> {
  if (!isPlain(query)) throw new FlashlineError('INPUT_INVALID', { field: 'plain' })
  const { productId, offset, limit } = query
  return call(
    {
      name: callNames.listTasksByGet,
      method: 'GET',
      path: '/v2/upgrade/firmware/tasks',
      query: [
        ['product_id', productId],
        ['offset', String(offset)],
        ['limit', String(limit)],
      ],
      headers: versionHeader,
      repeatable: true,
      read: (reply) => readBareTaskPage(reply, { offset, limit }),
    },
    signal,
  )
}

/** 14. TASK_NOT_FOUND */
export async function getTask(call: CallXlink, taskId: string, signal: AbortSignal) {
  const path = `/v2/upgrade/firmware/tasks/${pathId(taskId)}`
  try {
    return await call(
      {
        name: callNames.getTask,
        method: 'GET',
        path,
        headers: versionHeader,
        repeatable: true,
        read: readTask,
      },
      signal,
    )
  } catch (error) {
    throw taskRefusal(error, taskId)
  }
}

function isPlain(query: TaskQuery): boolean {
  return [query.partType, query.tag, query.where, query.order].every((condition) => condition === undefined)
}

/** How the service names a part. */
export function partFields(part: Part): { type: number; identify: number } {
  return { type: partTypes[part.type], identify: part.identify }
}
