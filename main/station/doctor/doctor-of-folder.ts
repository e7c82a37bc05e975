// `flashline doctor` from the command line: the doctor of a data folder that this process does not run.
import { release } from 'node:os'
import type { DoctorReport } from '../../../preload/contract/index.ts'
import { createClouds } from '../clouds.ts'
import { openKeychain, systemKeychain } from '../keychain.ts'
import { openSecrets } from '../secrets.ts'
import { SettingsFile } from '../settings.ts'
import { callDoctor } from './doctor.ts'
import { thisMachine } from './machine.ts'

export interface FolderDoctorOptions {
  readonly version: string
  /** May be missing. */
  readonly dataDir: string
  readonly resourcesDir: string
  readonly offline: boolean
  readonly doorPort: number
}

export async function doctorOfFolder(
  options: FolderDoctorOptions,
  signal: AbortSignal,
): Promise<DoctorReport> {
  const { dataDir } = options
  const opened: { close(): Promise<void> }[] = []
  try {
    return await callDoctor(
      {
        ...options,
        machine: thisMachine(release()),
        now: () => new Date(),
        openKeychain,
        proveUpToBytes: () => Number.POSITIVE_INFINITY,
        async openDesk() {
          const file = new SettingsFile(dataDir)
          const secrets = await openSecrets(dataDir, systemKeychain)
          const clouds = createClouds({
            connections: () => file.settings.connections,
            secret: secrets.get,
            secrets: secrets.all,
            onEntry: () => {},
          })
          opened.push(clouds)
          return { settings: file.settings, clouds, secrets: secrets.all() }
        },
      },
      signal,
    )
  } finally {
    for (const one of opened) await one.close()
  }
}
