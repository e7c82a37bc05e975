// docs/security.md claims much: every file and every test that it names is there, and none of Electron's 20 items is missing.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packedPackages } from '../../scripts/packed-packages.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const page = read('docs/security.md')
/** Cells of the table's rows that begin with a number. */
const rows = [...page.matchAll(/^\| (\d+) \|(.*)\|$/gm)].map(([, number, rest = '']) => ({
  number: Number(number),
  cells: rest.split('|').map((cell) => cell.trim()),
}))

test('all 20 recommendations, in order', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
})

test.each(rows)('$number: its file and its test are there', ({ cells }) => {
  const [, , file = '', proof = ''] = cells
  expect(existsSync(join(root, file.replaceAll('`', ''))), file).toBe(true)
  const [, testFile = '', title = ''] = /^`([^`]+)`: "(.+)"$/.exec(proof) ?? []
  const source = read(testFile)
  expect(source, `${testFile} has no test "${title}"`).toContain(`'${title}'`)
  expect(source).not.toMatch(/\b(test|it|describe)\.(skip|todo)\b/)
})

test('every other file that the page names is there, too', () => {
  let folder = ''
  const missing = [...page.matchAll(/`([\w./-]+)`/g)].flatMap(([, named = '']) => {
    if (!/\/|\.(ts|md|yml)$/.test(named) || named.startsWith('flashline:')) return []
    // A bare name is in the folder of the one before it.
    const file = named.includes('/') ? named : `${folder}/${named}`
    folder = file.slice(0, file.lastIndexOf('/'))
    return existsSync(join(root, file)) || existsSync(join(root, named)) ? [] : [file]
  })
  expect(missing).toEqual([])
})

test('the Electron that is shipped is one that is audited', () => {
  const lock = JSON.parse(read('package-lock.json'))
  const electron = packedPackages({ 'node_modules/electron': lock.packages['node_modules/electron'] }, [])
  expect(electron).toMatchObject([{ folder: 'node_modules/electron', name: 'electron' }])
  // The oldest generation with the security fixes of the day on which this was written.
  expect(Number(electron[0]?.version.split('.')[0])).toBeGreaterThanOrEqual(45)
})
