// Endpoints 11 and 12: a formal task is submitted to a member of the corp, who alone may approve or reject it.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { reviewVerdicts, wireEnum, wireId } from '../../clouds/xlink/wire.ts'
import type { CloudContext } from '../cloud-context.ts'
import { CloudRefusal } from '../cloud-refusal.ts'
import { findOwnTask } from '../find-owned.ts'
import { readRequestBody } from '../request-body.ts'
import { decideOperation, noteOperation } from './task-operation.ts'

export const submitBody = z.object({ audit_member_id: wireId })
export const auditBody = z.object({ audit_result: wireEnum(reviewVerdicts) })

interface TaskRoute {
  Params: { taskId: string }
}

export function reviewTaskRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.put<TaskRoute>('/v2/upgrade/firmware/tasks/:taskId/submit-audit', async (request, reply) => {
    const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
    const { audit_member_id: reviewerId } = readRequestBody(submitBody, request.body)
    await cloud.write(['tasks'], async (cloud) => {
      const task = await findOwnTask(cloud, caller, request.params.taskId)
      const status = await decideOperation(cloud, caller, task, 'submit')
      const reviewer = await cloud.accounts.findMember(reviewerId)
      if (reviewer?.corp_id !== caller.corpId) throw new CloudRefusal('MEMBER_UNKNOWN', reviewerId)
      if (cloud.rules.fourEyes && reviewerId === caller.memberId) throw new CloudRefusal('OWN_REVIEW')
      if (status === 'gone') return
      await cloud.tasks.change(task, { status, audit_member_id: reviewerId })
      await noteOperation(cloud, caller, task.task_id, 'submit', reviewerId)
    })
    return reply.send()
  })

  app.put<TaskRoute>('/v2/upgrade/firmware/tasks/:taskId/audit', async (request, reply) => {
    const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
    // Who is no member cannot be the one who was named.
    if (caller.memberId === null) throw new CloudRefusal('NOT_AUDITOR')
    const { audit_result: verdict } = readRequestBody(auditBody, request.body)
    await cloud.write(['tasks'], async (cloud) => {
      const task = await findOwnTask(cloud, caller, request.params.taskId)
      const status = await decideOperation(cloud, caller, task, verdict)
      if (status === 'gone') return
      const approved = verdict === 'approve' ? 1 : task.approved
      await cloud.tasks.change(task, { status, approved, audit_member_id: '' })
      await noteOperation(cloud, caller, task.task_id, verdict)
    })
    return reply.send()
  })
}
