// Stands in for Electron's BrowserWindow: nothing is drawn; what was asked of it is remembered.
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { app, type Closable } from './app.ts'
import { PreventableEvent } from './preventable-event.ts'
import { noView, type PageView, StandInContents } from './web-contents.ts'

export class BrowserWindow
  extends EventEmitter
  implements
    Closable,
    Pick<
      Electron.BrowserWindow,
      | 'close'
      | 'destroy'
      | 'flashFrame'
      | 'focus'
      | 'getBounds'
      | 'getNormalBounds'
      | 'hide'
      | 'id'
      | 'isDestroyed'
      | 'isFocused'
      | 'isFullScreen'
      | 'isKiosk'
      | 'isMaximized'
      | 'isMinimized'
      | 'isVisible'
      | 'loadURL'
      | 'maximize'
      | 'minimize'
      | 'removeMenu'
      | 'restore'
      | 'setAutoHideMenuBar'
      | 'setBounds'
      | 'setFullScreen'
      | 'setKiosk'
      | 'setMenuBarVisibility'
      | 'setProgressBar'
      | 'setTitle'
      | 'show'
      | 'unmaximize'
    >
{
  static opened: BrowserWindow[] = []
  /** Where the pages of new windows are shown. */
  static view: PageView = noView
  static #last = 0

  readonly id = ++BrowserWindow.#last
  readonly webContents = new StandInContents()
  readonly options: Electron.BrowserWindowConstructorOptions
  loaded: string[] = []
  shown = false
  focused = 0
  title: string
  menuBar = true
  menuRemoved = false
  progress = -1
  #bounds: Electron.Rectangle
  #normal: Electron.Rectangle
  #minimized = false
  #maximized = false
  #fullScreen: boolean
  #kiosk: boolean
  #destroyed = false

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.options = options
    this.title = options.title ?? ''
    this.shown = options.show ?? true
    this.#kiosk = options.kiosk ?? false
    this.#fullScreen = options.fullscreen ?? this.#kiosk
    const { x = 0, y = 0, width = 800, height = 600 } = options
    this.#bounds = { x, y, width, height }
    this.#normal = this.#bounds
    this.webContents.view = BrowserWindow.view
    this.webContents.on('ready-to-show', () => this.emit('ready-to-show'))
    BrowserWindow.opened.push(this)
    app.windows.push(this)
    app.emit('web-contents-created', new PreventableEvent(), this.webContents)
    app.emit('browser-window-created', new PreventableEvent(), this)
  }

  async loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    await this.webContents.loadURL(url)
  }
  show(): void {
    this.shown = true
    this.emit('show')
  }
  hide(): void {
    this.shown = false
    this.emit('hide')
  }
  isVisible(): boolean {
    return this.shown
  }
  focus(): void {
    this.focused += 1
  }
  isFocused(): boolean {
    return this.focused > 0
  }
  minimize(): void {
    this.#minimized = true
    this.emit('minimize')
  }
  restore(): void {
    this.#minimized = false
    this.emit('restore')
  }
  isMinimized(): boolean {
    return this.#minimized
  }
  maximize(): void {
    this.#maximized = true
    this.emit('maximize')
  }
  unmaximize(): void {
    this.#maximized = false
    this.emit('unmaximize')
  }
  isMaximized(): boolean {
    return this.#maximized
  }
  setFullScreen(on: boolean): void {
    this.#fullScreen = on
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen')
  }
  isFullScreen(): boolean {
    return this.#fullScreen
  }
  setKiosk(on: boolean): void {
    this.#kiosk = on
    this.setFullScreen(on)
  }
  isKiosk(): boolean {
    return this.#kiosk
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    if (!this.#maximized && !this.#fullScreen) this.#normal = this.#bounds
    this.emit('resize')
    this.emit('move')
  }
  getBounds(): Electron.Rectangle {
    return this.#bounds
  }
  getNormalBounds(): Electron.Rectangle {
    return this.#normal
  }
  removeMenu(): void {
    this.menuRemoved = true
  }
  setMenuBarVisibility(visible: boolean): void {
    this.menuBar = visible
  }
  setAutoHideMenuBar(): void {}
  setTitle(title: string): void {
    this.title = title
  }
  setProgressBar(progress: number): void {
    this.progress = progress
  }
  flashFrame(): void {}

  close(): void {
    if (this.#destroyed) return
    const event = new PreventableEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.webContents.destroyed = true
    this.webContents.emit('destroyed')
    this.emit('closed')
    app.windowClosed()
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }

  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.opened.filter((window) => !window.isDestroyed())
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().at(-1) ?? null
  }
  static fromWebContents(contents: unknown): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null
  }
}
