// Where a local cloud keeps its data: beside the station's own unless a folder was given.
import { join } from 'node:path'
import { openDataDir } from '../../../open-data-dir.ts'

/** INPUT_INVALID */
export function cloudDataDir(chosen: string | undefined): string {
  return chosen === undefined ? openDataDir(join(openDataDir(undefined), 'cloud')) : openDataDir(chosen)
}
