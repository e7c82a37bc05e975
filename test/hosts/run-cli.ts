// Runs the command line from its sources, as its user would: a process with arguments, streams and an exit status.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Compiled once for all processes: half of what a short command takes. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/flashline/compiled', import.meta.url))

const entry = fileURLToPath(new URL('../../main/hosts/cli/index.ts', import.meta.url))

export interface CliResult {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** `within`: a command that runs the one behind it, such as `ip netns exec <name>`. */
export function startCli(
  args: readonly string[],
  env: Record<string, string> = {},
  within: readonly string[] = [],
): ChildProcessWithoutNullStreams {
  const whole = [...within, process.execPath, '--disable-warning=ExperimentalWarning', entry, ...args]
  const [command = '', ...rest] = whole
  return spawn(command, rest, {
    env: {
      ...process.env,
      LANG: 'C',
      LC_ALL: 'C',
      FLASHLINE_KEYCHAIN: 'off',
      NODE_COMPILE_CACHE: compileCache,
      ...env,
    },
    stdio: 'pipe',
  })
}

/** `onOutput` is told all that either stream said so far. */
export async function runCli(
  args: readonly string[],
  env: Record<string, string> = {},
  onOutput: (said: string) => void = () => undefined,
  within: readonly string[] = [],
): Promise<CliResult> {
  const child = startCli(args, env, within)
  child.stdin.end()
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    onOutput(stdout + stderr)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    onOutput(stdout + stderr)
  })
  const [status] = await once(child, 'close')
  return { status, stdout, stderr }
}
