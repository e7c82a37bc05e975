// A serial port whose driver hangs in open: a pseudo terminal, and a library that plays the driver in whoever loads it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from '../../targets/host-tool.ts'
import { openTerminal } from '../../targets/terminal.ts'

export interface StuckPort extends AsyncDisposable {
  readonly path: string
  /** For the process in which it hangs. */
  readonly env: Readonly<Record<string, string>>
  /** Lets every open return. */
  free(): Promise<void>
}

export async function makeStuckPort(): Promise<StuckPort> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-bench-stuck-'))
  const [library, gate, path] = ['stuck.so', 'gate', 'tty'].map((name) => join(folder, name))
  if (!library || !gate || !path) throw new Error('three paths')
  const source = join(import.meta.dirname, '../../targets/stuck-open.c')
  await runTool('gcc', ['-shared', '-fPIC', '-o', library, source, '-ldl'])
  await writeFile(gate, '')
  const terminal = await openTerminal(path)
  return {
    path,
    env: { LD_PRELOAD: library, STUCK_PATH: path, STUCK_WHILE: gate },
    free: () => rm(gate, { force: true }),
    async [Symbol.asyncDispose]() {
      await rm(gate, { force: true })
      await terminal.end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
