// Makes a task at the cloud: everything that can be refused here is refused before anything is sent; images of the
// library are put on the cloud's shelf, so that devices can fetch them from there.
import {
  FlashlineError,
  imageProblems,
  type Task,
  type TaskDraft,
  type TaskInput,
  taskProblems,
} from '../../preload/contract/index.ts'
import type { FirmwareStore } from '../firmware/store.ts'
import type { FirmwareRows } from '../store/firmware.ts'
import type { TaskCloud } from './task-cloud.ts'

export interface Library {
  readonly rows: Pick<FirmwareRows, 'get'>
  readonly files: Pick<FirmwareStore, 'read'>
}

type GivenImage = TaskInput['image']
type PlacedImage = TaskDraft['image']

/**
 * INPUT_INVALID {field}, IMAGE_UNREADABLE {file}, CONNECTION_LACKS {connectionId, use} for a library image where the cloud
 * keeps no files, else as the cloud's calls.
 */
export async function makeTask(
  library: Library,
  cloud: TaskCloud,
  draft: TaskInput,
  signal: AbortSignal,
): Promise<Task> {
  const { desk, connectionId } = cloud
  requireValid(draft)
  if (!desk) throw new FlashlineError('CONNECTION_LACKS', { connectionId, use: 'desk' })
  const image = await place(library, cloud, draft.image, signal)
  const fromImage = draft.fromImage === null ? image : await place(library, cloud, draft.fromImage, signal)
  return desk.create({ ...draft, image, fromImage }, signal)
}

function requireValid(draft: TaskInput): void {
  const problems = {
    ...taskProblems(draft),
    ...('url' in draft.image ? imageProblems('image', draft.image) : {}),
    ...(draft.fromImage && 'url' in draft.fromImage ? imageProblems('fromImage', draft.fromImage) : {}),
  }
  const [field] = Object.keys(problems)
  if (field !== undefined) throw new FlashlineError('INPUT_INVALID', { field })
}

async function place(
  { rows, files }: Library,
  { shelf, connectionId }: TaskCloud,
  image: GivenImage,
  signal: AbortSignal,
): Promise<PlacedImage> {
  if ('url' in image) return { ...image, md5: image.md5.toLowerCase() }
  if (!shelf) throw new FlashlineError('CONNECTION_LACKS', { connectionId, use: 'shelf' })
  const known = await rows.get(image.sha256)
  const name = known?.name ?? `${image.sha256.slice(0, 12)}.bin`
  const bytes = known && (await files.read(known, signal))
  if (!known || !bytes) throw new FlashlineError('IMAGE_UNREADABLE', { file: name })
  const placed = await shelf.put({ name, bytes }, signal)
  // A device would refuse what a broken upload left there, one by one.
  if (placed.md5 !== known.md5 || placed.sizeBytes !== known.sizeBytes)
    throw new FlashlineError('CLOUD_REPLY', { field: 'md5', expected: known.md5, found: placed.md5 })
  return placed
}
