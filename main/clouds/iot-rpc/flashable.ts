// Whether an entry of a catalogue may be flashed without somebody saying so. Pure. Verified packages may, and those that
// need no verification, if they are whole and have a digest that proves the image.
import type { CatalogueEntry } from '../../../preload/contract/index.ts'

/**
 * Null: it may be. Else the `status` of FIRMWARE_UNVERIFIED: the catalogue's status (`unknown (n)` for one that has no
 * name), `noDigest`, or `partial (n)` for a package that is not a whole image.
 */
export function refusalOf(
  entry: Pick<CatalogueEntry, 'status' | 'statusCode' | 'digest' | 'packageType'>,
): string | null {
  if (entry.status === 'unknown') return `unknown (${entry.statusCode ?? '-'})`
  if (entry.status !== 'verified' && entry.status !== 'exempt') return entry.status
  if (entry.packageType !== 'full') return `partial (${entry.packageType})`
  return entry.digest === null ? 'noDigest' : null
}
