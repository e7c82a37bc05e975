// The data directory for commands that only read: a wrong path must not become a new empty station.
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { defaultDataDir } from '../data-dir.ts'

/** Null when nobody chose one and the default one was never made. INPUT_INVALID when the chosen one is not there. */
export function existingDataDir(chosen: string | undefined): string | null {
  const dataDir = resolve(
    chosen ?? defaultDataDir({ platform: process.platform, env: process.env, home: homedir() }),
  )
  if (existsSync(dataDir)) return dataDir
  if (chosen === undefined) return null
  throw new FlashlineError('INPUT_INVALID', { field: '--data', path: dataDir })
}
