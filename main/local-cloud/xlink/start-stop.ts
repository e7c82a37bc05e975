// Endpoints 3 and 4: start, stop and delete a task. Both name its product; a task of another one is not found.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { wireId, wireInt } from '../../clouds/xlink/wire.ts'
import type { Caller } from '../accounts/credentials.ts'
import type { CloudContext } from '../cloud-context.ts'
import { findOwnTask } from '../find-owned.ts'
import { readRequestBody } from '../request-body.ts'
import { decideOperation, noteOperation } from './task-operation.ts'

export const statusBody = z.object({ product_id: wireId, upgrade_task_id: wireId, status: wireInt(0, 1) })
export const deleteBody = z.object({ id: wireId, product_id: wireId })

export function startStopRoutes(app: FastifyInstance, cloud: CloudContext): void {
  const setStatus = cloud.db.transaction((caller: Caller, body: z.infer<typeof statusBody>) => {
    const operation = body.status === 1 ? 'start' : 'stop'
    const task = findOwnTask(cloud, caller, body.upgrade_task_id, body.product_id)
    const status = decideOperation(cloud, caller, task, operation)
    if (status === task.status || status === 'gone') return
    cloud.tasks.change(task, { status })
    noteOperation(cloud, caller, task.task_id, operation)
  })
  app.post('/v2/upgrade/firmware/task/status', (request, reply) => {
    const caller = cloud.credentials.require(request, ['corp', 'thirdParty'])
    const body = readRequestBody(statusBody, request.body, { status: 'TASK_STATUS_UNKNOWN' })
    setStatus.immediate(caller, body)
    reply.send()
  })

  const remove = cloud.db.transaction((caller: Caller, body: z.infer<typeof deleteBody>) => {
    const task = findOwnTask(cloud, caller, body.id, body.product_id)
    decideOperation(cloud, caller, task, 'delete')
    cloud.tasks.delete(task.seq)
    noteOperation(cloud, caller, task.task_id, 'delete')
  })
  app.post('/v2/upgrade/firmware/task/delete', (request, reply) => {
    const caller = cloud.credentials.require(request, ['corp', 'thirdParty'])
    remove.immediate(caller, readRequestBody(deleteBody, request.body))
    reply.send()
  })
}
