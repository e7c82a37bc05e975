// Endpoint 6: what became of an upgrade. A known device is always answered 200, so that a station can repeat what it
// is not sure to have delivered: a success counts once per task and device, however often it is told.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { partTypes, readTime, wireEnum, wireInt, wireText, wireTextOptional } from '../clouds/xlink/wire.ts'
import type { CloudContext } from './cloud-context.ts'
import { CloudRefusal } from './cloud-refusal.ts'
import type { DeviceRow } from './device-table.ts'
import { readRequestBody } from './request-body.ts'
import { MAX_INT32 } from './tasks.ts'

const DESC_MAX_CHARS = 20_000

const reportBody = z.object({
  type: wireEnum(partTypes),
  mod: wireText(20),
  identify: wireInt(0, MAX_INT32),
  last_version: wireInt(0, MAX_INT32),
  current_version: wireInt(0, MAX_INT32),
  result: wireInt(0, 1),
  desc: wireTextOptional(DESC_MAX_CHARS),
  start_date: z.unknown().optional(),
  end_date: z.unknown().optional(),
})
type ReportBody = z.infer<typeof reportBody>

export function reportRoutes(app: FastifyInstance, cloud: CloudContext): void {
  const accept = cloud.db.transaction((device: DeviceRow, body: ReportBody) =>
    acceptReport(cloud, device, body),
  )
  app.post<{ Params: { deviceId: string } }>('/v2/upgrade/firmware/report/:deviceId', (request, reply) => {
    const { deviceId } = request.params
    cloud.credentials.require(request, ['user', 'device', 'platform'], deviceId)
    const body = readRequestBody(reportBody, request.body, { type: 'TYPE_UNKNOWN' })
    const device = cloud.devices.find(deviceId)
    if (device === undefined) throw new CloudRefusal('DEVICE_UNKNOWN', deviceId)
    accept.immediate(device, body)
    reply.send()
  })
}

function acceptReport(cloud: CloudContext, device: DeviceRow, body: ReportBody): void {
  const { last_version, current_version, identify } = body
  const type = partTypes[body.type]
  const succeeded = body.result === 0
  if (succeeded) cloud.devices.setVersion(device.device_id, type, identify, current_version)
  // How devices merely announce the version they run.
  if (succeeded && last_version === current_version) return
  const part = { product_id: device.product_id, type, identify }
  const task = cloud.tasks.findForReport(part, last_version, current_version)
  const startDate = readTime(body.start_date)
  const endDate = readTime(body.end_date)
  const receivedAt = cloud.now().toISOString()
  cloud.results.addReport({
    task_id: task?.task_id ?? null,
    device_id: device.device_id,
    product_id: device.product_id,
    type,
    identify,
    mod: body.mod,
    last_version,
    current_version,
    result: body.result,
    desc: body.desc,
    start_date: startDate,
    end_date: endDate,
    dates_reversed: startDate !== null && endDate !== null && endDate < startDate ? 1 : 0,
    received_at: receivedAt,
  })
  if (!succeeded || task === undefined) return
  cloud.tasks.countUpgraded(task.seq, device.device_id)
  cloud.results.closeLog(device.device_id, task.task_id, endDate ?? receivedAt)
}
