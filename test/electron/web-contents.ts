// Stands in for Electron's WebContents and its top frame. What shows the page is a parameter: at once and nowhere, or a real
// browser elsewhere.
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { app } from './app.ts'
import type { StandInPort } from './message-ports.ts'
import { type StandInSession, session } from './session.ts'

/** Where a page is shown. */
export interface PageView {
  /** A new document, loaded to its end; tells the frame's origin. */
  load(url: string): Promise<{ origin: string }>
  /** A message for the page's preload script. */
  post?(channel: string, message: unknown, ports: StandInPort[]): void
  /** Another place of the same document. */
  move?(url: string): void
  /** The page's process has crashed. */
  gone?(): void
}

export const noView: PageView = {
  load: async (url) => ({ origin: `${new URL(url).protocol}//${new URL(url).host}` }),
}

export class StandInFrame implements Pick<Electron.WebFrameMain, 'origin' | 'postMessage' | 'send' | 'url'> {
  origin = 'null'
  url = ''
  detached = false
  parent = null
  posted: { channel: string; message: unknown; ports: StandInPort[] }[] = []
  view: PageView = noView
  get top(): StandInFrame {
    return this
  }
  isDestroyed(): boolean {
    return this.detached
  }
  postMessage(channel: string, message: unknown, ports: StandInPort[] = []): void {
    this.posted.push({ channel, message, ports })
    this.view.post?.(channel, message, ports)
  }
  send(channel: string, ...args: unknown[]): void {
    this.posted.push({ channel, message: args, ports: [] })
    this.view.post?.(channel, args, [])
  }
}

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

export class StandInContents
  extends EventEmitter
  implements
    Pick<
      Electron.WebContents,
      | 'closeDevTools'
      | 'forcefullyCrashRenderer'
      | 'getURL'
      | 'getZoomLevel'
      | 'id'
      | 'isCrashed'
      | 'isDestroyed'
      | 'isDevToolsOpened'
      | 'isLoading'
      | 'isLoadingMainFrame'
      | 'openDevTools'
      | 'print'
      | 'reload'
      | 'setIgnoreMenuShortcuts'
      | 'setWindowOpenHandler'
      | 'setZoomLevel'
      | 'toggleDevTools'
    >
{
  static #last = 0
  readonly id = ++StandInContents.#last
  readonly mainFrame = new StandInFrame()
  readonly session: StandInSession = session.defaultSession
  view: PageView = noView
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  devTools = false
  crashed = false
  destroyed = false
  zoomLevel = 0
  printed = 0
  reloaded = 0
  loading = false

  setWindowOpenHandler(handler: OpenHandler): void {
    // The details are what a test needs of them.
    this.openHandler = handler as (details: { url: string }) => { action: string }
  }
  getURL(): string {
    return this.mainFrame.url
  }
  isLoading(): boolean {
    return this.loading
  }
  isLoadingMainFrame(): boolean {
    return this.loading
  }
  /** The same document with another fragment is not loaded again. */
  async loadURL(url: string): Promise<void> {
    const [before, after] = [withoutHash(this.getURL()), withoutHash(url)]
    if (before === after && new URL(url).hash !== '') {
      this.mainFrame.url = url
      this.view.move?.(url)
      this.emit('did-navigate-in-page', {}, url, true)
      return
    }
    await this.#load(url)
  }
  reload(): void {
    this.reloaded += 1
    void this.#load(this.getURL())
  }
  /** The page was loaded again, or moved, by itself. */
  loadedAgain(url: string, origin: string): Promise<void> {
    return this.#show(url, async () => ({ origin }))
  }
  #load(url: string): Promise<void> {
    return this.#show(url, (asked) => this.view.load(asked))
  }
  async #show(url: string, load: PageView['load']): Promise<void> {
    this.crashed = false
    this.loading = true
    this.mainFrame.view = this.view
    this.mainFrame.url = url
    this.emit('did-start-loading')
    this.mainFrame.origin = (await load(url)).origin
    this.loading = false
    if (this.destroyed) return
    this.emit('did-navigate', {}, url, 200, 'OK')
    this.emit('ready-to-show')
    this.emit('dom-ready')
    this.emit('did-finish-load')
    this.emit('did-stop-loading')
  }
  openDevTools(): void {
    this.devTools = true
    this.emit('devtools-opened')
  }
  closeDevTools(): void {
    this.devTools = false
    this.emit('devtools-closed')
  }
  toggleDevTools(): void {
    if (this.devTools) this.closeDevTools()
    else this.openDevTools()
  }
  isDevToolsOpened(): boolean {
    return this.devTools
  }
  print(): void {
    this.printed += 1
  }
  setZoomLevel(level: number): void {
    this.zoomLevel = level
  }
  getZoomLevel(): number {
    return this.zoomLevel
  }
  setIgnoreMenuShortcuts(): void {}
  isCrashed(): boolean {
    return this.crashed
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  forcefullyCrashRenderer(): void {
    this.crash('killed')
  }
  /** Its process has gone, as Electron tells it. */
  crash(reason: Electron.RenderProcessGoneDetails['reason'] = 'crashed'): void {
    this.crashed = true
    this.view.gone?.()
    this.emit('render-process-gone', {}, { reason, exitCode: 11 })
    app.emit('render-process-gone', {}, this, { reason, exitCode: 11 })
  }
}

function withoutHash(url: string): string {
  return url.replace(/#.*$/, '')
}
