// Hot-plug: tells which USB serial ports came and went. Looks when the device folder changes, and every second anyway,
// because containers and some file systems tell nothing. Not here: what a change means for a slot.
import { type FSWatcher, watch } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { listPorts, type PortInfo, type PortSources, usualSources } from './usb.ts'

export interface PortChange {
  /** All that are there now. */
  readonly ports: readonly PortInfo[]
  readonly added: readonly PortInfo[]
  /** As they were; a port that was replaced is in both lists. Apply `removed` first. */
  readonly removed: readonly PortInfo[]
}

export interface WatchOptions extends Partial<PortSources> {
  /** Called when something changed, the first time with all that is there (not at all while nothing is). */
  readonly onChange: (change: PortChange) => void
  readonly signal: AbortSignal
  readonly pollMs?: number
  /** How long a change of the device folder may settle, since one plug makes several. */
  readonly settleMs?: number
}

/** Watches until aborted, then resolves. Rejects only with what `onChange` throws. */
export async function watchPorts(options: WatchOptions): Promise<void> {
  const { onChange, signal, settleMs = 50 } = options
  const sources: PortSources = { ...usualSources, ...options }
  // Asking the library takes far longer than reading sysfs.
  const pollMs = options.pollMs ?? (sources.platform === 'linux' ? 1000 : 2000)
  const bell = new Bell(sources.devRoot, signal)
  let known = new Map<string, PortInfo>()
  try {
    while (!signal.aborted) {
      // A list that could not be read says nothing about the ports: they stay as they were.
      const ports = await listPorts(sources).catch(() => [...known.values()])
      if (signal.aborted) break
      const current = new Map(ports.map((port) => [JSON.stringify(port), port]))
      const added = [...current].filter(([key]) => !known.has(key)).map(([, port]) => port)
      const removed = [...known].filter(([key]) => !current.has(key)).map(([, port]) => port)
      known = current
      if (added.length > 0 || removed.length > 0) onChange({ ports, added, removed })
      await bell.wait(pollMs, settleMs)
    }
  } finally {
    bell.close()
  }
}

/** Rings when the device folder changes or the signal is aborted. */
class Bell {
  readonly #folder: string
  readonly #signal: AbortSignal
  #watcher: FSWatcher | null = null
  #rung = false
  #ring: () => void = () => {}

  constructor(folder: string, signal: AbortSignal) {
    this.#folder = folder
    this.#signal = signal
    signal.addEventListener('abort', this.#onRing)
    this.#listen()
  }

  /** Waits for a ring and lets it settle, at most `pollMs`. A ring since the last wait counts. */
  async wait(pollMs: number, settleMs: number): Promise<void> {
    // The watcher may have died with its folder; try again, and poll meanwhile.
    if (this.#watcher === null) this.#listen()
    if (!this.#rung) await this.#pause(pollMs)
    if (this.#rung && !this.#signal.aborted) {
      await sleep(settleMs, undefined, { signal: this.#signal }).catch(() => {})
      // From here on a ring counts for the next wait, so that no change is ever missed.
      this.#rung = false
    }
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#onRing)
    this.#watcher?.close()
    this.#watcher = null
  }

  readonly #onRing = (): void => {
    this.#rung = true
    this.#ring()
  }

  #pause(ms: number): Promise<void> {
    if (this.#signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#ring = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #listen(): void {
    try {
      const watcher = watch(this.#folder, { persistent: false })
      watcher.on('change', (_kind, name) => {
        if (name === null || String(name).startsWith('tty')) this.#onRing()
      })
      watcher.on('error', () => {
        watcher.close()
        if (this.#watcher === watcher) this.#watcher = null
      })
      this.#watcher = watcher
    } catch {
      // No such folder here (Windows), or no watches left: polling remains.
    }
  }
}
