// Ties the program to the process: its streams, its environment, its signals.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { CliIo } from './cli-io.ts'
import { joinKeeper } from './keeper-line.ts'
import { stationParts } from './parts.ts'
import { runProgram } from './program.ts'
import { readLine } from './read-line.ts'

/** npm and other starters forward what the terminal has already sent: one Ctrl-C arrives twice. */
const sameKeyMs = 500

/** `args` without node and script. Resolves with the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const controller = new AbortController()
  let askedAt = 0
  const end = () => {
    if (controller.signal.aborted) return
    askedAt = performance.now()
    controller.abort(new FlashlineError('JOB_CANCELLED'))
  }
  const onSignal = (signal: NodeJS.Signals) => {
    // The first asks for a clean end, the second does not want to wait for it.
    if (controller.signal.aborted && performance.now() - askedAt > sameKeyMs) {
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    end()
  }
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, onSignal)
  const keeper = joinKeeper(process, end)
  // A reader that has gone (`| head`) must not end a flash half-way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

  const io: CliIo = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    readLine: (question) => readLine(process.stdin, question, io.err, controller.signal),
    isTerminal: process.stdout.isTTY === true,
    columns: () => process.stdout.columns ?? 80,
    env: process.env,
    platform: process.platform,
    signal: controller.signal,
    keeper,
  }
  try {
    return await runProgram(args, io, stationParts)
  } finally {
    keeper?.close()
    for (const signal of signals) process.off(signal, onSignal)
  }
}
