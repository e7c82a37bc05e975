// Opens the data folder of a local cloud and composes what its routes work on. No HTTP.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createAccountTable } from './accounts/account-table.ts'
import { createCredentials } from './accounts/credentials.ts'
import { createLoginGuard } from './accounts/login-guard.ts'
import { type CloudContext, type CloudRules, usualRules } from './cloud-context.ts'
import { openCloudDatabase } from './cloud-database.ts'
import { createCommitQueue } from './commit-queue.ts'
import { createDeviceTable } from './device-table.ts'
import { createFirmwareFiles } from './firmware-files.ts'
import { createFirmwareLinks } from './firmware-links.ts'
import { createAccessKeyPairs } from './iot-rpc/access-key-pairs.ts'
import { createCatalogueTable } from './iot-rpc/catalogue-table.ts'
import { createLivingKeys } from './living/living-keys.ts'
import { createUpgradeRecords } from './living/upgrade-records.ts'
import { createUpgrades } from './living/upgrades.ts'
import { createDataVersion } from './outside-changes.ts'
import { createOperationTable } from './xlink/operation-table.ts'
import { createResultTable } from './xlink/result-table.ts'
import { createTaskTable } from './xlink/task-table.ts'

const USUAL_MAX_FIRMWARE_BYTES = 512 * 1024 * 1024

export interface CloudContextOptions {
  /** Holds `cloud.sqlite` and `files/`. Created when missing. */
  readonly dataDir: string
  readonly now?: () => Date
  readonly rules?: Partial<CloudRules>
  /** Of one file that is sent in; 512 MiB when left out. */
  readonly maxFirmwareBytes?: number
}

export interface OpenCloudContext {
  readonly cloud: CloudContext
  /** Commits what waits and closes the database. */
  close(): void
}

/** STORE_NEWER, STORE_BROKEN, STORE_FULL. */
export async function openCloudContext(options: CloudContextOptions): Promise<OpenCloudContext> {
  const { dataDir, now = () => new Date() } = options
  // It holds the secrets of signing keys: a folder that is made here is its owner's alone.
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const db = openCloudDatabase(path.join(dataDir, 'cloud.sqlite'))
  const commits = createCommitQueue(db)
  const dataVersion = createDataVersion(db)
  const rules = { ...usualRules, ...options.rules }
  const devices = createDeviceTable(db)
  const tasks = createTaskTable(db, dataVersion)
  const upgradeRecords = createUpgradeRecords(db)
  const cloud: CloudContext = {
    db,
    commit: commits.commit,
    devices,
    tasks,
    operations: createOperationTable(db),
    results: createResultTable(db),
    files: createFirmwareFiles(db, path.join(dataDir, 'files')),
    maxFirmwareBytes: options.maxFirmwareBytes ?? USUAL_MAX_FIRMWARE_BYTES,
    accounts: createAccountTable(db),
    logins: createLoginGuard(now),
    credentials: createCredentials(db, now, dataVersion),
    upgrades: createUpgrades({ records: upgradeRecords, devices, tasks, rules, now }),
    upgradeRecords,
    livingKeys: createLivingKeys(db, now),
    catalogue: createCatalogueTable(db),
    accessKeyPairs: createAccessKeyPairs(db),
    links: createFirmwareLinks(now),
    rules,
    now,
  }
  return {
    cloud,
    close() {
      commits.flush()
      db.close()
    },
  }
}
