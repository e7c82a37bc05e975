// The built program, started as its user would: a process of its own with a folder of its own, until the test ends.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const entry = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))

export interface BuiltProgram {
  readonly dataDir: string
  /** What `ready` found. */
  readonly said: string
  /** Everything that it said so far. */
  output(): string
  /** A second time does nothing. */
  close(): Promise<void>
  /** As `close`, but its folder stays for another one. */
  stop(): Promise<void>
}

/** What is in its folder before it starts: texts by file name, what puts more there, or the folder of one that ended. */
export type Before = Readonly<Record<string, string>> | ((dataDir: string) => Promise<void>) | string

/** `ready` is what its output has to match, up to the end of the line; `program`: the one of `out` when left out. */
export async function startBuilt(
  args: readonly string[],
  ready: RegExp,
  before: Before = {},
  program: string = entry,
): Promise<BuiltProgram> {
  const dataDir = typeof before === 'string' ? before : await mkdtemp(join(tmpdir(), 'flashline-e2e-'))
  if (typeof before === 'function') await before(dataDir)
  else if (typeof before !== 'string')
    for (const [name, text] of Object.entries(before)) await writeFile(join(dataDir, name), text)
  const child = spawn(process.execPath, [program, ...args, '--data', dataDir, '--port', '0'], {
    stdio: 'pipe',
    // A test keeps nothing in the keychain of whoever runs it.
    env: { ...process.env, FLASHLINE_KEYCHAIN: 'off' },
  })
  const gone = once(child, 'exit')
  let output = ''
  const said = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const match = ready.exec(output)
        if (match) resolve(match[0])
      })
    gone.then(() => reject(new Error(`${args.join(' ')} ended before it was ready: ${output}`)), reject)
  }).catch(async (error: unknown) => {
    await rm(dataDir, { recursive: true, force: true })
    throw error
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await gone
  }
  return {
    dataDir,
    said,
    output: () => output,
    stop,
    async close() {
      await stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
