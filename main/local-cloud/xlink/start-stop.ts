// Endpoints 3 and 4: start, stop and delete a task. Both name its product; a task of another one is not found.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { wireId, wireInt } from '../../clouds/xlink/wire.ts'
import type { CloudContext } from '../cloud-context.ts'
import { findOwnTask } from '../find-owned.ts'
import { readRequestBody } from '../request-body.ts'
import { decideOperation, noteOperation } from './task-operation.ts'

export const statusBody = z.object({ product_id: wireId, upgrade_task_id: wireId, status: wireInt(0, 1) })
export const deleteBody = z.object({ id: wireId, product_id: wireId })

export function startStopRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.post('/v2/upgrade/firmware/task/status', async (request, reply) => {
    const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
    const body = readRequestBody(statusBody, request.body, { status: 'TASK_STATUS_UNKNOWN' })
    const operation = body.status === 1 ? 'start' : 'stop'
    await cloud.write(['tasks'], async (cloud) => {
      const task = await findOwnTask(cloud, caller, body.upgrade_task_id, body.product_id)
      const status = await decideOperation(cloud, caller, task, operation)
      if (status === task.status || status === 'gone') return
      await cloud.tasks.change(task, { status })
      await noteOperation(cloud, caller, task.task_id, operation)
    })
    return reply.send()
  })

  app.post('/v2/upgrade/firmware/task/delete', async (request, reply) => {
    const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
    const body = readRequestBody(deleteBody, request.body)
    await cloud.write(['tasks'], async (cloud) => {
      const task = await findOwnTask(cloud, caller, body.id, body.product_id)
      await decideOperation(cloud, caller, task, 'delete')
      await cloud.tasks.delete(task.seq)
      await noteOperation(cloud, caller, task.task_id, 'delete')
    })
    return reply.send()
  })
}
