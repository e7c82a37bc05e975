// Stands in for Electron's utilityProcess: a real process of Node, so that its crash is a crash. Ports travel over its
// line by relay; in it utility-program.ts gives the program `process.parentPort`.
import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { app } from './app.ts'
import type { StandInPort } from './message-ports.ts'
import { createPortRelay } from './port-relay.ts'

export class StandInUtility
  extends EventEmitter
  implements Pick<Electron.UtilityProcess, 'kill' | 'pid' | 'postMessage' | 'stderr' | 'stdout'>
{
  readonly modulePath: string
  readonly args: readonly string[]
  readonly options: Electron.ForkOptions
  readonly stdout: NodeJS.ReadableStream | null
  readonly stderr: NodeJS.ReadableStream | null
  pid: number | undefined
  readonly #child: ChildProcess
  readonly #relay = createPortRelay((message) => this.#send(message))

  constructor(modulePath: string, args: readonly string[], options: Electron.ForkOptions) {
    super()
    this.modulePath = modulePath
    this.args = args
    this.options = options
    const stdio = options.stdio === 'pipe' || options.stdio === 'ignore' ? options.stdio : 'inherit'
    this.#child = fork(modulePath, [...args], {
      execArgv: [
        ...(options.execArgv ?? []),
        '--import',
        new URL('./utility-program.ts', import.meta.url).href,
      ],
      env: options.env === undefined ? process.env : { ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      serialization: 'advanced',
      stdio: Array.isArray(options.stdio)
        ? [...options.stdio.slice(0, 3), 'ipc']
        : ['ignore', stdio, stdio, 'ipc'],
    })
    this.stdout = this.#child.stdout
    this.stderr = this.#child.stderr
    this.pid = this.#child.pid
    const { pid } = this
    if (pid !== undefined) app.processes.set(pid, metricOf(pid, options.serviceName))
    this.#child.once('spawn', () => this.emit('spawn'))
    this.#child.on('message', (message: { data?: unknown }) => {
      if (!this.#relay.receive(message)) this.emit('message', message.data)
    })
    this.#child.once('exit', (code, signal) => {
      this.#relay.end()
      if (pid !== undefined) app.processes.delete(pid)
      this.pid = undefined
      StandInUtility.running.delete(this)
      const exitCode = code ?? (signal === 'SIGTERM' ? 15 : 9)
      this.emit('exit', exitCode)
      if (exitCode !== 0) {
        const details = { type: 'Utility', reason: 'crashed', exitCode, serviceName: options.serviceName }
        app.emit('child-process-gone', {}, details)
      }
    })
    StandInUtility.running.add(this)
    StandInUtility.forked.push(this)
  }
  postMessage(message: unknown, transfer: StandInPort[] = []): void {
    this.#send({ data: message, ports: transfer.map((port) => this.#relay.carry(port)) })
  }
  kill(): boolean {
    return this.#child.kill('SIGTERM')
  }
  /** As a fault in native code ends it: at once, with nothing said. */
  crash(): void {
    this.#child.kill('SIGKILL')
  }
  #send(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }

  static running = new Set<StandInUtility>()
  static forked: StandInUtility[] = []
}

export const utilityProcess = {
  fork(modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}): StandInUtility {
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready')
    return new StandInUtility(modulePath, args, options)
  },
} satisfies Record<
  'fork',
  (...given: Parameters<typeof Electron.utilityProcess.fork>) => Partial<Electron.UtilityProcess>
>

function metricOf(pid: number, name = 'Node Utility Process'): Electron.ProcessMetric {
  const cpu = { percentCPUUsage: 0, idleWakeupsPerSecond: 0 }
  const memory = { workingSetSize: 0, peakWorkingSetSize: 0 }
  return { pid, type: 'Utility', name, serviceName: 'node.mojom.NodeService', creationTime: 0, cpu, memory }
}

/** Ends what still runs. */
export async function endUtilities(): Promise<void> {
  await Promise.all(
    [...StandInUtility.running].map(
      (utility) =>
        new Promise<void>((resolve) => {
          utility.once('exit', () => resolve())
          utility.crash()
        }),
    ),
  )
  StandInUtility.forked = []
}
