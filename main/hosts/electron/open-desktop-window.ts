// The window with everything around it, over an open station: page, port, menu, tray, questions. Each part is a file of its
// own; here they meet.
import { join } from 'node:path'
import { app, type BrowserWindow, Menu, screen } from 'electron'
import { resourcesDir } from '../program-root.ts'
import { version } from '../version.ts'
import type { BenchWatch } from './bench-watch.ts'
import type { DesktopStation } from './desktop-station.ts'
import { offerLinks } from './external-links.ts'
import { installMenu } from './install-menu.ts'
import { openWindow } from './open-window.ts'
import type { OpenedFiles } from './opened-files.ts'
import { followPageLanguage, systemLanguage } from './page-language.ts'
import { createPageMoves, type PageMoves } from './page-moves.ts'
import { recoverPage } from './page-recovery.ts'
import { handOverPorts } from './port-hand-over.ts'
import { holdUntilStopped, type ProgramEnd } from './program-end.ts'
import { askAfterFailure } from './station-failure.ts'
import { stayAwakeWhileFlashing } from './stay-awake.ts'
import { openTray } from './tray.ts'
import type { Updates } from './updates.ts'
import { keepWindowState, readWindowState } from './window-state.ts'

export interface DesktopWindowOptions {
  readonly station: DesktopStation
  readonly bench: BenchWatch
  readonly opened: OpenedFiles
  readonly preloadFile: string
  readonly pageUrl: string
  readonly kiosk: boolean
  readonly mayUseDevTools: () => boolean
  /** Null: this copy of the program has none. */
  readonly openUpdates: (bench: BenchWatch) => Promise<Updates | null>
  readonly dataDir: string
  /** Where `station.log` is: a practice bench has a folder of its own. */
  readonly logDir: string
}

export interface DesktopWindow {
  readonly window: BrowserWindow
  readonly moves: PageMoves
  readonly end: ProgramEnd
  show(): void
}

export function openDesktopWindow(options: DesktopWindowOptions): DesktopWindow {
  const { station, bench, opened, pageUrl, kiosk } = options
  const icons = join(resourcesDir(), 'icons')
  const stateFile = join(app.getPath('userData'), 'window.json')
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = openWindow({
    preloadFile: options.preloadFile,
    iconFile: join(icons, 'icon.png'),
    state: readWindowState(stateFile, areas),
    kiosk,
  })
  if (!kiosk) keepWindowState(window, stateFile)
  const language = followPageLanguage(window, systemLanguage(app.getLocale()))
  const texts = () => language.texts
  handOverPorts(window.webContents, station, pageUrl)
  offerLinks(window, texts)
  stayAwakeWhileFlashing(bench)
  let updates: Updates | null = null
  const onShutdown = () => updates?.holdInstallation()
  const end = holdUntilStopped({ window, bench, station, texts, onShutdown })
  const quit = () => void end.ask()
  recoverPage({ window, texts, quit, now: () => performance.now() })
  station.onGivenUp((error) => void askAfterFailure(error, { window, language, stop: end.stop }))
  app.setAboutPanelOptions({
    applicationName: 'Flashline',
    applicationVersion: version,
    copyright: 'Apache-2.0',
  })
  const moves = createPageMoves({ window, pageUrl, opened, texts })
  const show = () => {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  const showInTray = openTray({ iconFile: join(icons, 'tray.png'), practice: station.practice, show, quit })
  const tellTray = () => showInTray(bench.facts, texts())
  tellTray()
  language.listen(tellTray)
  bench.listen(tellTray)
  const { mayUseDevTools, dataDir, logDir } = options
  const menuParts = { window, language, bench, moves, end, mayUseDevTools, dataDir, logDir }
  if (kiosk) Menu.setApplicationMenu(null)
  const showMenu = kiosk ? () => {} : installMenu({ ...menuParts, updates: () => updates })
  const showUpdates = async () => {
    updates = await options.openUpdates(bench)
    updates?.listen(showMenu)
    showMenu()
  }
  // Not before the page: it is what a person waits for.
  window.webContents.once('did-finish-load', () => {
    showUpdates().catch((error: unknown) => console.error(error))
  })
  return { window, moves, end, show }
}
