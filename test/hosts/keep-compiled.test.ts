import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const source = new URL('../../main/hosts/keep-compiled.ts', import.meta.url).href

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-compiled-'))
  await writeFile(join(dir, 'part.mjs'), 'export const said = "hello"')
})
afterEach(() => rm(dir, { recursive: true }))

async function start(entryFile: string): Promise<string> {
  const entry = join(dir, 'entry.mjs')
  await writeFile(
    entry,
    `import { keepCompiled } from ${JSON.stringify(source)}
     keepCompiled(${JSON.stringify(entryFile)})
     process.stdout.write((await import('./part.mjs')).said)`,
  )
  return (await promisify(execFile)(process.execPath, [entry])).stdout
}

test('what was compiled is kept beside the built program, for the next start', async () => {
  expect(await start(join(dir, 'cli.js'))).toBe('hello')
  const [version = ''] = await readdir(join(dir, '.compiled'))
  expect((await readdir(join(dir, '.compiled', version))).length).toBeGreaterThan(0)
  expect(await start(join(dir, 'cli.js'))).toBe('hello')
})

test('nothing is left among the sources', async () => {
  expect(await start(join(dir, 'index.ts'))).toBe('hello')
  expect(await readdir(dir)).toEqual(['entry.mjs', 'part.mjs'])
})

test('a folder that cannot be written is no obstacle', async () => {
  expect(await start(join(dir, 'part.mjs', 'cli.js'))).toBe('hello')
})
