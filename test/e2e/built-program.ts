// The built program, started as its user would: a process of its own with a folder of its own, until the test ends.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))

export interface BuiltProgram {
  readonly dataDir: string
  /** What `ready` found. */
  readonly said: string
  /** Everything that it said so far. */
  output(): string
  /** A second time does nothing. */
  close(): Promise<void>
}

/** `ready` is what its output has to match, up to the end of the line; `files`: what is in its folder before. */
export async function startBuilt(
  args: readonly string[],
  ready: RegExp,
  files: Readonly<Record<string, string>> = {},
): Promise<BuiltProgram> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-e2e-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(dataDir, name), text)
  const child = spawn(process.execPath, [entry, ...args, '--data', dataDir, '--port', '0'], {
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
  return {
    dataDir,
    said,
    output: () => output,
    async close() {
      child.kill('SIGTERM')
      await gone
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
