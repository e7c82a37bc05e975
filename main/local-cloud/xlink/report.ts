// Endpoint 6: what became of an upgrade. A known device is always answered 200, so that a station can repeat what it
// is not sure to have delivered: a success counts once per task and device, however often it is told.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  partTypes,
  readTime,
  wireEnum,
  wireInt,
  wireText,
  wireTextOptional,
} from '../../clouds/xlink/wire.ts'
import type { CloudContext, CloudScope } from '../cloud-context.ts'
import type { DeviceRow } from '../device-table.ts'
import { findOwnDevice } from '../find-owned.ts'
import { MAX_INT32 } from '../paging.ts'
import { readRequestBody } from '../request-body.ts'
import type { TaskRow } from './task-table.ts'

const DESC_MAX_CHARS = 20_000

export const reportBody = z.object({
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
  app.post<{ Params: { deviceId: string } }>(
    '/v2/upgrade/firmware/report/:deviceId',
    async (request, reply) => {
      const { deviceId } = request.params
      const caller = await cloud.credentials.require(request, ['user', 'device', 'platform'], deviceId)
      const body = readRequestBody(reportBody, request.body, { type: 'TYPE_UNKNOWN' })
      await cloud.write([`device ${deviceId}`], async (cloud) =>
        acceptReport(cloud, await findOwnDevice(cloud, caller, deviceId), body),
      )
      return reply.send()
    },
  )
}

async function acceptReport(cloud: CloudScope, device: DeviceRow, body: ReportBody): Promise<void> {
  const { identify, current_version } = body
  const type = partTypes[body.type]
  const succeeded = body.result === 0
  if (succeeded) await cloud.devices.setVersion(device.device_id, type, identify, current_version)
  // A success without a change is how devices merely announce the version they run.
  const isAnnouncement = succeeded && body.last_version === current_version
  const task = isAnnouncement ? null : await recordReport(cloud, device, type, body)
  await cloud.upgrades.reported({
    deviceId: device.device_id,
    task,
    type,
    identify,
    version: current_version,
    succeeded,
    description: body.desc,
  })
}

async function recordReport(
  cloud: CloudScope,
  device: DeviceRow,
  type: number,
  body: ReportBody,
): Promise<TaskRow | null> {
  const { identify, last_version, current_version, result, desc, mod } = body
  const part = { product_id: device.product_id, type, identify }
  const task = await cloud.tasks.findForReport(part, last_version, current_version)
  const startDate = readTime(body.start_date)
  const endDate = readTime(body.end_date)
  const receivedAt = cloud.now().toISOString()
  await cloud.results.addReport({
    task_id: task?.task_id ?? null,
    device_id: device.device_id,
    ...part,
    mod,
    last_version,
    current_version,
    result,
    desc,
    start_date: startDate,
    end_date: endDate,
    dates_reversed: startDate !== null && endDate !== null && endDate < startDate ? 1 : 0,
    received_at: receivedAt,
  })
  if (task === undefined) return null
  if (result === 0) {
    await cloud.tasks.countUpgraded(task.seq, device.device_id)
    await cloud.results.closeLog(device.device_id, task.task_id, endDate ?? receivedAt)
  }
  return task
}
