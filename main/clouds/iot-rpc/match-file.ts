// Which entry of a catalogue a file is, for hosts that do not give their files away. Pure. Size and digest decide, never a
// name.
import type { CatalogueEntry } from '../../../preload/contract/index.ts'

/** Digests in hex. */
export interface FileFacts {
  readonly sizeBytes: number
  readonly md5: string
  readonly sha256: string
}

/** Of several the one modified last; null when none fits. */
export function matchFile<Entry extends CatalogueEntry>(
  entries: readonly Entry[],
  file: FileFacts,
): Entry | null {
  const fits = ({ sizeBytes, digest }: Entry) =>
    sizeBytes === file.sizeBytes && digest !== null && digest.hex === file[digest.method].toLowerCase()
  const modifiedMs = ({ modifiedAt }: Entry) => (modifiedAt === null ? 0 : Date.parse(modifiedAt))
  return entries.filter(fits).sort((a, b) => modifiedMs(b) - modifiedMs(a))[0] ?? null
}
