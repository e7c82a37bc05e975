// A firmware store on a folder of its own, with its index in a real database, and a look at what lies on the disk.
import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Agent } from 'undici'
import { onTestFinished } from 'vitest'
import { type FirmwareStoreOptions, openFirmwareStore } from '../../main/firmware/store.ts'
import { openStore } from '../../main/store/open-store.ts'
import { tempFolder } from '../store/job-fixture.ts'

export const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
export const never = new AbortController().signal
export const someBytes = (sizeBytes = 1024 * 1024 + 1) => randomBytes(sizeBytes)
export const wantedOf = (bytes: Uint8Array, url: string) => ({
  url,
  md5: md5(bytes),
  sizeBytes: bytes.length,
})

const http = new Agent()

export async function benchStore(options: Partial<FirmwareStoreOptions> = {}) {
  const dataDir = await tempFolder()
  const store = await openStore(dataDir)
  onTestFinished(() => store.close())
  /** Another one on the same folder: what a restart of the station finds. */
  const reopen = () =>
    openFirmwareStore({ dataDir, index: store.firmware, dispatcher: http, retryDelayMs: 1, ...options })
  const names = async (folder: string): Promise<string[]> => {
    const entries = await readdir(join(dataDir, 'firmware', folder), { recursive: true, withFileTypes: true })
    return entries.flatMap((entry) => (entry.isFile() || entry.isSymbolicLink() ? [entry.name] : [])).sort()
  }
  return {
    dataDir,
    index: store.firmware,
    firmware: await reopen(),
    reopen,
    /** Names of visible images. */
    visible: () => names('sha256'),
    /** Names of what is not finished. */
    partial: () => names('partial'),
    pathOf: (digest: string) => join(dataDir, 'firmware', 'sha256', digest.slice(0, 2), digest),
  }
}
