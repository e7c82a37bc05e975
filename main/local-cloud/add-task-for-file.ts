// A running task for an image file, added to a local cloud's data folder from outside: the cloud may be running on it
// in another process, or be started later.
import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { FlashlineError } from '../../preload/contract/index.ts'
import type { CloudPlace } from './open-cloud-context.ts'
import { withAdmin } from './with-admin.ts'

export interface TaskForFile extends CloudPlace {
  readonly product: string
  readonly deviceIds: readonly string[]
  readonly image: string
  /** As the service counts versions. */
  readonly from: number
  readonly to: number
  readonly name?: string
}

/** Returns the task's id. IMAGE_UNREADABLE, STORE_*, DATABASE_*, FILES_*. */
export async function addTaskForFile(task: TaskForFile): Promise<string> {
  await access(task.image).catch((cause: unknown) => {
    throw new FlashlineError(
      'IMAGE_UNREADABLE',
      { file: basename(task.image), reason: 'not there' },
      { cause },
    )
  })
  return withAdmin(task, async (admin) => {
    await admin.addProduct({ productId: task.product })
    for (const deviceId of task.deviceIds) await admin.addDevice({ deviceId, productId: task.product })
    return admin.addTask({
      productId: task.product,
      ...(task.name === undefined ? {} : { name: task.name }),
      fromVersion: task.from,
      toVersion: task.to,
      firmware: await admin.addFirmwareFile(task.image, basename(task.image)),
      deviceIds: task.deviceIds,
    })
  })
}
