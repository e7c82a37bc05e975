// The desktop door: one window over one station. Composes the small files of this folder; knows nothing of flashing.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app, type BrowserWindow, dialog, session } from 'electron'
import { asFlashlineError, errorTable, errorText } from '../../../preload/contract/index.ts'
import type { Station, StationOptions } from '../../station/station.ts'
import type { HostLogger } from '../host-logger.ts'
import { openDataDir } from '../open-data-dir.ts'
import { resourcesDir, uiDir } from '../program-root.ts'
import { version } from '../version.ts'
import { lockDown } from './lock-down.ts'
import { openWindow } from './open-window.ts'
import { handOverPorts } from './port-hand-over.ts'
import { declareUiScheme, serveUiScheme, uiUrl } from './ui-scheme.ts'

export interface DesktopOptions {
  /** What the user gave: `--data <dir>`, `--practice`. Chromium's own switches among it are ignored. */
  readonly argv: readonly string[]
  readonly preloadFile: string
  /** The bundler's server during development; ignored in a packaged program. */
  readonly devServerUrl: string | null
  readonly openStation: (options: StationOptions) => Promise<Station>
}

/** Runs until the program exits. Everything before the first wait happens before the program is ready. */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  declareUiScheme()
  try {
    const { data, practice } = readArguments(options.argv)
    const dataDir = openDataDir(data)
    // The browser's own files; also what makes one instance per data directory.
    app.setPath('userData', join(dataDir, 'desktop'))
    if (!app.requestSingleInstanceLock()) return app.exit(0)
    const pageUrl = app.isPackaged ? uiUrl : (options.devServerUrl ?? uiUrl)
    let window: BrowserWindow | null = null
    app.on('second-instance', () => {
      if (window?.isMinimized()) window.restore()
      window?.focus()
    })
    await app.whenReady()
    lockDown(app, session.defaultSession, pageUrl)
    serveUiScheme(uiDir())
    const station = await options.openStation({ dataDir, resourcesDir: resourcesDir(), practice, version })
    closeWithProgram(station)
    window = openWindow(options.preloadFile)
    handOverPorts(window.webContents, station.router, pageUrl, consoleLogger)
    await window.loadURL(pageUrl)
  } catch (error) {
    await sayAndExit(error)
  }
}

function readArguments(argv: readonly string[]): { data: string | undefined; practice: boolean } {
  const { values } = parseArgs({
    args: [...argv],
    options: { data: { type: 'string' }, practice: { type: 'boolean', default: false } },
    strict: false,
  })
  return {
    data: typeof values.data === 'string' ? values.data : undefined,
    practice: values.practice === true,
  }
}

/** Running jobs end with their records before the program does. */
function closeWithProgram(station: Station): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void station
      .close()
      .catch((error: unknown) => console.error(error))
      .then(() => {
        state = 'closed'
        app.quit()
      })
  })
}

/** The station keeps its own log; what the door has to say goes where the program was started. */
const consoleLogger: HostLogger = {
  info: () => {},
  warn: (facts, message) => console.warn(message, facts),
  error: (facts, message) => console.error(message, facts),
}

async function sayAndExit(cause: unknown): Promise<void> {
  const error = asFlashlineError(cause)
  if (error.code === 'SOFTWARE') console.error(cause)
  await app.whenReady()
  const { title, remedy } = errorText(error, app.getLocale().startsWith('zh') ? 'zh-CN' : 'en')
  dialog.showErrorBox(title, `${remedy}\n\n${error.code}`)
  app.exit(errorTable[error.code].exit)
}
