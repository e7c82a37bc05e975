// Work on a data folder from the command line: a round of sync, the firmware store, the roster. Whatever writes needs the
// folder for itself.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  type CatalogueEntry,
  FlashlineError,
  type Settings,
  type SyncState,
} from '../../preload/contract/index.ts'
import type { FirmwareCatalogue } from '../clouds/cloud.ts'
import { refusalOf } from '../clouds/iot-rpc/flashable.ts'
import { matchFile } from '../clouds/iot-rpc/match-file.ts'
import type { Image } from '../protocols/protocol.ts'
import { openStore } from '../store/open-store.ts'
import { type RosterProblem, readRoster } from '../sync/roster.ts'
import { createBenchSync } from './bench-sync.ts'
import { cloudSettingOf } from './cloud-desk.ts'
import { type Core, openCore } from './core.ts'
import { withReader } from './read.ts'
import { narrowedTo, routesOf } from './routes.ts'

export interface DeskFolder {
  readonly dataDir: string
  /** Holds `profiles/`. */
  readonly resourcesDir: string
}

export type StoredFirmware = Pick<Image, 'sha256' | 'md5' | 'sizeBytes'>

export interface SyncOnceOptions extends DeskFolder {
  /** With the images of running tasks. */
  readonly firmware: boolean
  /** Only over this connection; null: over all. */
  readonly connectionId: string | null
}

/** One round for all products. DATA_IN_USE, CONNECTION_UNKNOWN */
export function syncOnce(folder: SyncOnceOptions, signal: AbortSignal): Promise<SyncState[]> {
  return withCore(folder, async (core, settings) => {
    const wanted = narrowedTo(settings, folder.connectionId)
    const sync = createBenchSync({
      core,
      settings: () => wanted,
      onCloud: () => {},
      firmware: folder.firmware,
    })
    try {
      const states = await sync.run(signal)
      await sync.prefetched()
      return states
    } finally {
      await sync.stop()
    }
  })
}

/** The synced copy; also while a station runs on the folder. */
export function listCatalogue(
  dataDir: string,
  query: { readonly productKey?: string },
): Promise<CatalogueEntry[]> {
  return withReader(dataDir, (store) => store.catalogue.list(query))
}

/**
 * Takes a file into the store that the synced catalogue lists as verified; with `allowUnmatched` any file.
 * FIRMWARE_UNMATCHED, FIRMWARE_UNVERIFIED, IMAGE_*
 */
export function importFirmware(
  folder: DeskFolder & {
    readonly file: string
    readonly allowUnmatched: boolean
    /** Only catalogues of this connection; null: all. */
    readonly connectionId: string | null
  },
): Promise<StoredFirmware & { entry: CatalogueEntry | null }> {
  return withCore(folder, async ({ firmware, store }) => {
    let entry: CatalogueEntry | null = null
    const { sha256, md5, sizeBytes } = await firmware.importFile(folder.file, async (image) => {
      const { connectionId, file, allowUnmatched } = folder
      entry = await store.catalogue.findByFile({ ...image, connectionId })
      if (allowUnmatched) return
      if (!entry)
        throw new FlashlineError('FIRMWARE_UNMATCHED', {
          file: basename(file),
          sizeBytes: image.sizeBytes,
          md5: image.md5,
        })
      refuseUnverified(entry)
    })
    return { sha256, md5, sizeBytes, entry }
  })
}

function refuseUnverified(entry: CatalogueEntry): void {
  const refusal = refusalOf(entry)
  if (refusal)
    throw new FlashlineError('FIRMWARE_UNVERIFIED', { firmwareId: entry.firmwareId, status: refusal })
}

export interface FetchFirmwareOptions extends DeskFolder {
  /** Null: the only connection that has a catalogue. */
  readonly connectionId: string | null
  readonly firmwareId: string
  readonly allowUnverified: boolean
  /** Where the host does not give files away: this one, if it is what the catalogue describes. */
  readonly file: string | null
}

/** FIRMWARE_NOT_FOUND, FIRMWARE_UNVERIFIED, FIRMWARE_UNMATCHED, CONNECTION_*, IMAGE_*, CLOUD_* */
export function fetchFirmware(
  options: FetchFirmwareOptions,
  onProgress: (doneBytes: number, totalBytes: number) => void,
  signal: AbortSignal,
): Promise<StoredFirmware> {
  const { firmwareId } = options
  return withCore(options, async (core, settings) => {
    const connectionId =
      options.connectionId ?? routesOf(settings, settings.bench?.productId ?? null).catalogue
    const client = core.clouds.get(connectionId)
    if (!client) throw new FlashlineError('CONNECTION_UNKNOWN', { connectionId, use: 'catalogue' })
    if (!client.catalogue) throw new FlashlineError('CONNECTION_LACKS', { connectionId, use: 'catalogue' })
    const entry = await entryOf(client.catalogue, firmwareId, signal)
    if (!options.allowUnverified) refuseUnverified(entry)
    if (options.file !== null) {
      const file = options.file
      return core.firmware.importFile(file, (image) => {
        if (!matchFile([entry], image))
          throw new FlashlineError('FIRMWARE_UNMATCHED', { file: basename(file), firmwareId })
      })
    }
    // The address is good for minutes: asked for now, never kept.
    const link = await client.catalogue.findFile(firmwareId, signal)
    if (!link) throw new FlashlineError('CONNECTION_LACKS', { connectionId, use: 'QueryOTAFirmware' })
    const { url } = link
    return core.firmware.fetch(
      { url, sizeBytes: entry.sizeBytes, ...digestsOf(entry) },
      ({ doneBytes, totalBytes }) => onProgress(doneBytes, totalBytes),
      signal,
      client.dispatcher,
    )
  })
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

/** Good lines are kept, bad ones named. DATA_IN_USE, INPUT_INVALID for a file that cannot be read. */
export async function importRoster(
  dataDir: string,
  file: string,
): Promise<{ added: number; problems: RosterProblem[] }> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new FlashlineError('INPUT_INVALID', { file: basename(file) }, { cause })
  })
  const { devices, problems } = readRoster(text)
  const store = await openStore(dataDir)
  try {
    await store.devices.addRoster(devices)
    return { added: devices.length, problems }
  } finally {
    await store.close()
  }
}

async function withCore<Result>(
  { dataDir, resourcesDir }: DeskFolder,
  work: (core: Core, settings: Settings) => Promise<Result>,
): Promise<Result> {
  const clouds = await cloudSettingOf(dataDir)
  const core = await openCore({ dataDir, resourcesDir, clouds })
  try {
    return await work(core, clouds.settings())
  } finally {
    await core.close()
  }
}
