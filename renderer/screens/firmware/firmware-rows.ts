// The rows of the catalogue and of the library: which fit a search, what stands in the way of fetching one, how a digest is
// written. Pure.
import type { CatalogueView, LibraryImage } from '../../../preload/contract/library.ts'

/** Every word of the search is in it somewhere. */
function fits(words: string, text: string): boolean {
  const said = text.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word))
}

export function fitsEntry(entry: CatalogueView, search: string): boolean {
  const { name, version, productName, productKey, module, firmwareId, digest, description } = entry
  return fits(
    search,
    [name, version, productName, productKey, module, firmwareId, digest?.hex, description].join(' '),
  )
}

export function fitsImage(image: LibraryImage, search: string): boolean {
  const { name, md5, sha256, tasks, entries } = image
  const used = [
    ...tasks.map((task) => task.name),
    ...entries.map((entry) => `${entry.name} ${entry.version}`),
  ]
  return fits(search, [name, md5, sha256, ...used].join(' '))
}

export const entryKey = ({ connectionId, firmwareId }: Pick<CatalogueView, 'connectionId' | 'firmwareId'>) =>
  `${connectionId} ${firmwareId}`

export type FetchObstacle = 'vanished' | 'unverified' | 'partial' | 'noDigest'

/** Why the station would not fetch it; null: it would. The station decides: this only says it before it is asked. */
export function fetchObstacle(entry: CatalogueView): FetchObstacle | null {
  if (entry.vanished) return 'vanished'
  if (entry.status !== 'verified' && entry.status !== 'exempt') return 'unverified'
  if (entry.packageType !== 'full') return 'partial'
  return entry.digest === null ? 'noDigest' : null
}

/** In groups of eight, so that people can compare it. */
export function groupHex(hex: string): string[] {
  return hex.match(/.{1,8}/g) ?? []
}

export type Selected =
  | { readonly kind: 'image'; readonly sha256: string }
  | { readonly kind: 'entry'; readonly key: string }

export interface Shown {
  readonly image: LibraryImage | null
  readonly entry: CatalogueView | null
}

/** What the panel shows: what was chosen, with what belongs to it; the first of all while nothing was, or it has gone. */
export function shownOf(
  selected: Selected | null,
  images: readonly LibraryImage[],
  entries: readonly CatalogueView[],
): Shown {
  if (selected?.kind === 'entry') {
    const entry = entries.find((one) => entryKey(one) === selected.key)
    if (entry) return { entry, image: images.find(({ sha256 }) => sha256 === entry.sha256) ?? null }
  }
  const image =
    images.find(({ sha256 }) => selected?.kind === 'image' && sha256 === selected.sha256) ?? images[0]
  if (!image) return { image: null, entry: entries[0] ?? null }
  return { image, entry: entries.find(({ sha256 }) => sha256 === image.sha256) ?? null }
}
