// What a lead does with tasks: 1 create, 3 start and stop, 4 delete, 10 promote, 11 submit, 12 review, 13 devices,
// 15 op-logs, 16 version share. Which transition is allowed is the service's to say.
import type { Task, TaskDraft } from '../../../preload/contract/index.ts'
import type { TaskDesk, TaskRef } from '../cloud.ts'
import { readAcknowledgement } from '../read-reply.ts'
import { type CallXlink, callNames, versionHeader, type XlinkCall } from './calls.ts'
import { isUrlMissing, taskRefusal } from './judge.ts'
import { readOperationPage, readVersionShare } from './log-schema.ts'
import { pathId } from './path-id.ts'
import { readTask } from './schema.ts'
import { getTask, partFields } from './tasks.ts'
import { deviceChanges, reviewVerdicts, scopeCategories, taskModes, taskStatuses, taskTags } from './wire.ts'

export function createTaskDesk(call: CallXlink): TaskDesk {
  /** A call about one task. TASK_NOT_FOUND */
  async function about<T>(taskId: string, request: XlinkCall<T>, signal: AbortSignal): Promise<T> {
    try {
      return await call(request, signal)
    } catch (error) {
      throw taskRefusal(error, taskId)
    }
  }

  /** 10 to 13. */
  async function change(
    taskId: string,
    request: Pick<XlinkCall<void>, 'name' | 'body' | 'repeatable'> & { readonly segment: string },
    signal: AbortSignal,
  ): Promise<void> {
    const { name, segment, body = {}, repeatable } = request
    const path = `/v2/upgrade/firmware/tasks/${pathId(taskId)}/${segment}`
    await about(taskId, { name, method: 'PUT', path, body, repeatable, read: readAcknowledgement }, signal)
  }

  // 3. Asking for the state that is, changes nothing.
  const setStatus = ({ productId, taskId }: TaskRef, status: 'stopped' | 'running', signal: AbortSignal) =>
    about(
      taskId,
      {
        name: callNames.setStatus,
        method: 'POST',
        path: '/v2/upgrade/firmware/task/status',
        body: { product_id: productId, upgrade_task_id: taskId, status: taskStatuses[status] },
        repeatable: true,
        read: readAcknowledgement,
      },
      signal,
    )

  /** A host of before endpoint 14 knows only stopped and running, and takes a stop in both. */
  async function needsStop(taskId: string, signal: AbortSignal): Promise<boolean> {
    try {
      return (await getTask(call, taskId, signal)).status === 'running'
    } catch (error) {
      if (isUrlMissing(error)) return true
      throw error
    }
  }

  return {
    // 1. A second one would be refused for its name, although the task is there.
    create: (draft, signal) =>
      call(
        {
          name: callNames.createTask,
          method: 'POST',
          path: '/v2/upgrade/firmware/task',
          headers: versionHeader,
          body: draftFields(draft),
          repeatable: false,
          read: readTask,
        },
        signal,
      ),

    start: (task, signal) => setStatus(task, 'running', signal),
    stop: (task, signal) => setStatus(task, 'stopped', signal),

    // 4. A second one would find no task.
    async delete(task, signal) {
      const { productId, taskId } = task
      if (await needsStop(taskId, signal)) await setStatus(task, 'stopped', signal)
      await about(
        taskId,
        {
          name: callNames.deleteTask,
          method: 'POST',
          path: '/v2/upgrade/firmware/task/delete',
          body: { id: taskId, product_id: productId },
          repeatable: false,
          read: readAcknowledgement,
        },
        signal,
      )
    },

    // 10, 11, 12: each ends the state that it wants, so a second one would be refused although the first one was done.
    promote(taskId, { name, description, scope }, signal) {
      const body = {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        ...(scope === undefined ? {} : { scope: scopeFields(scope) }),
      }
      const request = { name: callNames.promote, segment: 'product-tag', body, repeatable: false }
      return change(taskId, request, signal)
    },

    submit(taskId, reviewerId, signal) {
      const body = { audit_member_id: reviewerId }
      const request = { name: callNames.submit, segment: 'submit-audit', body, repeatable: false }
      return change(taskId, request, signal)
    },

    review(taskId, verdict, signal) {
      const body = { audit_result: reviewVerdicts[verdict] }
      return change(taskId, { name: callNames.review, segment: 'audit', body, repeatable: false }, signal)
    },

    // 13. Sets of devices: to add, to remove or to replace twice is to do it once.
    changeDevices(taskId, { how, deviceIds }, signal) {
      const body = { opt: deviceChanges[how], device_list: deviceIds }
      const request = { name: callNames.changeDevices, segment: 'devices', body, repeatable: true }
      return change(taskId, request, signal)
    },

    // 15
    async listOperations(taskId, signal) {
      const path = `/v2/upgrade/firmware/tasks/${pathId(taskId)}/op-logs`
      const name = callNames.listOperations
      return about(taskId, { name, method: 'GET', path, repeatable: true, read: readOperationPage }, signal)
    },

    // 16
    async versionShare(taskId, signal) {
      const path = `/v2/statistics/ota/customize-task/${pathId(taskId)}/device-firmware-version`
      const name = callNames.versionShare
      return about(taskId, { name, method: 'GET', path, repeatable: true, read: readVersionShare }, signal)
    },
  }
}

function draftFields(draft: TaskDraft): Record<string, unknown> {
  return {
    product_id: draft.productId,
    name: draft.name,
    description: draft.description,
    from_version: draft.fromVersion,
    from_version_url: draft.fromImage.url,
    from_version_md5: draft.fromImage.md5,
    from_version_size: draft.fromImage.sizeBytes,
    target_version: draft.toVersion,
    target_version_url: draft.image.url,
    target_version_md5: draft.image.md5,
    target_version_size: draft.image.sizeBytes,
    ...partFields(draft.part),
    task_type: taskModes[draft.mode],
    ...(draft.scope === null ? {} : { scope: scopeFields(draft.scope) }),
    tag_type: taskTags[draft.tag],
  }
}

/** The list of devices belongs to the category that names them. */
function scopeFields({ category, deviceIds }: Task['scope']): Record<string, unknown> {
  return {
    category: scopeCategories[category],
    ...(category === 'devices' ? { device_list: deviceIds } : {}),
  }
}
