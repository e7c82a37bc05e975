// A file and what catalogues say of it: whether one that was brought here may be taken in, and fetching the one that an
// entry names. Of the station and of the command line alike.
import { type CatalogueEntry, FlashlineError } from '../../preload/contract/index.ts'
import type { FirmwareCatalogue } from '../clouds/cloud.ts'
import { refusalOf } from '../clouds/iot-rpc/flashable.ts'
import { describeImage } from '../firmware/describe-image.ts'
import type { OnProgress } from '../firmware/download.ts'
import { foreignKindOf } from '../firmware/foreign-kind.ts'
import type { FirmwareStore, Offered } from '../firmware/store.ts'
import type { Image } from '../protocols/protocol.ts'
import type { Catalogue } from '../store/catalogue.ts'
import type { Clouds } from './clouds.ts'

export interface AcceptRules {
  /** For the refusal. */
  readonly name: string
  /** Only catalogues of this connection; null: all. */
  readonly connectionId: string | null
  /** A file that no catalogue lists, too, or only as not verified. */
  readonly allowUnmatched: boolean
}

/** The entry that describes the file. FIRMWARE_UNMATCHED, FIRMWARE_UNVERIFIED, IMAGE_KIND */
export async function requireAcceptable(
  catalogue: Pick<Catalogue, 'findByFile'>,
  { bytes, ...image }: Offered,
  { name, connectionId, allowUnmatched }: AcceptRules,
): Promise<CatalogueEntry | null> {
  const { sizeBytes, md5 } = image
  const entry = await catalogue.findByFile({ ...image, connectionId })
  const kind = entry === null ? foreignKindOf(bytes) : null
  if (kind !== null) throw new FlashlineError('IMAGE_KIND', { kind, file: name })
  if (allowUnmatched) return entry
  if (!entry)
    throw new FlashlineError('FIRMWARE_UNMATCHED', { file: name, sizeBytes, md5, ...recognised(bytes) })
  requireVerified(entry)
  return entry
}

/** For the one who decides about a file that nobody lists. */
function recognised(bytes: Uint8Array): { format: string; chip: string | null; version: string | null } {
  try {
    const { format, chip, version } = describeImage(bytes)
    return { format, chip, version }
  } catch (error) {
    if (!(error instanceof FlashlineError)) throw error
    return { format: 'unknown', chip: null, version: null }
  }
}

/** FIRMWARE_UNVERIFIED */
export function requireVerified(entry: CatalogueEntry): void {
  const refusal = refusalOf(entry)
  if (refusal)
    throw new FlashlineError('FIRMWARE_UNVERIFIED', { firmwareId: entry.firmwareId, status: refusal })
}

export interface ListedFile {
  readonly entry: CatalogueEntry
  readonly fetch: (firmware: FirmwareStore, onProgress: OnProgress, signal: AbortSignal) => Promise<Image>
}

/** As its catalogue says now. FIRMWARE_NOT_FOUND, CONNECTION_*, CLOUD_*; `fetch`: also IMAGE_* and STORE_*. */
export async function findListed(
  clouds: Clouds,
  { connectionId, firmwareId }: { connectionId: string | null; firmwareId: string },
  signal: AbortSignal,
): Promise<ListedFile> {
  const client = clouds.get(connectionId)
  if (!client) throw new FlashlineError('CONNECTION_UNKNOWN', { connectionId, use: 'catalogue' })
  const { catalogue } = client
  if (!catalogue) throw new FlashlineError('CONNECTION_LACKS', { connectionId, use: 'catalogue' })
  const entry = await entryOf(catalogue, firmwareId, signal)
  return {
    entry,
    async fetch(firmware, onProgress, signal) {
      // The address is good for minutes: asked for now, never kept.
      const link = await catalogue.findFile(firmwareId, signal)
      if (!link) throw new FlashlineError('CONNECTION_LACKS', { connectionId, use: 'QueryOTAFirmware' })
      const wanted = { url: link.url, sizeBytes: entry.sizeBytes, ...digestsOf(entry) }
      return firmware.fetch(wanted, onProgress, signal, client.dispatcher)
    },
  }
}

async function entryOf(
  catalogue: FirmwareCatalogue,
  firmwareId: string,
  signal: AbortSignal,
): Promise<CatalogueEntry> {
  const { entries } = await catalogue.listFirmware({}, signal)
  const entry = entries.find((one) => one.firmwareId === firmwareId)
  if (!entry) throw new FlashlineError('FIRMWARE_NOT_FOUND', { firmwareId })
  return entry
}

function digestsOf({ digest }: CatalogueEntry): { md5: string | null; sha256: string | null } {
  return {
    md5: digest?.method === 'md5' ? digest.hex : null,
    sha256: digest?.method === 'sha256' ? digest.hex : null,
  }
}
