// `serve` with the process that keeps it alive, from the sources, as its user starts it; a practice bench behind it.
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import type { Snapshot } from '../../../preload/contract/index.ts'
import { startCli } from '../run-cli.ts'

/** Loaded by both processes: the one with the station tells its id, and what everybody on the machine can read of it. */
const tellId = 'process.env.FLASHLINE_KEPT&&console.error("station:"+process.pid+" "+process.argv)'

/** Whoever comes after a crash dies before it can open anything. */
const dieAgain = 'process.env.FLASHLINE_KEPT?.includes("token")&&process.kill(process.pid,"SIGKILL")'

export type Crashes = 'when told' | 'at every start but the first'

export class KeptServe {
  readonly keeper: ChildProcessWithoutNullStreams
  stdout = ''
  stderr = ''
  /** When neither of the two runs any more: both have the streams. */
  readonly ended: Promise<number | null>
  #wake: () => void = () => {}

  constructor(dataDir: string, crashes: Crashes) {
    const program = crashes === 'when told' ? tellId : `${tellId};${dieAgain}`
    this.keeper = startCli(['serve', '--practice', '--data', dataDir, '--port', '0'], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(program)}`,
    })
    this.ended = once(this.keeper, 'close').then(([status]) => status)
    const take = (stream: 'stdout' | 'stderr') => (text: string) => {
      this[stream] += text
      this.#wake()
    }
    this.keeper.stdout.setEncoding('utf8').on('data', take('stdout'))
    this.keeper.stderr.setEncoding('utf8').on('data', take('stderr'))
  }

  get addresses(): URL[] {
    return [...this.stdout.matchAll(/^Flashline is ready: (\S+)$/gm)].map(([, url = '']) => new URL(url))
  }

  /** Of every process that held the station, in order. */
  get stationIds(): number[] {
    return [...this.stderr.matchAll(/^station:(\d+) /gm)].map(([, id]) => Number(id))
  }

  /** Where it is for the n-th time, from 1. */
  async ready(times = 1): Promise<URL> {
    for (;;) {
      const address = this.addresses[times - 1]
      if (address) return address
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      const gone = this.ended.then(() => Promise.reject(new Error(`it ended: ${this.stderr}`)))
      await Promise.race([promise, gone])
    }
  }

  killStation(): void {
    const id = this.stationIds.at(-1)
    if (id === undefined) throw new Error('no station runs')
    process.kill(id, 'SIGKILL')
  }

  /** With the key, or as the browser that has this cookie. */
  async ask(path: string, method = 'GET', cookie: string | null = null): Promise<Response> {
    const address = this.addresses.at(-1)
    const headers: Record<string, string> =
      cookie === null ? { authorization: `Bearer ${address?.searchParams.get('token')}` } : { cookie }
    return fetch(new URL(`/api${path}`, address), { method, headers })
  }

  /** Until bytes of the image cross the line. */
  async flashing(slotId: string): Promise<void> {
    const started = await this.ask(`/slots/${encodeURIComponent(slotId)}/start`, 'POST')
    if (!started.ok) throw new Error(await started.text())
    for (;;) {
      const { progress }: Snapshot = await (await this.ask('/snapshot')).json()
      if (progress.some(({ step, doneBytes }) => step === 'flash' && doneBytes > 0)) return
    }
  }
}
