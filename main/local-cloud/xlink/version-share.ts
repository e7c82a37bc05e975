// Endpoint 16: how many of a task's devices run which version. The devices of a task for all are those of its product;
// devices that never said their version are counted under null.
import type { FastifyInstance } from 'fastify'
import { scopeCategories } from '../../clouds/xlink/wire.ts'
import type { CloudContext } from '../cloud-context.ts'
import type { CloudDatabase } from '../cloud-database.ts'
import { findOwnTask } from '../find-owned.ts'
import { answer } from '../numbers-as-text.ts'
import type { TaskRow } from './task-table.ts'

interface Share {
  readonly devices: number
  readonly firmware_version: number | null
}

export function versionShareRoutes(app: FastifyInstance, cloud: CloudContext): void {
  const readShares = createShares(cloud.db)
  app.get<{ Params: { taskId: string } }>(
    '/v2/statistics/ota/customize-task/:taskId/device-firmware-version',
    (request) => {
      const caller = cloud.credentials.require(request, ['corp', 'thirdParty'])
      const { total, shares } = readShares(findOwnTask(cloud, caller, request.params.taskId))
      const told = shares.reduce((sum, { devices }) => sum + devices, 0)
      const untold = { devices: total - told, firmware_version: null }
      return answer(cloud, { total, ratios: untold.devices > 0 ? [...shares, untold] : shares })
    },
  )
}

function createShares(db: CloudDatabase): (task: TaskRow) => { total: number; shares: Share[] } {
  const SHARE = 'SELECT count(*) AS devices, v.version AS firmware_version'
  const PART = 'v.type = @type AND v.identify = @identify'
  const ofAll = {
    total: db.prepare<TaskRow, number>('SELECT count(*) FROM devices WHERE product_id = @product_id').pluck(),
    shares: db.prepare<TaskRow, Share>(
      `${SHARE} FROM device_versions v WHERE v.product_id = @product_id AND ${PART} GROUP BY v.version
       ORDER BY v.version`,
    ),
  }
  const ofSome = {
    total: db.prepare<TaskRow, number>('SELECT count(*) FROM task_devices WHERE task_seq = @seq').pluck(),
    shares: db.prepare<TaskRow, Share>(
      `${SHARE} FROM task_devices d CROSS JOIN device_versions v ON v.device_id = d.device_id AND ${PART}
       WHERE d.task_seq = @seq GROUP BY v.version ORDER BY v.version`,
    ),
  }
  return (task) => {
    const { total, shares } = task.scope_category === scopeCategories.all ? ofAll : ofSome
    return { total: total.get(task) ?? 0, shares: shares.all(task) }
  }
}
