// Which npm packages end up in Flashline's packages: the production dependencies, what the bundles hold of others, and
// Electron. By the lock file, so that it is the same on every computer; reads, never asks a registry.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { bundledLists } from './bundled-packages.ts'

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      /** Only where it differs from the folder's. */
      name: z.string().optional(),
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().default(false),
      devOptional: z.boolean().default(false),
    }),
  ),
})
type Locked = z.infer<typeof lockSchema>['packages']

export interface PackedPackage {
  /** `node_modules/...` below the project: two versions of one package differ only here. */
  readonly folder: string
  readonly name: string
  readonly version: string
  /** SPDX expression; null: the package says none. */
  readonly licence: string | null
  /** In node_modules of the package. */
  readonly isProduction: boolean
  /** In our own files. */
  readonly isBundled: boolean
}

/** Sorted by folder. Needs a build in `out`. Throws when a bundle holds what the lock file does not know. */
export function readPackedPackages(projectDir: string): PackedPackage[] {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(projectDir, file), 'utf8'))
  const bundled = bundledLists.flatMap((list) => z.array(z.string()).parse(read(join('out', list))))
  return packedPackages(lockSchema.parse(read('package-lock.json')).packages, bundled)
}

/** Pure. */
export function packedPackages(locked: Locked, bundled: readonly string[]): PackedPackage[] {
  const unknown = bundled.filter((folder) => locked[folder] === undefined)
  if (unknown.length > 0) throw new Error(`in a bundle but not in package-lock.json: ${unknown.join(', ')}`)
  const shipped = new Set([...bundled, 'node_modules/electron'])
  return Object.entries(locked)
    .filter(
      ([folder, { dev, devOptional }]) => shipped.has(folder) || (!dev && !devOptional && isCode(folder)),
    )
    .map(([folder, { name, version, license, dev, devOptional }]) => ({
      folder,
      name: name ?? folder.replace(/^.*node_modules\//, ''),
      version: version ?? '',
      licence: license ?? null,
      isProduction: !dev && !devOptional && isCode(folder),
      isBundled: bundled.includes(folder),
    }))
    .filter(({ folder, isProduction }) => isProduction || shipped.has(folder))
    .sort((one, other) => (one.folder < other.folder ? -1 : 1))
}

/** Type declarations are production dependencies of some, but not packed. */
function isCode(folder: string): boolean {
  return folder !== '' && !folder.includes('node_modules/@types/')
}
