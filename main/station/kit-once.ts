// Kits, result files and keys of a data folder from the command line, while no station runs on it.
import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import {
  FlashlineError,
  type ImportedKit,
  type KitDraft,
  type KitEntry,
  type MadeFile,
  type ResultFile,
  type StationKey,
  type TrustedKey,
} from '../../preload/contract/index.ts'
import { systemClock } from '../clouds/clock.ts'
import { cloudSettingOf } from './cloud-desk.ts'
import { openCore } from './core.ts'
import type { DeskFolder } from './desk-work.ts'
import { systemKeychain } from './keychain.ts'
import { type Inspected, KitDesk } from './kit-desk.ts'
import { KitKeys } from './kit-keys.ts'
import { OrderDesk } from './order-desk.ts'
import { routesOf } from './routes.ts'
import { openSecrets } from './secrets.ts'
import { SettingsFile } from './settings.ts'

export interface KitFolder extends DeskFolder {
  /** Who does it; stands in the kit and in the records. */
  readonly by: string
}

/** DATA_IN_USE, and as KitDesk's; so do the others. INPUT_INVALID {field: 'file'}: nothing is written over. */
export function createKit(
  folder: KitFolder,
  draft: KitDraft,
  file: string,
  signal: AbortSignal,
): Promise<MadeFile> {
  const path = newFile(file)
  return withDesk(folder, (desk) => desk.createTo(draft, folder.by, () => path, signal))
}

export function inspectKit(folder: DeskFolder, file: string, signal: AbortSignal): Promise<Inspected> {
  return withDesk(folder, (desk) => desk.inspectFile(resolve(file), signal))
}

export function importKit(
  folder: KitFolder,
  file: string,
  replaceProfiles: boolean,
  signal: AbortSignal,
): Promise<ImportedKit> {
  const how = { by: folder.by, replaceProfiles }
  return withDesk(folder, (desk) => desk.importFile(resolve(file), how, signal))
}

/** Null: nothing waits. */
export function exportResults(
  folder: KitFolder,
  file: string,
  signal: AbortSignal,
): Promise<ResultFile | null> {
  const path = newFile(file)
  return withDesk(folder, (desk) => desk.exportResultsTo(folder.by, () => path, signal))
}

export function importResults(folder: KitFolder, file: string, signal: AbortSignal): Promise<ResultFile> {
  const given = { path: resolve(file), name: basename(file) }
  return withDesk(folder, (desk) => desk.importResultsFile(given, folder.by, signal))
}

export function listKits(folder: DeskFolder): Promise<KitEntry[]> {
  return withDesk(folder, async (desk) => (await desk.list()).kits)
}

export function listKeys(folder: DeskFolder): Promise<{ own: StationKey; trusted: TrustedKey[] }> {
  return withDesk(folder, async ({ keys }) => ({ own: await keys.shown(), trusted: await keys.list() }))
}

export function trustKey(folder: KitFolder, publicKey: string, name: string): Promise<TrustedKey> {
  return withDesk(folder, ({ keys }) => keys.trust(publicKey, name, folder.by))
}

/** False: it was not trusted. */
export function removeKey(folder: DeskFolder, publicKey: string): Promise<boolean> {
  return withDesk(folder, ({ keys }) => keys.remove(publicKey))
}

function newFile(file: string): string {
  const path = resolve(file)
  if (existsSync(path)) throw new FlashlineError('INPUT_INVALID', { field: 'file', path, reason: 'EEXIST' })
  return path
}

async function withDesk<Result>(
  { dataDir, resourcesDir }: DeskFolder,
  work: (desk: KitDesk) => Promise<Result>,
): Promise<Result> {
  const clouds = await cloudSettingOf(dataDir)
  const settingsFile = new SettingsFile(dataDir)
  const { settings } = settingsFile
  const core = await openCore({ dataDir, resourcesDir, clouds })
  const now = () => new Date()
  try {
    const orders = await OrderDesk.open({
      ...{ rows: core.store.orders, emit: core.hub.emit, now },
      task: async (taskId) => (await core.store.tasks.get(taskId)) ?? core.kits.task(taskId),
      // An order of a kit names its image itself.
      storedImage: async () => null,
      onDisarmed: () => undefined,
      onRoom: () => undefined,
      onError: (error) => core.log.error({ err: error }, 'work order'),
    })
    const secrets = await openSecrets(dataDir, systemKeychain)
    const desk = await KitDesk.open({
      ...{ core, dataDir, orders, now, settings: () => settings, clock: systemClock, log: core.log },
      isPractice: false,
      saveSettings: (next) => settingsFile.save(next),
      keys: new KitKeys({
        ...{ rows: core.store.kitKeys, secrets, now, stationName: () => settings.stationName },
      }),
      connectionOf: (productId) => routesOf(settings, productId).results,
      onChange: () => undefined,
    })
    try {
      return await work(desk)
    } finally {
      await desk.stop()
    }
  } finally {
    await core.close()
  }
}
