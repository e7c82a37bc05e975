// What a caller may see: everything of his corp. The rest does not exist for him.
import type { Caller } from './accounts/credentials.ts'
import type { CloudScope } from './cloud-context.ts'
import { CloudRefusal } from './cloud-refusal.ts'
import type { DeviceRow, ProductRow } from './device-table.ts'
import type { TaskRow } from './xlink/task-table.ts'

/** PRODUCT_UNKNOWN */
export async function findOwnProduct(
  cloud: CloudScope,
  caller: Caller,
  productId: string,
): Promise<ProductRow> {
  const product = await cloud.devices.findProduct(productId)
  if (product?.corp_id !== caller.corpId) throw new CloudRefusal('PRODUCT_UNKNOWN', productId)
  return product
}

/** DEVICE_UNKNOWN */
export async function findOwnDevice(cloud: CloudScope, caller: Caller, deviceId: string): Promise<DeviceRow> {
  const device = await cloud.devices.find(deviceId)
  if (device?.corp_id !== caller.corpId) throw new CloudRefusal('DEVICE_UNKNOWN', deviceId)
  return device
}

/** TASK_UNKNOWN, also when `productId` is given and is another one. */
export async function findOwnTask(
  cloud: CloudScope,
  caller: Caller,
  taskId: string,
  productId?: string,
): Promise<TaskRow> {
  const task = await cloud.tasks.find(taskId)
  const isOwn = task?.corp_id === caller.corpId && (productId === undefined || task.product_id === productId)
  if (task === undefined || !isOwn) throw new CloudRefusal('TASK_UNKNOWN', taskId)
  return task
}

/** Refuses ids that are no devices of the product: DEVICE_UNKNOWN, DEVICE_OF_OTHER_PRODUCT. */
export async function requireDevicesOf(
  cloud: CloudScope,
  product: ProductRow,
  deviceIds: readonly string[],
): Promise<void> {
  const foreign = await cloud.devices.findForeign(product.product_id, deviceIds)
  if (foreign === undefined) return
  const isOfCorp = foreign.corp_id === product.corp_id
  throw new CloudRefusal(isOfCorp ? 'DEVICE_OF_OTHER_PRODUCT' : 'DEVICE_UNKNOWN', foreign.device_id)
}
