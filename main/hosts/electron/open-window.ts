// The one window. Its page runs in a sandbox without Node; all it gets is what the preload script hands it.
import { BrowserWindow } from 'electron'

export function openWindow(preloadFile: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 800,
    minHeight: 560,
    show: false,
    autoHideMenuBar: true,
    title: 'Flashline',
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  // An empty white window while the page loads looks like a fault.
  window.once('ready-to-show', () => window.show())
  return window
}
