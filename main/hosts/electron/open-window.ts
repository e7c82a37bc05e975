// The one window. Its page runs in a sandbox without Node; all it gets is what the preload script hands it.
import { BrowserWindow } from 'electron'
import type { WindowState } from './window-state.ts'

export interface WindowOptions {
  readonly preloadFile: string
  readonly iconFile: string
  /** As it was left; null: the first time. */
  readonly state: WindowState | null
  /** The whole screen, without menu and frame. */
  readonly kiosk: boolean
}

export function openWindow({ preloadFile, iconFile, state, kiosk }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    ...state?.bounds,
    minWidth: 800,
    minHeight: 560,
    show: false,
    kiosk,
    autoHideMenuBar: true,
    title: 'Flashline',
    icon: iconFile,
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (kiosk) window.removeMenu()
  // An empty white window while the page loads looks like a fault.
  window.once('ready-to-show', () => {
    if (state?.maximized && !kiosk) window.maximize()
    window.show()
  })
  return window
}
