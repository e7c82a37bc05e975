// Every file below a folder, as sorted paths with slashes; and the npm packages among them.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'

export function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort()
}

const packageSchema = z.object({ name: z.string(), version: z.string() })

/** By the `package.json` of each; not those that only mark a folder of a package. */
export function packagesBelow(dir: string): z.infer<typeof packageSchema>[] {
  return filesBelow(dir)
    .filter((file) => /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file))
    .map((file) => packageSchema.parse(JSON.parse(readFileSync(join(dir, file), 'utf8'))))
}
