// One start of the headless door as a person's first one: an empty folder, the practice bench, the address opened as soon
// as it is said.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { proportionalBytesOf, residentBytesOf, treeOf } from '../station/process-use.ts'
import type { StartedBrowser } from './browser.ts'

export interface HeadlessStart {
  readonly readyMs: number
  readonly paintFromNavigationMs: number
  readonly paintFromSpawnMs: number
  /** Of the program and of what it started, each by itself: what they share is in it twice. */
  readonly residentBytes: number
  /** The same, with what they share counted once. */
  readonly proportionalBytes: number
}

const entry = fileURLToPath(new URL('../../../out/main/cli.js', import.meta.url))

export async function timeHeadless(browser: StartedBrowser): Promise<HeadlessStart> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-start-'))
  const startedAtMs = performance.timeOrigin + performance.now()
  const child = spawn(process.execPath, [entry, 'serve', '--practice', '--data', dataDir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, FLASHLINE_KEYCHAIN: 'off' },
  })
  const gone = once(child, 'exit')
  try {
    const url = await said(child.stdout, /http:\S+(?=\n)/)
    const readyMs = performance.timeOrigin + performance.now() - startedAtMs
    const { askedAtMs, paintedAtMs } = await browser.firstPaint(url)
    const pids = await treeOf(child.pid ?? 0)
    const sumOf = async (bytesOf: (pid: number) => Promise<number>) =>
      (await Promise.all(pids.map(bytesOf))).reduce((sum, bytes) => sum + bytes, 0)
    return {
      readyMs,
      paintFromNavigationMs: paintedAtMs - askedAtMs,
      paintFromSpawnMs: paintedAtMs - startedAtMs,
      residentBytes: await sumOf(residentBytesOf),
      proportionalBytes: await sumOf(proportionalBytesOf),
    }
  } finally {
    child.kill('SIGTERM')
    await gone
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function said(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
  let text = ''
  for await (const piece of stream) {
    text += piece
    const found = pattern.exec(text)
    if (found) return found[0]
  }
  throw new Error(`it ended before it was ready: ${text}`)
}
