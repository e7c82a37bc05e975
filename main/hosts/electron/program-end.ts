// How the program ends: with running jobs only after a question, and never before the station has stopped its jobs and
// written their records. When the system shuts down nobody is asked.
import { app, type BrowserWindow, powerMonitor } from 'electron'
import { askPerson } from './ask-person.ts'
import type { BenchWatch } from './bench-watch.ts'
import type { DesktopStation } from './desktop-station.ts'
import { type DesktopTexts, fill } from './desktop-texts.ts'

export interface ProgramEnd {
  /** Quit, after a question when jobs run. */
  ask(): Promise<void>
  /**
   * Without a question: the station stops, then `last` (quit, when left out) ends the program. Only the first call counts.
   */
  stop(last?: () => void): Promise<void>
}

export interface EndingParts {
  readonly window: BrowserWindow
  readonly bench: BenchWatch
  readonly station: Pick<DesktopStation, 'close'>
  readonly texts: () => DesktopTexts
  /** The system is going down: what takes long must not begin now. */
  readonly onShutdown: () => void
}

export function holdUntilStopped(parts: EndingParts): ProgramEnd {
  const { window, bench, station, texts } = parts
  let state: 'open' | 'asking' | 'stopping' | 'stopped' = 'open'
  const question = new AbortController()

  const stop = async (last: () => void = () => app.quit()) => {
    if (state === 'stopping' || state === 'stopped') return
    state = 'stopping'
    question.abort()
    // Shown as busy: jobs that are called off bring their devices back first.
    window.setProgressBar(2)
    window.setTitle(texts().stopping)
    await station.close().catch((error: unknown) => console.error(error))
    bench.close()
    state = 'stopped'
    last()
  }
  const ask = async () => {
    if (state !== 'open') return
    const { running } = bench.facts
    if (running === 0) return stop()
    state = 'asking'
    const { quitTitle, quitDetail, stopAndQuit, keepFlashing } = texts()
    const answer = await askPerson(window, {
      message: fill(quitTitle, { count: running }),
      detail: quitDetail,
      buttons: [stopAndQuit, keepFlashing],
      signal: question.signal,
    })
    // The system may have decided meanwhile.
    if (state !== 'asking') return
    state = 'open'
    if (answer === 0) await stop()
  }
  const hold = (event: { preventDefault(): void }) => {
    if (state === 'stopped') return
    event.preventDefault()
    void ask()
  }
  window.on('close', hold)
  app.on('before-quit', hold)
  const stopForSystem = () => {
    parts.onShutdown()
    void stop()
  }
  // Windows: no answer holds the session up; the station stops while the others close.
  window.on('query-session-end', stopForSystem)
  window.on('session-end', stopForSystem)
  // Linux and macOS wait for those who ask them to; Electron's types leave the event out.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault()
    stopForSystem()
  })
  return { ask, stop }
}
