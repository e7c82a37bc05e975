// Endpoint 5: the newest running task that starts at the device's version and has the device in its scope.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { partTypes, wireEnumOptional, wireId, wireInt, wireIntOptional } from '../../clouds/xlink/wire.ts'
import { type CloudContext, requestOrigin } from '../cloud-context.ts'
import { CloudRefusal } from '../cloud-refusal.ts'
import { findOwnProduct } from '../find-owned.ts'
import { answer } from '../numbers-as-text.ts'
import { MAX_INT32 } from '../paging.ts'
import { readRequestBody } from '../request-body.ts'
import { viewTask } from './task-view.ts'

export const checkBody = z.object({
  product_id: wireId,
  // "Required" and "default wifi" at once in the document: what is missing means wifi 0.
  type: wireEnumOptional(partTypes),
  current_version: wireInt(0, MAX_INT32),
  identify: wireIntOptional(0, MAX_INT32),
})

export function checkRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.post<{ Params: { deviceId: string } }>('/v2/upgrade/firmware/check/:deviceId', async (request) => {
    const { deviceId } = request.params
    const caller = await cloud.credentials.require(request, ['user', 'device'], deviceId)
    const body = readRequestBody(checkBody, request.body, { type: 'TYPE_UNKNOWN' })
    const device = await cloud.devices.find(deviceId)
    if (device?.corp_id !== caller.corpId || device.product_id !== body.product_id) {
      await findOwnProduct(cloud, caller, body.product_id)
      throw new CloudRefusal('DEVICE_UNKNOWN', deviceId)
    }
    const part = {
      product_id: body.product_id,
      type: partTypes[body.type ?? 'wifi'],
      identify: body.identify ?? 0,
    }
    const row = await cloud.tasks.findForDevice(part, body.current_version, deviceId)
    if (row === undefined) throw new CloudRefusal('TASK_UNKNOWN')
    const facts = { row, deviceIds: await cloud.tasks.deviceIds(row.seq), surplusCount: null }
    return answer(cloud, viewTask(facts, 'check', { origin: requestOrigin(request), apiVersion: 2 }))
  })
}
