// `npm run sbom` writes out/sbom.json: what Flashline is made of as CycloneDX 1.6, for those who watch for flaws in it. Made
// by cyclonedx-npm from the lock file, then cut to what is packed: the bundles hold packages that npm calls development.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { argv, execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type PackedPackage, readPackedPackages } from './packed-packages.ts'

const componentSchema = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  version: z.string().optional(),
  properties: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
})
/** What is read of a CycloneDX document; the rest is carried along. */
export const sbomSchema = z.looseObject({
  metadata: z.looseObject({ component: componentSchema }),
  components: z.array(componentSchema),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
})
export type Sbom = z.infer<typeof sbomSchema>

/** Needs a build in `out` and npm; no registry. */
export function sbom(projectDir: string): Sbom {
  const program = join(projectDir, 'node_modules/@cyclonedx/cyclonedx-npm/bin/cyclonedx-npm-cli.js')
  const options = [
    '--package-lock-only',
    '--flatten-components',
    '--output-reproducible',
    '--spec-version',
    '1.6',
  ]
  const json = execFileSync(execPath, [program, ...options, '--output-file', '-'], {
    cwd: projectDir,
    maxBuffer: 64 * 1024 * 1024,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return onlyPacked(sbomSchema.parse(JSON.parse(json)), readPackedPackages(projectDir))
}

/** Throws when a packed package is not in the document. Pure. */
export function onlyPacked(document: Sbom, packages: readonly PackedPackage[]): Sbom {
  const byFolder = new Map(document.components.map((component) => [folderOf(component), component]))
  const components = packages.map(({ folder, isBundled }) => {
    const component = byFolder.get(folder)
    if (component === undefined) throw new Error(`not in the SBOM: ${folder}`)
    const properties = [
      { name: 'cdx:npm:package:path', value: folder },
      ...(isBundled ? [{ name: 'cdx:npm:package:bundled', value: 'true' }] : []),
    ]
    return { ...component, scope: 'required', properties }
  })
  const refs = new Set([document.metadata.component, ...components].map((component) => component['bom-ref']))
  const dependencies = document.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }))
  return { ...document, components, dependencies }
}

/** Where npm puts it: the only name that two versions of a package do not share. */
function folderOf({ properties }: z.infer<typeof componentSchema>): string | undefined {
  return properties.find(({ name }) => name === 'cdx:npm:package:path')?.value
}

const self = fileURLToPath(import.meta.url)
if (argv[1] === self) {
  const projectDir = dirname(dirname(self))
  const document = sbom(projectDir)
  mkdirSync(join(projectDir, 'out'), { recursive: true })
  writeFileSync(join(projectDir, 'out', 'sbom.json'), `${JSON.stringify(document, null, 2)}\n`)
  console.log(`out/sbom.json: ${document.components.length} components`)
}
