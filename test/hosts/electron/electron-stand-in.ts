// Stands in for the `electron` module where its binary is not: the parts the desktop door uses, remembering what was
// asked of them. A message channel of Node plays MessageChannelMain.
import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'

export class PreventableEvent {
  defaultPrevented = false
  preventDefault(): void {
    this.defaultPrevented = true
  }
}

class App extends EventEmitter {
  isPackaged = false
  paths: Record<string, string> = {}
  lockGranted = true
  exitCode: number | null = null
  /** Resolves with the exit code. */
  exited = new Promise<number>((resolve) => {
    this.once('stand-in-exit', resolve)
  })
  /** What was called before the program was ready, in order. */
  beforeReady: string[] = []
  ready = false

  async whenReady(): Promise<void> {
    this.ready = true
  }
  requestSingleInstanceLock(): boolean {
    this.note('requestSingleInstanceLock')
    return this.lockGranted
  }
  setPath(name: string, path: string): void {
    this.note('setPath')
    this.paths[name] = path
  }
  getLocale(): string {
    return 'en-GB'
  }
  quit(): void {
    const event = new PreventableEvent()
    this.emit('before-quit', event)
    if (!event.defaultPrevented) this.exit(0)
  }
  exit(code = 0): void {
    this.exitCode ??= code
    this.emit('stand-in-exit', code)
  }
  note(what: string): void {
    if (!this.ready) this.beforeReady.push(what)
  }
}

class Frame {
  origin = 'null'
  posted: { channel: string; message: unknown; ports: MessagePort[] }[] = []
  postMessage(channel: string, message: unknown, ports: MessagePort[]): void {
    this.posted.push({ channel, message, ports })
  }
}

class WebContents extends EventEmitter {
  mainFrame = new Frame()
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
}

export class BrowserWindow extends EventEmitter {
  static opened: BrowserWindow[] = []
  webContents = new WebContents()
  options: Record<string, unknown> & { webPreferences: Record<string, unknown> }
  loaded: string[] = []
  shown = false
  focused = 0

  constructor(options: BrowserWindow['options']) {
    super()
    this.options = options
    BrowserWindow.opened.push(this)
    app.emit('web-contents-created', new PreventableEvent(), this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    this.webContents.mainFrame.origin = `${new URL(url).protocol}//${new URL(url).host}`
    this.emit('ready-to-show')
    this.webContents.emit('did-finish-load')
  }
  show(): void {
    this.shown = true
  }
  isMinimized(): boolean {
    return false
  }
  focus(): void {
    this.focused++
  }
}

class Session extends EventEmitter {
  permissionRequest: ((contents: null, permission: string, answer: (yes: boolean) => void) => void) | null =
    null
  permissionCheck: (() => boolean) | null = null
  devicePermission: (() => boolean) | null = null
  setPermissionRequestHandler(handler: Session['permissionRequest']): void {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: Session['permissionCheck']): void {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: Session['devicePermission']): void {
    this.devicePermission = handler
  }
}

class Protocol {
  schemes: { scheme: string; privileges: Record<string, boolean> }[] = []
  handlers = new Map<string, (request: Request) => Promise<Response>>()
  registerSchemesAsPrivileged(schemes: Protocol['schemes']): void {
    app.note('registerSchemesAsPrivileged')
    this.schemes = schemes
  }
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void {
    this.handlers.set(scheme, handler)
  }
}

export class MessageChannelMain {
  port1: MessagePort
  port2: MessagePort
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = port1
    this.port2 = port2
  }
}

export let app = new App()
export let protocol = new Protocol()
export let session = { defaultSession: new Session() }
export const dialog = {
  shown: [] as { title: string; content: string }[],
  showErrorBox(title: string, content: string): void {
    this.shown.push({ title, content })
  },
}
export const ipcRenderer = new EventEmitter()

/** A new program. */
export function reset(): void {
  app = new App()
  protocol = new Protocol()
  session = { defaultSession: new Session() }
  dialog.shown = []
  BrowserWindow.opened = []
  ipcRenderer.removeAllListeners()
}
