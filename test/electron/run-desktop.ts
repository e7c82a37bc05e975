// Starts the compiled desktop, out/main/electron.js, under plain Node with the stand-in for `electron`, in a process of its
// own. Without a `view` its page is loaded nowhere, at once.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { DesktopAsk, DesktopTell } from './desktop-line.ts'
import type * as StandIn from './stand-in.ts'

const program = new URL('./desktop-program.ts', import.meta.url).href
const entry = fileURLToPath(new URL('../../out/main/electron.js', import.meta.url))

export interface DesktopOptions {
  /** As a person gives them: `--data <dir>`, `--practice`, files, deep links. */
  readonly args: readonly string[]
  /** What the desktop tells about its page goes there. */
  readonly view?: (message: DesktopTell, desktop: RunningDesktop) => void
}

export interface RunningDesktop {
  readonly pid: number
  /** Resolves with the exit code, null when it was killed. */
  readonly exited: Promise<number | null>
  /** Everything that it said so far. */
  output(): string
  /** Runs a function over there; it sees only the stand-in and `given`, and both ways go copies. */
  evaluate<Result, Given>(
    run: (electron: typeof StandIn, given: Given) => Result | Promise<Result>,
    given: Given,
  ): Promise<Result>
  send(message: DesktopAsk): void
  /** At once, and every process that it started. A second time does nothing. */
  kill(): Promise<void>
}

export function runDesktop({ args, view }: DesktopOptions): RunningDesktop {
  const child: ChildProcess = spawn(process.execPath, ['--import', program, entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: {
      ...process.env,
      // A test keeps nothing in the keychain of whoever runs it.
      FLASHLINE_KEYCHAIN: 'off',
      STAND_IN_PAGE: view ? 'shown' : 'nowhere',
    },
  })
  const answers = new Map<number, (message: DesktopTell) => void>()
  let last = 0
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const exited = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null))
  const ended = () => `the desktop has ended: ${output}`
  void exited.then(() => {
    for (const [id, answer] of answers) answer({ tell: 'answer', id, error: ended() })
  })
  const desktop: RunningDesktop = {
    pid: child.pid ?? 0,
    exited,
    output: () => output,
    send(message) {
      if (child.connected) child.send(message, () => undefined)
    },
    evaluate<Result, Given>(run: (electron: typeof StandIn, given: Given) => unknown, given: Given) {
      last += 1
      const id = last
      return new Promise<Result>((resolve, reject) => {
        if (!child.connected) return reject(new Error(ended()))
        answers.set(id, (message) => {
          answers.delete(id)
          if (!('tell' in message) || message.tell !== 'answer') return
          if (message.error === undefined) resolve(message.value as Result)
          else reject(new Error(message.error))
        })
        desktop.send({ ask: 'evaluate', id, text: run.toString(), given })
      })
    },
    async kill() {
      // Its processes end with their line to it.
      child.kill('SIGKILL')
      await exited
    },
  }
  child.on('message', (message: DesktopTell) => {
    if ('tell' in message && message.tell === 'answer') answers.get(message.id)?.(message)
    else view?.(message, desktop)
  })
  return desktop
}
