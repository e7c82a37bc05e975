// Stands in for the parts of Electron that speak to the system: shell, power, displays, clipboard, IPC.
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'

class StandInShell implements Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder'> {
  opened: { kind: 'address' | 'path' | 'folder'; what: string }[] = []
  async openExternal(url: string): Promise<void> {
    this.opened.push({ kind: 'address', what: url })
  }
  async openPath(path: string): Promise<string> {
    this.opened.push({ kind: 'path', what: path })
    return ''
  }
  showItemInFolder(path: string): void {
    this.opened.push({ kind: 'folder', what: path })
  }
}

class StandInPowerSaveBlocker implements Pick<Electron.PowerSaveBlocker, 'isStarted' | 'start' | 'stop'> {
  active = new Map<number, string>()
  #last = 0
  start(type: Parameters<Electron.PowerSaveBlocker['start']>[0]): number {
    this.#last += 1
    this.active.set(this.#last, type)
    return this.#last
  }
  stop(id: number): boolean {
    return this.active.delete(id)
  }
  isStarted(id: number): boolean {
    return this.active.has(id)
  }
}

type Display = Pick<Electron.Display, 'bounds' | 'id' | 'scaleFactor' | 'workArea'>
const area = { x: 0, y: 0, width: 1920, height: 1080 }
const oneDisplay: Display = { id: 1, bounds: area, workArea: area, scaleFactor: 1 }

class StandInScreen extends EventEmitter {
  displays: Display[] = [oneDisplay]
  getAllDisplays(): Display[] {
    return this.displays
  }
  getPrimaryDisplay(): Display {
    return this.displays[0] ?? oneDisplay
  }
  getDisplayMatching(): Display {
    return this.getPrimaryDisplay()
  }
}

class StandInIpcMain extends EventEmitter implements Pick<Electron.IpcMain, 'handle' | 'removeHandler'> {
  /** What a page could call; the desktop has none. */
  handled: string[] = []
  handle(channel: string): void {
    this.handled.push(channel)
  }
  removeHandler(channel: string): void {
    this.handled = this.handled.filter((other) => other !== channel)
  }
}

class StandInClipboard implements Pick<Electron.Clipboard, 'readText' | 'writeText'> {
  text = ''
  async writeText(text: string): Promise<void> {
    this.text = text
  }
  async readText(): Promise<string> {
    return this.text
  }
}

export const clipboard = new StandInClipboard()
export const shell = new StandInShell()
export const powerSaveBlocker = new StandInPowerSaveBlocker()
export const powerMonitor = new EventEmitter()
export const screen = new StandInScreen() satisfies Partial<
  Record<keyof Electron.Screen, (...given: never[]) => unknown>
>
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false })
export const ipcMain = new StandInIpcMain()
export const ipcRenderer = new EventEmitter()

export function resetSystem(): void {
  clipboard.text = ''
  shell.opened = []
  powerSaveBlocker.active.clear()
  powerMonitor.removeAllListeners()
  screen.removeAllListeners()
  screen.displays = [oneDisplay]
  nativeTheme.removeAllListeners()
  ipcMain.removeAllListeners()
  ipcMain.handled = []
  ipcRenderer.removeAllListeners()
}
