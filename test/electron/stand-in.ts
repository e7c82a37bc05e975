// Stands in for the `electron` module where its binary is not: the parts that the desktop door uses, remembering what was
// asked of them. Written against Electron's own declarations, so that a drift of Electron fails the type check.
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { dialog } from './dialog.ts'
import { Menu } from './menu.ts'
import { protocol, session } from './session.ts'
import { resetSystem } from './system.ts'
import { Tray } from './tray.ts'
import { noView } from './web-contents.ts'

export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { dialog } from './dialog.ts'
export { Menu, MenuItem } from './menu.ts'
export { MessageChannelMain } from './message-ports.ts'
export { PreventableEvent } from './preventable-event.ts'
export { protocol, session } from './session.ts'
export {
  clipboard,
  ipcMain,
  ipcRenderer,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  screen,
  shell,
} from './system.ts'
export { nativeImage, Tray } from './tray.ts'
export { endUtilities, utilityProcess } from './utility-process.ts'

/** A new program. What it forked goes on: end it with `endUtilities`. */
export function reset(): void {
  app.reset()
  protocol.schemes = []
  protocol.handlers.clear()
  session.defaultSession.reset()
  dialog.reset()
  BrowserWindow.opened = []
  BrowserWindow.view = noView
  Menu.setApplicationMenu(null)
  Tray.opened = []
  Tray.available = true
  resetSystem()
}
