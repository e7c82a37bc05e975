// Starts chip-process.ts and talks to it: many chips behind TCP ports, or one behind a pseudo terminal, where nothing
// stands between it and a host tool.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { runTool } from '../../targets/host-tool.ts'
import type { ChipOrder } from './bench-chips.ts'
import type { ChipReport } from './chip-process.ts'

interface Talk extends AsyncDisposable {
  report(): Promise<ChipReport[]>
  /** Chips as they were at first, just powered. */
  renew(): Promise<void>
  /** Power off and on. */
  restart(): Promise<void>
}

export interface RunningChips extends Talk {
  readonly pid: number
  readonly ports: readonly number[]
}

export interface ChipOnTerminal extends Talk {
  readonly path: string
}

const program = join(import.meta.dirname, 'chip-process.ts')

export async function startChips(orders: readonly ChipOrder[]): Promise<RunningChips> {
  const child = spawn(process.execPath, [program, JSON.stringify(orders)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return talkTo(child)
}

export async function startOnTerminal(order: ChipOrder): Promise<ChipOnTerminal> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-bench-pty-'))
  const path = join(folder, 'tty')
  const withPty = join(folder, 'with-pty')
  await runTool('gcc', ['-O2', '-o', withPty, join(import.meta.dirname, 'with-pty.c')])
  const command = [path, process.execPath, program, JSON.stringify([order]), 'terminal']
  const talk = await talkTo(spawn(withPty, command, { stdio: ['pipe', 'pipe', 'inherit'] }))
  return {
    ...talk,
    path,
    async [Symbol.asyncDispose]() {
      await talk[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Child = ChildProcess & { readonly stdin: Writable; readonly stdout: Readable }

async function talkTo(child: Child): Promise<RunningChips> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next()
    if (done) throw new Error('the chips have ended')
    return JSON.parse(value)
  }
  const ask = async (question: string): Promise<unknown> => {
    child.stdin.write(`${question}\n`)
    return answer()
  }
  const ports = (await answer()) as number[]
  return {
    pid: child.pid ?? 0,
    ports,
    report: async () => (await ask('report')) as ChipReport[],
    renew: async () => void (await ask('renew')),
    restart: async () => void (await ask('restart')),
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.stdin.end()
      await gone
    },
  }
}
