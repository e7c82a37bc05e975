// The hand-out server with curl and wget, clients that nobody here wrote: whole, in part, cut and resumed.
import { execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bed, type BedOffer, openBed } from '../hand-out/http/bed.ts'
import { missingTool, toolEnv } from './host-tool.ts'

const bytes = randomBytes(4 * 1024 * 1024)
const sha256 = createHash('sha256').update(bytes).digest('hex')

let folder: string
let file: string
let bed: Bed
let offered: BedOffer
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flashline-curl-'))
  file = join(folder, 'got.bin')
  bed = openBed()
  offered = await bed.offer(bytes)
})
afterEach(async () => {
  await bed.server.close()
  await rm(folder, { recursive: true, force: true })
})

const runFile = promisify(execFile)
/** Exit status and standard output. */
async function run(tool: string, ...args: string[]): Promise<{ status: number; said: string }> {
  try {
    const { stdout } = await runFile(tool, args, { env: toolEnv })
    return { status: 0, said: stdout }
  } catch (error) {
    const { code, stdout } = error as { code: unknown; stdout: string }
    if (typeof code !== 'number') throw missingTool(tool, error)
    return { status: code, said: stdout }
  }
}
const curl = (...args: string[]) => run('curl', '-sS', ...args)
const isWholeFile = async () => (await readFile(file)).equals(bytes)

describe('curl', () => {
  test('fetches the whole file, alone and sixteen at once', async () => {
    const { said } = await curl('-w', '%{http_code} %{size_download} %{header_json}', '-o', file, offered.url)
    expect(said).toContain(`200 ${bytes.length} `)
    expect(said).toContain(`"etag":["\\"sha256-${sha256}\\""]`)
    expect(await isWholeFile()).toBe(true)
    const offers = await Promise.all(Array.from({ length: 16 }, () => bed.offer(bytes)))
    const args = offers.flatMap(({ url }, n) => ['-o', join(folder, `${n}`), url])
    expect(await curl('-Z', '--parallel-immediate', ...args)).toEqual({ status: 0, said: '' })
    for (const n of offers.keys()) {
      expect((await readFile(join(folder, `${n}`))).equals(bytes)).toBe(true)
      expect(offers[n]?.told.at(-1)).toMatchObject({ doneBytes: bytes.length, isWhole: true })
    }
  })

  test('HEAD and ranges', async () => {
    const { said } = await curl('-I', offered.url)
    expect(said).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(said).toContain(`Content-Length: ${bytes.length}\r\n`)
    expect(said).not.toMatch(/^server:/im)
    for (const [range, from, end] of [
      ['100-199', 100, 200],
      ['-50', bytes.length - 50, bytes.length],
      ['4000000-', 4_000_000, bytes.length],
    ] as const) {
      await curl('-r', range, '-o', file, offered.url)
      expect((await readFile(file)).equals(bytes.subarray(from, end))).toBe(true)
    }
  })

  test('ended in the middle, it resumes where it was', async () => {
    const child = spawn('curl', ['-s', '--limit-rate', '2M', '-o', file, offered.url], { stdio: 'ignore' })
    const exited = once(child, 'exit').catch((error: unknown) => {
      throw missingTool('curl', error)
    })
    await offered.toldOf(({ doneBytes }) => doneBytes > 0)
    await written()
    child.kill('SIGKILL')
    await exited
    const partBytes = (await stat(file)).size
    expect(partBytes).toBeLessThan(bytes.length)
    const { said } = await curl('-C', '-', '-w', '%{http_code} %{size_download}', '-o', file, offered.url)
    expect(said).toBe(`206 ${bytes.length - partBytes}`)
    expect(await isWholeFile()).toBe(true)
    expect(await offered.toldOf(({ isWhole }) => isWhole)).toMatchObject({ doneBytes: bytes.length })
  })

  test('a file that it has already whole, and one that it has by its tag', async () => {
    await writeFile(file, bytes)
    const outside = await curl('-C', '-', '-w', '%{http_code}', '-o', file, offered.url)
    expect(outside.said).toBe('416')
    expect(await isWholeFile()).toBe(true)
    const tagFile = join(folder, 'tag')
    await curl('--etag-save', tagFile, '-o', file, offered.url)
    const known = await curl('--etag-compare', tagFile, '-w', '%{http_code}', '-o', file, offered.url)
    expect(known.said).toBe('304')
  })

  test('refused: wrong token, other method, sent content', async () => {
    const status = async (...args: string[]) =>
      (await curl('-o', '/dev/null', '-w', '%{http_code}', ...args)).said
    expect(await status(offered.url.replace(/\/firmware\.bin$/, 'x/firmware.bin'))).toBe('404')
    expect(await status('--path-as-is', `${offered.url}/../firmware.bin`)).toBe('404')
    expect(await status('-X', 'DELETE', offered.url)).toBe('405')
    await writeFile(file, bytes)
    expect(await status('-d', `@${file}`, offered.url)).toBe('405')
    expect(await status('-X', 'GET', '-d', 'content', offered.url)).toBe('400')
  })
})

test('wget continues a file that it has the start of', async () => {
  await writeFile(file, bytes.subarray(0, 1_234_567))
  expect((await run('wget', '-q', '-c', '-O', file, offered.url)).status).toBe(0)
  expect(await isWholeFile()).toBe(true)
})

/** Resolves when curl has put something into its file. */
async function written(): Promise<void> {
  while (((await stat(file).catch(() => null))?.size ?? 0) === 0) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}
