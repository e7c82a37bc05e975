// A bundler plugin that writes down which npm packages went into a bundle. Who uses a package as a development dependency
// may still ship it: packed-packages.ts takes its list from here.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

export type World = 'main' | 'preload' | 'renderer'
const worlds: readonly World[] = ['main', 'preload', 'renderer']

/** The lists, below the output folder of all worlds: JSON arrays of `node_modules/...` folders. */
export const bundledLists = worlds.map((world) => `bundled/${world}.json`)

export function bundledPackages(world: World): Plugin {
  return {
    name: 'bundled-packages',
    writeBundle({ dir = '.' }) {
      const folders = new Set(
        [...this.getModuleIds()].map(packageFolderOf).filter((folder) => folder !== null),
      )
      // Beside the world's own folder, which the headless door serves or the next build empties.
      const file = join(dir, '..', 'bundled', `${world}.json`)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, `${JSON.stringify([...folders].sort(), null, 2)}\n`)
    },
  }
}

/** `/home/me/flashline/node_modules/@b/c/dist/x.js?y` is of `node_modules/@b/c`; null: our own code. Pure. */
export function packageFolderOf(moduleId: string): string | null {
  const path = moduleId.replaceAll('\\', '/').replace(/[?#].*$/, '')
  return /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? null
}
