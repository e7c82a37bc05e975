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
import { matchFile } from '../clouds/iot-rpc/match-file.ts'
import type { OnProgress } from '../firmware/download.ts'
import type { Image } from '../protocols/protocol.ts'
import { openStore } from '../store/open-store.ts'
import { type RosterProblem, readRoster } from '../sync/roster.ts'
import { createBenchSync } from './bench-sync.ts'
import { findListed, requireAcceptable, requireVerified } from './catalogue-file.ts'
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
    const rules = { ...folder, name: basename(folder.file) }
    const { sha256, md5, sizeBytes } = await firmware.importFile(folder.file, async (image) => {
      entry = await requireAcceptable(store.catalogue, image, rules)
    })
    return { sha256, md5, sizeBytes, entry }
  })
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
  const report: OnProgress = ({ doneBytes, totalBytes }) => onProgress(doneBytes, totalBytes)
  return withCore(options, async (core, settings) => {
    const connectionId =
      options.connectionId ?? routesOf(settings, settings.bench?.productId ?? null).catalogue
    const listed = await findListed(core.clouds, { connectionId, firmwareId }, signal)
    if (!options.allowUnverified) requireVerified(listed.entry)
    const { file } = options
    if (file === null) return listed.fetch(core.firmware, report, signal)
    return core.firmware.importFile(file, (image) => {
      if (!matchFile([listed.entry], image))
        throw new FlashlineError('FIRMWARE_UNMATCHED', { file: basename(file), firmwareId })
    })
  })
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

/** The folder's own core, closed when `work` is done. DATA_IN_USE */
export async function withCore<Result>(
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
