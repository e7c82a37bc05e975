// The built station, started as its user would: a process, an address with a token, a folder of its own.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))

export interface RunningStation {
  /** With the token: what a person opens. */
  readonly url: string
  close(): Promise<void>
}

export async function startPracticeStation(): Promise<RunningStation> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-e2e-'))
  const child = spawn(process.execPath, [entry, 'serve', '--practice', '--data', dataDir, '--port', '0'], {
    stdio: 'pipe',
  })
  child.stderr.resume()
  return { url: await addressOf(child), close: () => close(child, dataDir) }
}

async function addressOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\S+/.exec(line)?.[0]
    if (url) return url
  }
  throw new Error('the station ended before it was ready')
}

async function close(child: ChildProcessWithoutNullStreams, dataDir: string): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
  await rm(dataDir, { recursive: true, force: true })
}
