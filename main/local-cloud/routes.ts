// Every route of the local cloud.
import type { FastifyInstance } from 'fastify'
import { deviceLoginRoutes } from './accounts/device-login.ts'
import { loginRoutes } from './accounts/login.ts'
import { memberRoutes } from './accounts/members.ts'
import type { CloudContext } from './cloud-context.ts'
import { firmwareRoutes } from './firmware.ts'
import { firmwareUploadRoutes } from './firmware-upload.ts'
import { rpcRoutes } from './iot-rpc/rpc.ts'
import { progressRoutes } from './living/progress.ts'
import { openapiRoutes } from './openapi/openapi.ts'
import { productRoutes } from './products.ts'
import { checkRoutes } from './xlink/check.ts'
import { createTaskRoutes } from './xlink/create-task.ts'
import { opLogsRoutes } from './xlink/op-logs.ts'
import { otaLogRoutes } from './xlink/ota-log.ts'
import { otaLogsRoutes } from './xlink/ota-logs.ts'
import { promoteTaskRoutes } from './xlink/promote-task.ts'
import { reportRoutes } from './xlink/report.ts'
import { reviewTaskRoutes } from './xlink/review-task.ts'
import { startStopRoutes } from './xlink/start-stop.ts'
import { taskDevicesRoutes } from './xlink/task-devices.ts'
import { taskRoutes } from './xlink/tasks.ts'
import { versionShareRoutes } from './xlink/version-share.ts'

export const allRoutes: readonly ((app: FastifyInstance, cloud: CloudContext) => void)[] = [
  taskRoutes,
  createTaskRoutes,
  startStopRoutes,
  promoteTaskRoutes,
  reviewTaskRoutes,
  taskDevicesRoutes,
  opLogsRoutes,
  versionShareRoutes,
  checkRoutes,
  reportRoutes,
  otaLogRoutes,
  otaLogsRoutes,
  loginRoutes,
  deviceLoginRoutes,
  memberRoutes,
  productRoutes,
  firmwareRoutes,
  firmwareUploadRoutes,
  progressRoutes,
  rpcRoutes,
  openapiRoutes,
]
