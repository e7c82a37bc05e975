// Endpoint 16: how many of a task's devices run which version. The devices of a task for all are those of its product;
// devices that never said their version are counted under null.
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { scopeCategories } from '../../clouds/xlink/wire.ts'
import type { CloudContext } from '../cloud-context.ts'
import type { CloudDb } from '../cloud-database.ts'
import { keptQuery } from '../database/kept-query.ts'
import { findOwnTask } from '../find-owned.ts'
import { answer } from '../numbers-as-text.ts'
import type { TaskRow } from './task-table.ts'

interface Share {
  readonly devices: number
  readonly firmware_version: number | null
}

const allDevices = keptQuery(
  (_, { product_id }: TaskRow) =>
    sql<{ n: number }>`SELECT count(*) AS n FROM devices WHERE product_id = ${product_id}`,
)
const sharesOfAll = keptQuery(
  (_, { product_id, type, identify }: TaskRow) =>
    sql<Share>`SELECT count(*) AS devices, v.version AS firmware_version FROM device_versions v
      WHERE v.product_id = ${product_id} AND v.type = ${type} AND v.identify = ${identify}
      GROUP BY v.version ORDER BY v.version`,
)
const someDevices = keptQuery(
  (_, { seq }: TaskRow) => sql<{ n: number }>`SELECT count(*) AS n FROM task_devices WHERE task_seq = ${seq}`,
)
const sharesOfSome = keptQuery(
  ({ words }, { seq, type, identify }: TaskRow) =>
    sql<Share>`SELECT count(*) AS devices, v.version AS firmware_version
      FROM task_devices d ${words.orderedJoin} device_versions v
        ON v.device_id = d.device_id AND v.type = ${type} AND v.identify = ${identify}
      WHERE d.task_seq = ${seq} GROUP BY v.version ORDER BY v.version`,
)

async function readShares(db: CloudDb, task: TaskRow): Promise<{ total: number; shares: Share[] }> {
  const [devices, shares] =
    task.scope_category === scopeCategories.all ? [allDevices, sharesOfAll] : [someDevices, sharesOfSome]
  const counted = await devices.first(db, task)
  return { total: counted?.n ?? 0, shares: await shares.all(db, task) }
}

export function versionShareRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.get<{ Params: { taskId: string } }>(
    '/v2/statistics/ota/customize-task/:taskId/device-firmware-version',
    async (request) => {
      const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
      const { total, shares } = await readShares(
        cloud.db,
        await findOwnTask(cloud, caller, request.params.taskId),
      )
      const told = shares.reduce((sum, { devices }) => sum + devices, 0)
      const untold = { devices: total - told, firmware_version: null }
      return answer(cloud, { total, ratios: untold.devices > 0 ? [...shares, untold] : shares })
    },
  )
}
