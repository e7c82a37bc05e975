// Stands in for Electron's `app`: remembers what was asked of it, and ends in the order of the real one: before-quit, the
// windows' close, will-quit, quit.
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { PreventableEvent } from './preventable-event.ts'

/** What `app` asks before it ends: the windows. */
export interface Closable {
  close(): void
  destroy(): void
  isDestroyed(): boolean
}

class StandInApp
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      | 'exit'
      | 'focus'
      | 'getAppMetrics'
      | 'getAppPath'
      | 'getLocale'
      | 'getName'
      | 'getPath'
      | 'getPreferredSystemLanguages'
      | 'getSystemLocale'
      | 'getVersion'
      | 'hasSingleInstanceLock'
      | 'isPackaged'
      | 'isReady'
      | 'name'
      | 'quit'
      | 'relaunch'
      | 'releaseSingleInstanceLock'
      | 'requestSingleInstanceLock'
      | 'setAboutPanelOptions'
      | 'setAppUserModelId'
      | 'setAsDefaultProtocolClient'
      | 'setName'
      | 'setPath'
      | 'showAboutPanel'
      | 'whenReady'
    >
{
  isPackaged = false
  name = 'flashline'
  locale = 'en-GB'
  paths: Record<string, string> = {}
  lockGranted = true
  ready = false
  exitCode: number | null = null
  relaunched = 0
  aboutShown = 0
  aboutPanel: Electron.AboutPanelOptionsOptions = {}
  protocolClients: string[] = []
  /** What was called before the program was ready, in order. */
  beforeReady: string[] = []
  windows: Closable[] = []
  /** The utility processes that run, by their pid. */
  readonly processes = new Map<number, Electron.ProcessMetric>()
  /** Resolves with the exit code. */
  exited = this.#nextExit()
  #quitting = false

  #nextExit(): Promise<number> {
    return new Promise((resolve) => this.once('stand-in-exit', resolve))
  }

  async whenReady(): Promise<void> {
    if (this.ready) return
    // As in the real one, never in the same turn.
    await new Promise((resolve) => setImmediate(resolve))
    if (this.ready) return
    this.ready = true
    this.emit('ready', new PreventableEvent(), {})
  }
  isReady(): boolean {
    return this.ready
  }
  requestSingleInstanceLock(): boolean {
    this.note('requestSingleInstanceLock')
    return this.lockGranted
  }
  hasSingleInstanceLock(): boolean {
    return this.lockGranted
  }
  releaseSingleInstanceLock(): void {
    this.lockGranted = false
  }
  setPath(name: string, path: string): void {
    this.note('setPath')
    this.paths[name] = path
  }
  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    const path = this.paths[name]
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }
  getAppMetrics(): Electron.ProcessMetric[] {
    return [...this.processes.values()]
  }
  getAppPath(): string {
    return process.cwd()
  }
  getLocale(): string {
    return this.locale
  }
  getSystemLocale(): string {
    return this.locale
  }
  getPreferredSystemLanguages(): string[] {
    return [this.locale]
  }
  getVersion(): string {
    return '0.0.0'
  }
  getName(): string {
    return this.name
  }
  setName(name: string): void {
    this.name = name
  }
  setAppUserModelId(): void {}
  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    this.aboutPanel = options
  }
  showAboutPanel(): void {
    this.aboutShown += 1
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.note('setAsDefaultProtocolClient')
    this.protocolClients.push(scheme)
    return true
  }
  focus(): void {}
  relaunch(): void {
    this.relaunched += 1
  }

  quit(): void {
    if (this.exitCode !== null) return
    if (!this.#allows('before-quit')) return
    this.#quitting = true
    for (const window of this.#open()) window.close()
    // A window that stayed has ended the quitting.
    if (this.#open().length > 0) {
      this.#quitting = false
      return
    }
    this.#finish()
  }
  exit(code = 0): void {
    if (this.exitCode !== null) return
    this.exitCode = code
    this.#quitting = true
    for (const window of this.#open()) window.destroy()
    this.emit('quit', new PreventableEvent(), code)
    this.emit('stand-in-exit', code)
  }

  /** A window has gone. */
  windowClosed(): void {
    if (this.#open().length > 0 || this.#quitting) return
    // Without a listener the program ends with its last window.
    if (!this.emit('window-all-closed')) this.quit()
  }
  note(what: string): void {
    if (!this.ready) this.beforeReady.push(what)
  }
  /** A new program. */
  reset(): void {
    this.removeAllListeners()
    this.windows = []
    this.#quitting = false
    this.isPackaged = false
    this.name = 'flashline'
    this.locale = 'en-GB'
    this.paths = {}
    this.lockGranted = true
    this.ready = false
    this.exitCode = null
    this.relaunched = 0
    this.aboutShown = 0
    this.aboutPanel = {}
    this.protocolClients = []
    this.beforeReady = []
    this.exited = this.#nextExit()
  }

  #open(): Closable[] {
    return this.windows.filter((window) => !window.isDestroyed())
  }
  #allows(name: string): boolean {
    const event = new PreventableEvent()
    this.emit(name, event)
    return !event.defaultPrevented
  }
  #finish(): void {
    if (this.#allows('will-quit')) this.exit(0)
    else this.#quitting = false
  }
}

export const app = new StandInApp()
