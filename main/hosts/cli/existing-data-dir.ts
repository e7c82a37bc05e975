// The data directory for commands that only read: a wrong path must not become a new empty station.
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { defaultDataDir } from '../data-dir.ts'

/** Null when nobody chose one and the default one was never made. INPUT_INVALID when the chosen one is not there. */
export function existingDataDir(chosen: string | undefined): string | null {
  const dataDir = chosenDataDir(chosen)
  return existsSync(dataDir) ? dataDir : null
}

/** The same for who looks up settings: a default folder that was never made says that nothing is set. INPUT_INVALID */
export function chosenDataDir(chosen: string | undefined): string {
  const dataDir = resolve(
    chosen ?? defaultDataDir({ platform: process.platform, env: process.env, home: homedir() }),
  )
  if (chosen === undefined || existsSync(dataDir)) return dataDir
  throw new FlashlineError('INPUT_INVALID', { field: '--data', path: dataDir })
}
