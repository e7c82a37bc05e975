// Where the program's own files are: the nearest folder above this module that has a package.json. The same from the
// sources and from the bundle, whose chunks lie at other depths.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export function programRoot(from: string = fileURLToPath(import.meta.url)): string {
  let folder = dirname(from)
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('the program folder has no package.json')
    folder = parent
  }
  return folder
}

/** Profiles and what else comes with the program as files. */
export function resourcesDir(): string {
  return join(programRoot(), 'resources')
}

/** The built screens. May be missing when nothing was built yet. */
export function uiDir(): string {
  return join(programRoot(), 'out', 'renderer')
}
