// Makes the data directory, for its owner only: it holds records and, on a machine without a keychain, a token.
// Synchronous: the desktop door needs it before its program is ready.
import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { FlashlineError } from '../../preload/contract/index.ts'
import { defaultDataDir } from './data-dir.ts'

/** `chosen`: what the user gave, or undefined for the default. Returns the absolute path. INPUT_INVALID. */
export function openDataDir(chosen: string | undefined): string {
  const dataDir = resolve(
    chosen ?? defaultDataDir({ platform: process.platform, env: process.env, home: homedir() }),
  )
  try {
    const created = mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    if (!statSync(dataDir).isDirectory()) throw new Error('not a directory')
    // A folder of the user's own choice that was there before keeps its mode; the default one is ours alone.
    if (created !== undefined || chosen === undefined) chmodSync(dataDir, 0o700)
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'ENOTDIR'
    throw new FlashlineError('INPUT_INVALID', { field: '--data', path: dataDir, reason }, { cause })
  }
  return dataDir
}
