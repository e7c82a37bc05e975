// Newer versions of this program: looks for them where the settings say, fetches them while no job runs, and has them
// installed when the program ends. electron-updater does the work; this file decides when. What may be trusted:
// update-trust.ts.
import type { AppUpdater, CancellationToken } from 'electron-updater'
import type { FlashlineError, UpdateSettings } from '../../../preload/contract/index.ts'
import type { HostLogger } from '../host-logger.ts'
import type { BenchWatch } from './bench-watch.ts'
import { updateError } from './update-trust.ts'

/** `off`: nobody is asked. `ready`: is installed when the program ends, or by install(). */
export type UpdateState =
  | { readonly step: 'off' | 'idle' | 'checking' }
  | { readonly step: 'available' | 'downloading' | 'ready'; readonly version: string }
  | { readonly step: 'failed'; readonly error: FlashlineError }

/** What is used of electron-updater. */
export type Updater = Pick<
  AppUpdater,
  | 'allowDowngrade'
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'disableWebInstaller'
  | 'logger'
  | 'setFeedURL'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
  | 'on'
>

export interface UpdateParts {
  readonly updater: Updater
  readonly createToken: () => CancellationToken
  /** Ends what the updater has under way on the network: a cancelled token alone lets the bytes come on. */
  readonly disconnect: () => Promise<void>
  /** A reason to ask nobody at this address. */
  readonly distrust: (url: string) => FlashlineError | null
  readonly bench: Pick<BenchWatch, 'facts' | 'listen'>
  /** Resolves after that long, or at once when the signal aborts. */
  readonly pause: (waitMs: number, signal: AbortSignal) => Promise<void>
  readonly logger: HostLogger
}

/** The first look waits until the station has started and the first boards are served. */
const firstMs = 60_000
const everyMs = 6 * 60 * 60_000

export class Updates {
  readonly #parts: UpdateParts
  readonly #listeners = new Set<(state: UpdateState) => void>()
  #state: UpdateState = { step: 'off' }
  #settings: UpdateSettings = { url: '', automatic: false }
  #round = new AbortController()
  /** One look or fetch at a time. */
  #task: Promise<void> | null = null

  constructor(parts: UpdateParts) {
    this.#parts = parts
    const { updater } = parts
    updater.autoDownload = false
    updater.allowDowngrade = false
    // Its packages would come from a second address that no signature covers.
    updater.disableWebInstaller = true
    updater.autoInstallOnAppQuit = false
    // It would write addresses to the console; what matters is logged here.
    updater.logger = null
    // Every failure is also thrown; without a listener the event would end the program.
    updater.on('error', () => {})
  }

  get state(): UpdateState {
    return this.#state
  }

  /** Called after each change of the state, until the returned function is. */
  listen(listener: (state: UpdateState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes the settings; looks again and again from then on. The same settings change nothing. */
  follow(settings: UpdateSettings): void {
    const { url, automatic } = this.#settings
    if (settings.url === url && settings.automatic === automatic) return
    this.#settings = settings
    this.#round.abort()
    this.#round = new AbortController()
    this.#task = null
    // Must be known before a download ends: the updater prepares the installation then, or never.
    this.#parts.updater.autoInstallOnAppQuit = settings.automatic
    this.#set({ step: settings.url === '' ? 'off' : 'idle' })
    if (settings.url !== '') void this.#watch(this.#round.signal)
  }

  /** Looks now, unless updates are off or one is ready; ends when it looked, and fetched if it is to. */
  async check(): Promise<void> {
    const { step } = this.#state
    if (step !== 'off' && step !== 'ready') await this.#alone((signal) => this.#look(signal))
  }

  /** Fetches what was found, when no job runs; a job that starts meanwhile goes first. */
  async download(): Promise<void> {
    const state = this.#state
    if (state.step === 'available') await this.#alone((signal) => this.#fetch(state.version, signal))
  }

  /**
   * Ends the program by `stop`, which closes the station first, and starts the new version. False, and nothing happens,
   * while a job runs or when nothing is ready.
   */
  install(stop: (last: () => void) => Promise<void>): boolean {
    if (this.#state.step !== 'ready' || this.#isBusy) return false
    void stop(() => this.#parts.updater.quitAndInstall(false, true))
    return true
  }

  /** The system is shutting down and would kill an installer in the middle: the update waits for the next end. */
  holdInstallation(): void {
    this.#parts.updater.autoInstallOnAppQuit = false
  }

  close(): void {
    this.#round.abort()
  }

  get #isBusy(): boolean {
    return this.#parts.bench.facts.running > 0
  }

  /** While one is under way, a second call is the first. */
  #alone(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#task !== null) return this.#task
    const task = work(this.#round.signal).finally(() => {
      if (this.#task === task) this.#task = null
    })
    this.#task = task
    return task
  }

  async #watch(signal: AbortSignal): Promise<void> {
    await this.#parts.pause(firstMs, signal)
    while (!signal.aborted) {
      await this.check()
      await this.#parts.pause(everyMs, signal)
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { url, automatic } = this.#settings
    this.#set({ step: 'checking' })
    try {
      const distrust = this.#parts.distrust(url)
      if (distrust !== null) throw distrust
      this.#parts.updater.setFeedURL({ provider: 'generic', url, channel: 'latest' })
      const found = await this.#parts.updater.checkForUpdates()
      if (signal.aborted) return
      if (!found?.isUpdateAvailable) return this.#set({ step: 'idle' })
      const { version } = found.updateInfo
      this.#set({ step: 'available', version })
      if (automatic) await this.#fetch(version, signal)
    } catch (error) {
      this.#fail(error, signal)
    }
  }

  async #fetch(version: string, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        this.#set({ step: 'available', version })
        await this.#idle(signal)
        if (signal.aborted) return
        this.#set({ step: 'downloading', version })
        if (await this.#fetchUnlessBusy(signal)) return this.#set({ step: 'ready', version })
        if (signal.aborted) return
      }
    } catch (error) {
      this.#fail(error, signal)
    }
  }

  /** False: a job began, or the signal aborted. */
  async #fetchUnlessBusy(signal: AbortSignal): Promise<boolean> {
    const token = this.#parts.createToken()
    const cancel = () => {
      if (token.cancelled) return
      token.cancel()
      void this.#parts.disconnect()
    }
    const unlisten = this.#parts.bench.listen(({ running }) => running > 0 && cancel())
    signal.addEventListener('abort', cancel, { once: true })
    try {
      await this.#parts.updater.downloadUpdate(token)
      return !signal.aborted
    } catch (error) {
      if (token.cancelled) return false
      throw error
    } finally {
      unlisten()
      signal.removeEventListener('abort', cancel)
    }
  }

  #idle(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        unlisten()
        signal.removeEventListener('abort', done)
        resolve()
      }
      const unlisten = this.#parts.bench.listen(({ running }) => running === 0 && done())
      signal.addEventListener('abort', done, { once: true })
      if (signal.aborted || !this.#isBusy) done()
    })
  }

  #fail(thrown: unknown, signal: AbortSignal): void {
    if (signal.aborted) return
    const error = updateError(thrown, this.#settings.url)
    this.#parts.logger.warn({ code: error.code, ...error.context }, 'update')
    this.#set({ step: 'failed', error })
  }

  #set(state: UpdateState): void {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }
}
