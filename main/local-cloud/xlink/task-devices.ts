// Endpoint 13: changes for which devices a test task is: adds, removes, or puts others in their place. Idempotent; a
// task for all becomes one for these.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { deviceChanges, scopeCategories, wireEnum } from '../../clouds/xlink/wire.ts'
import type { CloudContext, CloudScope } from '../cloud-context.ts'
import { CloudRefusal } from '../cloud-refusal.ts'
import { findOwnProduct, findOwnTask, requireDevicesOf } from '../find-owned.ts'
import { readRequestBody } from '../request-body.ts'
import { decideOperation, noteOperation } from './task-operation.ts'
import { deviceListSchema } from './task-scope.ts'

export const devicesBody = z.object({ opt: wireEnum(deviceChanges), device_list: deviceListSchema })
type DevicesBody = z.infer<typeof devicesBody>

export function taskDevicesRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.put<{ Params: { taskId: string } }>(
    '/v2/upgrade/firmware/tasks/:taskId/devices',
    async (request, reply) => {
      const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
      const body = readRequestBody(devicesBody, request.body, { opt: 'CHANGE_UNKNOWN' })
      // Only as a replacement does an empty list mean something.
      if (body.device_list.length === 0 && body.opt !== 'replace') {
        throw new CloudRefusal('FIELD_MISSING', 'device_list')
      }
      await cloud.write(['tasks'], async (cloud) => {
        const task = await findOwnTask(cloud, caller, request.params.taskId)
        await decideOperation(cloud, caller, task, 'devices')
        await requireDevicesOf(cloud, await findOwnProduct(cloud, caller, task.product_id), body.device_list)
        const isForAll = task.scope_category !== scopeCategories.devices
        if ((await changeDevices(cloud, task.seq, body)) === 0 && !isForAll) return
        await cloud.tasks.change(task, { scope_category: scopeCategories.devices })
        await noteOperation(cloud, caller, task.task_id, 'devices', `${body.opt} ${body.device_list.length}`)
      })
      return reply.send()
    },
  )
}

/** How many came or went. */
async function changeDevices(
  cloud: CloudScope,
  seq: number,
  { opt, device_list: deviceIds }: DevicesBody,
): Promise<number> {
  if (opt === 'remove') return cloud.tasks.removeDevices(seq, deviceIds)
  const removed = opt === 'replace' ? await cloud.tasks.keepDevices(seq, deviceIds) : 0
  return removed + (await cloud.tasks.addDevices(seq, deviceIds))
}
