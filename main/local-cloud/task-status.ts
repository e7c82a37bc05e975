// Endpoint 3: start and stop a task. `decideStatus` is the state machine, pure:
//   stopped -> running   legacy and test tasks, and formal ones that passed their review
//   pending -> running   test tasks with devices; a formal one must pass its review first
//   running -> stopped   always
//   review               neither; asking for the state that is, changes nothing
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { taskStatuses, taskTags, wireId, wireInt } from '../clouds/xlink/wire.ts'
import type { CloudContext } from './cloud-context.ts'
import { CloudRefusal } from './cloud-refusal.ts'
import { readRequestBody } from './request-body.ts'

const statusBody = z.object({ product_id: wireId, upgrade_task_id: wireId, status: wireInt(0, 1) })

export interface TaskFactsForStatus {
  readonly status: number
  readonly legacy: boolean
  readonly approved: boolean
  readonly isTest: boolean
  readonly deviceCount: number
}

/** The status after the request. CloudRefusal TASK_UNDER_REVIEW, TASK_NOT_APPROVED, SCOPE_EMPTY, TASK_STATE_CONFLICT. */
export function decideStatus(task: TaskFactsForStatus, wanted: 0 | 1): number {
  if (task.status === taskStatuses.review) throw new CloudRefusal('TASK_UNDER_REVIEW')
  if (task.status === wanted) return wanted
  if (wanted === taskStatuses.stopped) {
    if (task.status === taskStatuses.running) return taskStatuses.stopped
    throw new CloudRefusal('TASK_STATE_CONFLICT')
  }
  if (task.status === taskStatuses.stopped) {
    if (task.legacy || task.isTest || task.approved) return taskStatuses.running
    throw new CloudRefusal('TASK_NOT_APPROVED')
  }
  if (!task.isTest) throw new CloudRefusal('TASK_NOT_APPROVED')
  if (task.deviceCount === 0) throw new CloudRefusal('SCOPE_EMPTY')
  return taskStatuses.running
}

export function taskStatusRoutes(app: FastifyInstance, cloud: CloudContext): void {
  const apply = cloud.db.transaction((productId: string, taskId: string, wanted: 0 | 1) => {
    const row = cloud.tasks.find(taskId)
    if (row?.product_id !== productId) throw new CloudRefusal('TASK_UNKNOWN', taskId)
    const facts = {
      status: row.status,
      legacy: row.legacy === 1,
      approved: row.approved === 1,
      isTest: row.tag_type === taskTags.test,
      deviceCount: cloud.tasks.deviceIds(row.seq).length,
    }
    cloud.tasks.setStatus(row.seq, decideStatus(facts, wanted))
  })
  app.post('/v2/upgrade/firmware/task/status', (request, reply) => {
    cloud.credentials.require(request, ['corp', 'thirdParty'])
    const body = readRequestBody(statusBody, request.body, { status: 'TASK_STATUS_UNKNOWN' })
    apply.immediate(body.product_id, body.upgrade_task_id, body.status === 1 ? 1 : 0)
    reply.send()
  })
}
