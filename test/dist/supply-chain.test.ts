// What the packages say of their own parts: licences in full, and a bill of materials that others can read.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Spec, Validation } from '@cyclonedx/cyclonedx-library'
import { describe, expect, inject, it } from 'vitest'
import { isAllowed } from '../../scripts/licences.ts'
import { readPackedPackages } from '../../scripts/packed-packages.ts'
import { sbomSchema } from '../../scripts/sbom.ts'
import { packagesBelow } from './files-below.ts'

const { contents } = inject('packed')
const read = (file: string) => readFileSync(join(contents, 'out', file), 'utf8')
const packages = readPackedPackages('.')

describe('licences', () => {
  it('stand in the package, of every part that is in it or in its bundles', () => {
    const text = read('licences.txt')
    const missing = packages.filter(({ name, version }) => !text.includes(`\n${name} ${version}: `))
    expect(missing).toEqual([])
    expect(text).toMatch(/\nreact [\d.]+: MIT\n\nMIT License/)
    expect(packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['electron', 'react', '@mantine/core', 'better-sqlite3', 'electron-updater']),
    )
  })

  it('are all of those that ask for no more than their notice', () => {
    expect(packages.filter(({ licence }) => !isAllowed(licence))).toEqual([])
  })
})

describe('the bill of materials', () => {
  const document = sbomSchema.parse(JSON.parse(read('sbom.json')))
  const listed = new Map(document.components.map((component) => [component.properties[0]?.value, component]))

  it('is valid CycloneDX 1.6', async () => {
    expect(
      await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(read('sbom.json')),
    ).toBeNull()
  })

  it('names every package in the archive with the version that is there', () => {
    const packed = packagesBelow(contents)
    expect(packed.length).toBeGreaterThan(100)
    // The packer may put them into other folders than npm did.
    const names = new Set(document.components.map(({ purl }) => decodeURIComponent(String(purl))))
    expect(packed.filter(({ name, version }) => !names.has(`pkg:npm/${name}@${version}`))).toEqual([])
  })

  it('names what only the bundles hold, and its edges lead nowhere else', () => {
    const bundled = packages.filter(({ isBundled }) => isBundled)
    expect(bundled.length).toBeGreaterThan(40)
    for (const { folder, version } of bundled) expect(listed.get(folder)?.version, folder).toBe(version)
    const refs = new Set([document.metadata.component, ...document.components].map((one) => one['bom-ref']))
    expect(
      document.dependencies
        .flatMap(({ ref, dependsOn }) => [ref, ...dependsOn])
        .filter((ref) => !refs.has(ref)),
    ).toEqual([])
  })

  it('tells nothing of the computer on which it was made', () => {
    expect(read('sbom.json')).not.toContain(process.cwd())
  })
})
