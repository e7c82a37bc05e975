// Endpoints 11 and 12: a formal task is submitted to a member of the corp, who alone may approve or reject it.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { reviewVerdicts, wireEnum, wireId } from '../../clouds/xlink/wire.ts'
import type { Caller } from '../accounts/credentials.ts'
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
  const submit = cloud.db.transaction((caller: Caller, taskId: string, reviewerId: string) => {
    const task = findOwnTask(cloud, caller, taskId)
    const status = decideOperation(cloud, caller, task, 'submit')
    const isOfCorp = cloud.accounts.findMember(reviewerId)?.corp_id === caller.corpId
    if (!isOfCorp) throw new CloudRefusal('MEMBER_UNKNOWN', reviewerId)
    if (cloud.rules.fourEyes && reviewerId === caller.memberId) throw new CloudRefusal('OWN_REVIEW')
    if (status === 'gone') return
    cloud.tasks.change(task, { status, audit_member_id: reviewerId })
    noteOperation(cloud, caller, task.task_id, 'submit', reviewerId)
  })
  app.put<TaskRoute>('/v2/upgrade/firmware/tasks/:taskId/submit-audit', (request, reply) => {
    const caller = cloud.credentials.require(request, ['corp', 'thirdParty'])
    const body = readRequestBody(submitBody, request.body)
    submit.immediate(caller, request.params.taskId, body.audit_member_id)
    reply.send()
  })

  const review = cloud.db.transaction((caller: Caller, taskId: string, verdict: 'approve' | 'reject') => {
    const task = findOwnTask(cloud, caller, taskId)
    const status = decideOperation(cloud, caller, task, verdict)
    if (status === 'gone') return
    const approved = verdict === 'approve' ? 1 : task.approved
    cloud.tasks.change(task, { status, approved, audit_member_id: '' })
    noteOperation(cloud, caller, task.task_id, verdict)
  })
  app.put<TaskRoute>('/v2/upgrade/firmware/tasks/:taskId/audit', (request, reply) => {
    const caller = cloud.credentials.require(request, ['corp', 'thirdParty'])
    // Who is no member cannot be the one who was named.
    if (caller.memberId === null) throw new CloudRefusal('NOT_AUDITOR')
    const body = readRequestBody(auditBody, request.body)
    review.immediate(caller, request.params.taskId, body.audit_result)
    reply.send()
  })
}
