// What belongs to an image: the synced tasks that flash it and the catalogue entries that describe it, found by size and
// digest. Read once for a whole list; pure from then on.
import type { CatalogueEntry, LibraryImage } from '../../preload/contract/index.ts'
import type { StoredFirmware } from '../store/firmware.ts'
import type { Store } from '../store/open-store.ts'

type File = Pick<StoredFirmware, 'sha256' | 'md5' | 'sizeBytes'>

export interface Links {
  readonly tasksOf: (file: File) => LibraryImage['tasks']
  readonly entriesOf: (file: File) => LibraryImage['entries']
  /** Null: it is not on this station, or has no digest that would tell. */
  readonly imageOf: (entry: Pick<CatalogueEntry, 'digest' | 'sizeBytes'>) => StoredFirmware | null
}

/** STORE_* */
export async function linkLibrary(
  store: Pick<Store, 'firmware' | 'catalogue' | 'tasks' | 'syncStates'>,
): Promise<Links> {
  const [images, entries, tasks] = await Promise.all([
    store.firmware.list(),
    store.catalogue.list(),
    syncedTasks(store),
  ])
  const tasksByFile = Map.groupBy(tasks, ({ image }) => keyOf(image.md5, image.sizeBytes))
  const entriesByFile = Map.groupBy(entries, ({ digest, sizeBytes }) => keyOf(digest?.hex, sizeBytes))
  const imagesByFile = new Map(
    images.flatMap((image) => [
      [keyOf(image.md5, image.sizeBytes), image] as const,
      [keyOf(image.sha256, image.sizeBytes), image] as const,
    ]),
  )
  return {
    tasksOf: ({ md5, sizeBytes }) =>
      (tasksByFile.get(keyOf(md5, sizeBytes)) ?? []).map(({ taskId, name, productId }) => ({
        taskId,
        name,
        productId,
      })),
    entriesOf: ({ md5, sha256, sizeBytes }) =>
      [md5, sha256]
        .flatMap((digest) => entriesByFile.get(keyOf(digest, sizeBytes)) ?? [])
        .map(({ connectionId, firmwareId, name, version }) => ({ connectionId, firmwareId, name, version })),
    imageOf: ({ digest, sizeBytes }) =>
      digest === null ? null : (imagesByFile.get(keyOf(digest.hex, sizeBytes)) ?? null),
  }
}

/** Of every product that was ever synced. */
async function syncedTasks({ tasks, syncStates }: Pick<Store, 'tasks' | 'syncStates'>) {
  const synced = (await syncStates.list()).filter(({ what }) => what === 'tasks')
  return (await Promise.all(synced.map(({ productId }) => tasks.list(productId)))).flat()
}

function keyOf(digest: string | undefined, sizeBytes: number): string {
  return `${digest?.toLowerCase() ?? ''} ${sizeBytes}`
}
