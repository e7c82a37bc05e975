// A real boot loader in an emulated AVR: builds the runner (avr-target.c) with gcc, starts it, and gives the station's
// end of its wire. Not here: our protocol.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Link, ModemLines } from '../../../main/transports/link.ts'
import { openSerial } from '../../../main/transports/serial.ts'
import { missingTool, runTool } from '../host-tool.ts'

const bootLoaders = '/usr/share/arduino/hardware/arduino/avr/bootloaders'
const source = fileURLToPath(new URL('avr-target.c', import.meta.url))

export const realLoaders = {
  /** Optiboot 4.4 of the Arduino Uno. */
  optiboot: { file: `${bootLoaders}/optiboot/optiboot_atmega328.hex`, baudRate: 115_200, bootBytes: 512 },
  /** ATmegaBOOT 1.16 of the Arduino Duemilanove and the old Nano. */
  arduino: { file: `${bootLoaders}/atmega/ATmegaBOOT_168_atmega328.hex`, baudRate: 57_600, bootBytes: 2048 },
} as const

export interface SimavrTarget extends AsyncDisposable {
  /** Path of its serial port. */
  readonly path: string
  readonly baudRate: number
  /** SIGUSR1 to it is an external reset. */
  readonly pid: number
  reset(): void
  /** Opens the port; DTR from off to on resets the chip, as the capacitor of a board does. */
  open(signal: AbortSignal): Promise<Link>
  /** What is in the flash now. */
  flash(): Promise<Buffer>
  /** Ends it. The most bytes that were ever in its UART unread or still coming in: 3 is what a real one can hold. */
  end(): Promise<{ mostUnread: number }>
}

export interface SimavrBuild extends AsyncDisposable {
  start(loader: keyof typeof realLoaders): Promise<SimavrTarget>
}

/** Compiles the runner into a folder of its own, which goes with it. */
export async function buildSimavr(): Promise<SimavrBuild> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-simavr-'))
  const program = join(folder, 'avr-target')
  await runTool('gcc', ['-O2', '-I/usr/include/simavr', '-o', program, source, '-lsimavr'])
  let count = 0
  return {
    start: (loader) => start(program, join(folder, `flash-${++count}.bin`), loader),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

async function start(
  program: string,
  flashFile: string,
  loader: keyof typeof realLoaders,
): Promise<SimavrTarget> {
  const { file, baudRate } = realLoaders[loader]
  const child = spawn(program, ['atmega328p', '16000000', file, flashFile, String(baudRate)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child.once('error', (error) => lines.fail(missingTool(program, error)))
  const lines = new Said(child)
  const path = (await lines.wait(/^tty (\S+)$/)) ?? ''
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    }
    return { mostUnread: Number(await lines.wait(/^fifo (\d+)$/)) }
  }
  let ended: ReturnType<typeof stop> | null = null
  const end = () => {
    ended ??= stop()
    return ended
  }
  return {
    path,
    baudRate,
    pid: child.pid ?? -1,
    reset: () => child.kill('SIGUSR1'),
    open: async (signal) =>
      resettable(await openSerial(path, { baudRate, signal }), () => child.kill('SIGUSR1')),
    flash: async () => {
      const saved = lines.wait(/^(saved)$/)
      child.kill('SIGUSR2')
      await saved
      return readFile(flashFile)
    },
    end,
    [Symbol.asyncDispose]: async () => {
      await end()
    },
  }
}

/** Lines of the runner, each waited for once; what it said before a wait is kept. */
class Said {
  readonly #kept: string[] = []
  #waiting: { pattern: RegExp; resolve: (text: string) => void; reject: (error: Error) => void } | null = null
  #failure: Error | null = null

  constructor(child: ChildProcess) {
    if (!child.stdout) return
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      this.#kept.push(line)
      this.#look()
    })
    lines.on('close', () => this.fail(new Error('the emulated AVR ended')))
  }

  wait(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting = { pattern, resolve, reject }
      this.#look()
    })
  }

  fail(error: Error): void {
    this.#failure ??= error
    this.#look()
  }

  #look(): void {
    const waiting = this.#waiting
    if (waiting === null) return
    const index = this.#kept.findIndex((line) => waiting.pattern.test(line))
    if (index < 0 && this.#failure === null) return
    this.#waiting = null
    const [line] = index < 0 ? [] : this.#kept.splice(index, 1)
    const found = line === undefined ? undefined : waiting.pattern.exec(line)?.[1]
    if (found === undefined) waiting.reject(this.#failure ?? new Error('nothing in the line'))
    else waiting.resolve(found)
  }
}

/** A terminal has no modem lines; here they are a signal to the runner. */
function resettable(link: Link, reset: () => void): Link {
  let isDtrOn = true
  return new Proxy(link, {
    get(target, name) {
      if (name === 'hasSignals') return true
      if (name === 'setSignals')
        return async ({ dtr = isDtrOn }: ModemLines) => {
          if (dtr && !isDtrOn) reset()
          isDtrOn = dtr
        }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
