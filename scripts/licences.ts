// `node scripts/licences.ts` writes out/licences.txt: every npm package inside Flashline with its licence in full. Fails
// when one has a licence that nobody allowed: a copyleft one or none must not slip in with an update.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { type PackedPackage, readPackedPackages } from './packed-packages.ts'

/** SPDX identifiers of licences that ask for no more than their notice. */
export const allowedLicences = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Zlib',
])

/** May a package with this SPDX expression be shipped? What cannot be read may not. Pure. */
export function isAllowed(expression: string | null): boolean {
  const plain = (expression ?? '').trim().replace(/^\((.*)\)$/, '$1')
  // One level is all that packages use; anything deeper is looked at by a person.
  if (/[()]/.test(plain)) return false
  return plain
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((id) => allowedLicences.has(id.trim())))
}

export interface Licences {
  readonly text: string
  readonly packages: readonly PackedPackage[]
  /** Those with a licence that is not allowed. */
  readonly refused: readonly PackedPackage[]
}

export function licences(projectDir: string): Licences {
  const packages = readPackedPackages(projectDir)
  const refused = packages.filter(({ licence }) => !isAllowed(licence))
  const head = `Flashline is under the Apache License 2.0, see LICENSE. It contains the ${packages.length} packages below.\n`
  const blocks = packages.map(({ folder, name, version, licence }) => {
    const texts = licenceTexts(join(projectDir, folder))
    return [`${'='.repeat(100)}\n${name} ${version}: ${licence}`, ...texts].join('\n\n')
  })
  return { text: `${[head, ...blocks].join('\n\n')}\n`, packages, refused }
}

/** Licence and notice files of a package; none where npm installed it not, because it is another system's. */
function licenceTexts(folder: string): string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|copyright|notice)/i.test(name))
  return names.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim())
}

const self = fileURLToPath(import.meta.url)
if (argv[1] === self) {
  const projectDir = dirname(dirname(self))
  const { text, packages, refused } = licences(projectDir)
  for (const { name, version, licence } of refused)
    console.error(`${name} ${version}: ${licence} is not allowed`)
  if (refused.length > 0) process.exit(1)
  writeFileSync(join(projectDir, 'out', 'licences.txt'), text)
  console.log(`out/licences.txt: ${packages.length} packages, every licence allowed`)
}
