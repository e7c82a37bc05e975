// `flashline doctor`, composed: the list of checks with what each needs. Reads only, takes no lock, and works without a
// data folder, beside a running station and inside one.
import type { DoctorReport, Settings } from '../../../preload/contract/index.ts'
import type { Clouds } from '../clouds.ts'
import { openProfiles } from '../profile-desk.ts'
import { withoutSecrets } from '../without-secrets.ts'
import { checkConnections } from './connections.ts'
import { checkDataFolder } from './data-folder.ts'
import { checkDatabase } from './database.ts'
import { checkDisk } from './disk.ts'
import { checkDoor } from './door.ts'
import { checkDrivers } from './drivers.ts'
import { checkDropFolders } from './drop-folders.ts'
import { type Check, examine } from './examine.ts'
import { checkHubs } from './hubs.ts'
import { checkKeychain } from './keychain-check.ts'
import { line } from './line.ts'
import type { Machine } from './machine.ts'
import { checkNativeModules } from './native-modules.ts'
import { checkPorts } from './ports.ts'
import { judgeProfiles } from './profiles.ts'
import { judgeSystem } from './system.ts'

// A small computer with a busy card takes its time; what hangs, hangs for longer.
const usualMs = 20_000
const connectionMs = 30_000

/** What is set in the data folder. */
export interface DoctorDesk {
  readonly settings: Settings
  readonly clouds: Clouds
  /** Kept out of every line. */
  readonly secrets: readonly string[]
}

export interface DoctorSources {
  readonly version: string
  readonly dataDir: string
  readonly resourcesDir: string
  readonly machine: Machine
  readonly now: () => Date
  /** INPUT_INVALID for settings that cannot be read. */
  readonly openDesk: () => Promise<DoctorDesk>
  /** Rejects, or gives null, where there is no keychain. */
  readonly openKeychain: () => Promise<unknown>
  /** Asks no cloud. */
  readonly offline: boolean
  /** The usual port of `serve`; null: it is not this program's business. */
  readonly doorPort: number | null
  /** Larger databases are not proved: that would hold up what else this process does. Asked when it is time. */
  readonly proveUpToBytes: () => number
}

/** Rejects with the reason of the signal only. */
export function callDoctor(sources: DoctorSources, signal: AbortSignal): Promise<DoctorReport> {
  let secrets: readonly string[] = []
  // Asked by two checks, opened once.
  let opening: Promise<DoctorDesk> | null = null
  const desk = async () => {
    opening ??= sources.openDesk()
    const opened = await opening
    secrets = opened.secrets
    return opened
  }
  return examine(
    checksOf(sources, desk),
    { now: sources.now, shown: (text) => withoutSecrets(text, secrets) },
    signal,
  )
}

function checksOf(sources: DoctorSources, desk: () => Promise<DoctorDesk>): Check[] {
  const { version, dataDir, resourcesDir, machine, doorPort } = sources
  const check = (id: Check['id'], run: Check['run'], more: Partial<Check> = {}): Check => ({
    id,
    deadlineMs: usualMs,
    run,
    ...more,
  })
  return [
    check('system', async () => [judgeSystem(machine, version)]),
    check('native', () => checkNativeModules()),
    check('data', () => checkDataFolder(dataDir, machine)),
    check('disk', (signal) => checkDisk(dataDir, signal)),
    check('settings', async () => {
      try {
        await desk()
        return [line('settingsFine')]
      } catch (cause) {
        return [line('settingsUnreadable', {}, cause)]
      }
    }),
    check('profiles', async () => judgeProfiles((await openProfiles(resourcesDir, dataDir)).list())),
    check('keychain', () => checkKeychain(dataDir, machine.env, sources.openKeychain)),
    check('ports', (signal) => checkPorts(machine, signal)),
    check('drivers', () => checkDrivers(machine, resourcesDir)),
    check('hubs', () => checkHubs(machine)),
    check(
      'connections',
      async (signal) => {
        // That they cannot be read is said of the settings.
        const opened = await desk().catch(() => null)
        if (opened === null) return []
        const { env } = machine
        const { now, offline } = sources
        return checkConnections({ ...opened, env, now, offline, timeoutMs: connectionMs }, signal)
      },
      { deadlineMs: connectionMs + usualMs },
    ),
    ...(doorPort === null ? [] : [check('door', () => checkDoor(doorPort))]),
    check('folders', () => checkDropFolders(dataDir)),
    check('database', () => checkDatabase(dataDir, sources.proveUpToBytes()), { blocks: true }),
  ]
}
