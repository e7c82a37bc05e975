// Endpoint 13: changes for which devices a test task is: adds, removes, or puts others in their place. Idempotent; a
// task for all becomes one for these.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { deviceChanges, scopeCategories, wireEnum } from '../../clouds/xlink/wire.ts'
import type { Caller } from '../accounts/credentials.ts'
import type { CloudContext } from '../cloud-context.ts'
import { CloudRefusal } from '../cloud-refusal.ts'
import { findOwnProduct, findOwnTask, requireDevicesOf } from '../find-owned.ts'
import { readRequestBody } from '../request-body.ts'
import { decideOperation, noteOperation } from './task-operation.ts'
import { deviceListSchema } from './task-scope.ts'

export const devicesBody = z.object({ opt: wireEnum(deviceChanges), device_list: deviceListSchema })
type DevicesBody = z.infer<typeof devicesBody>

export function taskDevicesRoutes(app: FastifyInstance, cloud: CloudContext): void {
  const change = cloud.db.transaction((caller: Caller, taskId: string, body: DevicesBody) => {
    const task = findOwnTask(cloud, caller, taskId)
    decideOperation(cloud, caller, task, 'devices')
    requireDevicesOf(cloud, findOwnProduct(cloud, caller, task.product_id), body.device_list)
    const isForAll = task.scope_category !== scopeCategories.devices
    if (changeDevices(cloud, task.seq, body) === 0 && !isForAll) return
    cloud.tasks.change(task, { scope_category: scopeCategories.devices })
    noteOperation(cloud, caller, task.task_id, 'devices', `${body.opt} ${body.device_list.length}`)
  })
  app.put<{ Params: { taskId: string } }>('/v2/upgrade/firmware/tasks/:taskId/devices', (request, reply) => {
    const caller = cloud.credentials.require(request, ['corp', 'thirdParty'])
    const body = readRequestBody(devicesBody, request.body, { opt: 'CHANGE_UNKNOWN' })
    // Only as a replacement does an empty list mean something.
    if (body.device_list.length === 0 && body.opt !== 'replace') {
      throw new CloudRefusal('FIELD_MISSING', 'device_list')
    }
    change.immediate(caller, request.params.taskId, body)
    reply.send()
  })
}

/** How many came or went. */
function changeDevices(
  cloud: CloudContext,
  seq: number,
  { opt, device_list: deviceIds }: DevicesBody,
): number {
  if (opt === 'remove') return cloud.tasks.removeDevices(seq, deviceIds)
  const removed = opt === 'replace' ? cloud.tasks.keepDevices(seq, deviceIds) : 0
  return removed + cloud.tasks.addDevices(seq, deviceIds)
}
