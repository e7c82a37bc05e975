// Starts chip-process.ts and talks to it: many chips behind TCP ports, or one behind a pseudo terminal, where nothing
// stands between it and a host tool.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from '../../targets/host-tool.ts'
import { type ChildProgram, startChildProgram, talkTo } from '../child-program.ts'
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
  return running(await startChildProgram(program, orders))
}

export async function startOnTerminal(order: ChipOrder): Promise<ChipOnTerminal> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-bench-pty-'))
  const path = join(folder, 'tty')
  const withPty = join(folder, 'with-pty')
  await runTool('gcc', ['-O2', '-o', withPty, join(import.meta.dirname, 'with-pty.c')])
  const command = [path, process.execPath, program, JSON.stringify([order]), 'terminal']
  const talk = running(await talkTo(spawn(withPty, command, { stdio: ['pipe', 'pipe', 'inherit'] })))
  return {
    ...talk,
    path,
    async [Symbol.asyncDispose]() {
      await talk[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function running(child: ChildProgram): RunningChips {
  return {
    pid: child.pid,
    ports: child.said as number[],
    report: async () => (await child.ask('report')) as ChipReport[],
    renew: async () => void (await child.ask('renew')),
    restart: async () => void (await child.ask('restart')),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  }
}
