// The station of a bench: slots, jobs, cloud and outbox over the core, and the contract in front of them. Opened by a
// host, which serves `router` through its carrier, and closed by it. What is on the bench: open-bench.ts.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { benchSettings } from './bench-settings.ts'
import type { CloudSetting } from './cloud-setting.ts'
import { openCore } from './core.ts'
import { type DiskLimits, usualDiskLimits } from './disk-room.ts'
import { HandOutDesk } from './hand-out-desk.ts'
import { type Keychain, openKeychain, systemKeychain } from './keychain.ts'
import { openBench, type Station, type UsbBus } from './open-bench.ts'
import { demoSetOf, openPractice, type Practice, type PracticeKind } from './practice.ts'
import { openSecrets } from './secrets.ts'
import { SettingsFile } from './settings.ts'

export type { Station, UsbBus } from './open-bench.ts'

export interface StationOptions {
  /** Where the database, the firmware store, the settings and the log live. Created when missing. */
  readonly dataDir: string
  /** Holds `profiles/`. */
  readonly resourcesDir: string
  /**
   * Practice bench: embedded cloud with demo products, simulated devices, in a folder of its own below `dataDir`.
   * A station without settings starts as one, too.
   */
  readonly practice: boolean
  /** What is on a practice bench; eight boards when left out. */
  readonly practiceKind?: PracticeKind
  /** Version of the program, for the screens and the records. */
  readonly version: string
  /** Where secrets are kept; null: in a file. Left out: the system's. */
  readonly keychain?: () => Promise<Keychain | null>
  /** When the disk is too full for new work; left out: the usual limits. */
  readonly diskLimits?: DiskLimits
  /** Serial ports; left out: those of this machine. */
  readonly usb?: UsbBus
}

/** DATA_IN_USE, STORE_NEWER, STORE_BROKEN, STORE_FULL, INPUT_INVALID (settings that cannot be read). */
export async function createStation(options: StationOptions): Promise<Station> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  const settingsFile = new SettingsFile(options.dataDir)
  const isPractice = options.practice || settingsFile.isUnset
  const set = isPractice ? await demoSetOf(options.practiceKind ?? 'boards') : null
  const dataDir = set ? join(options.dataDir, set.folder) : options.dataDir
  const secrets = await openSecrets(options.dataDir, options.keychain ?? systemKeychain)
  const pinSecrets = set ? await openSecrets(dataDir, options.keychain ?? systemKeychain) : secrets
  let practice: Practice | null = null
  const settings = () => benchSettings(settingsFile.settings, isPractice, practice)
  const clouds: CloudSetting = {
    settings,
    secret: (owner, name) => {
      if (!isPractice) return secrets.get(owner, name)
      return owner.startsWith('@') ? '' : (practice?.secrets[name] ?? '')
    },
    secrets: () => (practice ? Object.values(practice.secrets) : secrets.all()),
  }
  const taskAgeMs = () => settings().guards.taskAgeSeconds * 1000
  const teller = { secrets: pinSecrets, stationName: () => settings().stationName }
  const handOut = new HandOutDesk(() => settings().lan)
  const core = await openCore({
    dataDir,
    resourcesDir: options.resourcesDir,
    clouds,
    handOut,
    taskAgeMs,
    teller,
    diskLimits: options.diskLimits ?? usualDiskLimits,
  })
  handOut.log = core.log
  try {
    if (set) practice = await openPractice(dataDir, set)
    if (practice) await core.store.devices.addRoster(practice.roster)
    return await openBench({
      version: options.version,
      resourcesDir: options.resourcesDir,
      openKeychain: options.keychain ?? openKeychain,
      settingsFile,
      secrets,
      pinSecrets,
      settings,
      core,
      practice,
      dataDir,
      isFirstRun: !options.practice,
      handOut,
      ...(options.usb && { usb: options.usb }),
    })
  } catch (error) {
    await practice?.close()
    await handOut.close()
    await core.close()
    throw error
  }
}
