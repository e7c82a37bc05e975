// Name and description of a task, and what must be unique about it: endpoints 1 and 10.
import { wireText } from '../../clouds/xlink/wire.ts'
import type { CloudScope } from '../cloud-context.ts'
import { CloudRefusal } from '../cloud-refusal.ts'
import type { NewTaskRow } from './task-table.ts'

/** Characters as people count them, not UTF-16 units. */
const shortText = (maxChars: number) => wireText(maxChars * 2).refine((text) => [...text].length <= maxChars)

export const taskName = shortText(32)
export const taskDescription = shortText(250)

/** NAME_EXISTS, FROM_VERSION_EXISTS; `exceptSeq` is the task itself. */
export async function requireUnique(
  cloud: CloudScope,
  task: Pick<NewTaskRow, 'product_id' | 'name' | 'type' | 'identify' | 'from_version' | 'tag_type'>,
  exceptSeq?: number,
): Promise<void> {
  const { product_id, type, identify, name, from_version } = task
  if (await cloud.tasks.hasName(product_id, name, exceptSeq)) throw new CloudRefusal('NAME_EXISTS', name)
  const tag = cloud.rules.uniquePerTag ? task.tag_type : null
  if (await cloud.tasks.hasFromVersion({ product_id, type, identify }, from_version, tag, exceptSeq)) {
    throw new CloudRefusal('FROM_VERSION_EXISTS', String(from_version))
  }
}
