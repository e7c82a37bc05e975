// Endpoint 8: the upgrade gateway says that a device took the instruction to upgrade.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { wireId } from '../../clouds/xlink/wire.ts'
import type { Caller } from '../accounts/credentials.ts'
import type { CloudContext } from '../cloud-context.ts'
import { CloudRefusal } from '../cloud-refusal.ts'
import { findOwnDevice, findOwnTask } from '../find-owned.ts'
import { readRequestBody } from '../request-body.ts'

export const otaLogBody = z.object({ device_id: wireId, task_id: wireId })

export function otaLogRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.post('/v2/upgrade/ota-log', async (request, reply) => {
    const caller = await cloud.credentials.require(request, ['platform'])
    requireCorp(request, caller)
    const body = readRequestBody(otaLogBody, request.body)
    await cloud.write([`device ${body.device_id}`], async (cloud) => {
      const device = await findOwnDevice(cloud, caller, body.device_id)
      const task = await findOwnTask(cloud, caller, body.task_id)
      if (task.product_id !== device.product_id) {
        throw new CloudRefusal('DEVICE_OF_OTHER_PRODUCT', body.device_id)
      }
      await cloud.results.openLog({
        corp_id: device.corp_id,
        product_id: device.product_id,
        task_id: task.task_id,
        device_id: device.device_id,
        issued_at: cloud.now().toISOString(),
      })
      // Also what is told again: after a failure it is another try.
      await cloud.upgrades.issued(device.device_id, task)
    })
    return reply.send()
  })
}

/** The corp that the gateway speaks for must be its token's; a token that names none may speak for any. */
function requireCorp(request: FastifyRequest, caller: Caller): void {
  const corpId = request.headers['corp-id']
  if (typeof corpId !== 'string' || corpId.trim() === '') throw new CloudRefusal('FIELD_MISSING', 'Corp-ID')
  if (caller.isBoundToCorp && corpId.trim() !== caller.corpId) throw new CloudRefusal('CORP_DIFFERS')
}
