// Endpoint 8: the upgrade gateway says that a device took the instruction to upgrade.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { wireId } from '../clouds/xlink/wire.ts'
import type { CloudContext } from './cloud-context.ts'
import { CloudRefusal } from './cloud-refusal.ts'
import { readRequestBody } from './request-body.ts'

const otaLogBody = z.object({ device_id: wireId, task_id: wireId })

export function otaLogRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.post('/v2/upgrade/ota-log', (request, reply) => {
    cloud.credentials.require(request, ['platform'])
    const corpId = request.headers['corp-id']
    if (typeof corpId !== 'string' || corpId.trim() === '') throw new CloudRefusal('FIELD_MISSING', 'Corp-ID')
    const body = readRequestBody(otaLogBody, request.body)
    const device = cloud.devices.find(body.device_id)
    if (device === undefined) throw new CloudRefusal('DEVICE_UNKNOWN', body.device_id)
    const task = cloud.tasks.find(body.task_id)
    if (task === undefined) throw new CloudRefusal('TASK_UNKNOWN', body.task_id)
    if (task.product_id !== device.product_id)
      throw new CloudRefusal('DEVICE_OF_OTHER_PRODUCT', body.device_id)
    cloud.results.openLog({
      corp_id: corpId,
      product_id: device.product_id,
      task_id: body.task_id,
      device_id: body.device_id,
      issued_at: cloud.now().toISOString(),
    })
    reply.send()
  })
}
