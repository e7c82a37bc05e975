// Keeps `serve` alive: a small process that starts the one with the station, and starts it again at the same address
// when it ended by itself. Loads nothing of the station, not even the parser of the arguments.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { decideAfterCrash } from '../station-process/restart-policy.ts'
import { type Address, keptName } from './kept.ts'
import { cliLanguage } from './language.ts'

/** Exit statuses by which the program itself says no, such as for a folder that somebody else uses. */
const refusals = new Set([2, 3, 4, 5])

/** `entry` is the program's, `args` are for it. Resolves with the exit status. */
export async function keepServe(entry: string, args: readonly string[]): Promise<number> {
  let address: Address | null = null
  let crashesMs: readonly number[] = []
  let child: ChildProcess | null = null
  let isEnding = false
  const onSignal = (signal: NodeJS.Signals) => {
    // In words first: on Windows a signal would end it at once. Whoever insists gets what he sends.
    if (isEnding) child?.kill(signal)
    else if (child?.connected) child.send('end', () => {})
    isEnding = true
  }
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, onSignal)
  // A reader that has gone must not end the station with it.
  process.stderr.on('error', () => {})
  try {
    for (;;) {
      let isReady = false
      child = startKept(entry, args, address)
      child.on('message', (said) => {
        isReady = true
        address = addressOf(said) ?? address
      })
      const { status, how } = await exitOf(child)
      // One that was never ready is no station that crashed, but one that cannot be started.
      const isRefused = address === null || (!isReady && refusals.has(status))
      if (isEnding || status === 0 || isRefused) return status
      const after = decideAfterCrash(crashesMs, performance.now())
      crashesMs = after.crashesMs
      if (!after.again) return await sayCrashed(crashesMs.length)
      process.stderr.write(againText(how))
    }
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
  }
}

function startKept(entry: string, args: readonly string[], address: Address | null): ChildProcess {
  return fork(entry, args, {
    stdio: 'inherit',
    env: { ...process.env, [keptName]: JSON.stringify(address) },
  })
}

/** As a shell would say it. */
async function exitOf(child: ChildProcess): Promise<{ status: number; how: string }> {
  await once(child, 'exit')
  const { exitCode: code, signalCode: signal } = child
  return signal === null
    ? { status: code ?? 1, how: String(code) }
    : { status: 128 + constants.signals[signal], how: signal }
}

/** By hand: a library for schemas would be most of this process. */
function addressOf(said: unknown): Address | null {
  if (typeof said !== 'object' || said === null || !('port' in said) || !('token' in said)) return null
  const { port, token } = said
  return typeof port === 'number' && typeof token === 'string' ? { port, token } : null
}

/** `how`: a signal or an exit status. */
function againText(how: string): string {
  return cliLanguage(process.env) === 'zh-CN'
    ? `工作站意外退出（${how}），正在原地址重新启动。\n`
    : `The station ended by itself (${how}) and is started again at the same address.\n`
}

async function sayCrashed(crashes: number): Promise<number> {
  const [{ FlashlineError }, { errorLines }] = await Promise.all([
    import('../../../preload/contract/index.ts'),
    import('./say-error.ts'),
  ])
  const error = new FlashlineError('STATION_CRASHED', { crashes })
  process.stderr.write(errorLines(error, cliLanguage(process.env)))
  return error.row.exit
}
