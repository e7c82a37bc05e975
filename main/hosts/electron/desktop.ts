// The desktop door: one window over one station in a process of its own. The order of the start, and what may come before
// it is done; knows nothing of flashing. The window with its parts: open-desktop-window.ts.
import { join } from 'node:path'
import { app, dialog, session } from 'electron'
import { asFlashlineError, errorTable, errorText } from '../../../preload/contract/index.ts'
import type { PracticeKind } from '../../station/practice.ts'
import type { StationOptions } from '../../station/station.ts'
import { openDataDir } from '../open-data-dir.ts'
import { resourcesDir, uiDir } from '../program-root.ts'
import { version } from '../version.ts'
import { type BenchWatch, watchBench } from './bench-watch.ts'
import { readArguments } from './desktop-arguments.ts'
import type { DesktopStation } from './desktop-station.ts'
import { allowOwnDownloads } from './downloads.ts'
import { lockDown } from './lock-down.ts'
import { type DesktopWindow, openDesktopWindow } from './open-desktop-window.ts'
import { OpenedFiles } from './opened-files.ts'
import { systemLanguage } from './page-language.ts'
import { declareUiScheme, scheme, serveUiScheme, uiUrl } from './ui-scheme.ts'
import type { Updates } from './updates.ts'

export interface DesktopOptions {
  /** `--data <dir>`, `--practice [kind]`, `--kiosk`, links and files. Chromium's own switches among it are ignored. */
  readonly argv: readonly string[]
  readonly preloadFile: string
  /** The bundler's server during development; ignored in a packaged program. */
  readonly devServerUrl: string | null
  readonly openStation: (options: StationOptions) => Promise<DesktopStation>
  /** Null: this copy of the program has none. */
  readonly openUpdates: (bench: BenchWatch) => Promise<Updates | null>
}

/** Runs until the program exits. Everything before the first wait happens before the program is ready. */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  declareUiScheme()
  try {
    const given = readArguments(options.argv)
    const dataDir = openDataDir(given.data)
    // The browser's own files; also what makes one instance per data directory.
    app.setPath('userData', join(dataDir, 'desktop'))
    if (!app.requestSingleInstanceLock()) return app.exit(0)
    const inbox = collectOpens(given.opens)
    const pageUrl = app.isPackaged ? uiUrl : (options.devServerUrl ?? uiUrl)
    await app.whenReady()
    // A link is no place for switches: what follows the two dashes is none, whatever it looks like.
    if (app.isPackaged) app.setAsDefaultProtocolClient(scheme, process.execPath, ['--'])
    let bench: BenchWatch | null = null
    const mayUseDevTools = () => !app.isPackaged || bench?.facts.role === 'lead'
    lockDown({ app, session: session.defaultSession, pageUrl, mayUseDevTools })
    allowOwnDownloads(session.defaultSession, pageUrl)
    const opened = new OpenedFiles()
    serveUiScheme(uiDir(), opened)
    const { practice, practiceKind = 'boards' } = given
    const station = await options.openStation({
      ...{ dataDir, practice, practiceKind, version },
      resourcesDir: resourcesDir(),
    })
    bench = watchBench(station)
    const desktop = openDesktopWindow({
      ...{ station, bench, opened, pageUrl, mayUseDevTools, dataDir },
      preloadFile: options.preloadFile,
      openUpdates: options.openUpdates,
      kiosk: given.kiosk,
      logDir: station.practice ? join(dataDir, practiceFolder(practiceKind)) : dataDir,
    })
    await desktop.window.loadURL(pageUrl).catch((error: unknown) => {
      // Called off by another load: the person's, or the one after a crash of the page.
      if (!desktop.window.webContents.isLoadingMainFrame()) throw error
    })
    inbox.handTo(desktop)
  } catch (error) {
    await sayAndExit(error)
  }
}

/** Below the data folder; a test holds it and the practice benches together. */
export function practiceFolder(kind: PracticeKind): string {
  return kind === 'boards' ? 'practice' : `practice-${kind}`
}

interface Open {
  readonly what: readonly string[]
  /** What relative paths are relative to. */
  readonly folder: string
}

/** Links and files may come long before there is a window, and again later from other starts of the program. */
function collectOpens(given: readonly string[]): { handTo(desktop: DesktopWindow): void } {
  const waiting: Open[] = [{ what: given, folder: process.cwd() }]
  let desktop: DesktopWindow | null = null
  const take = (open: Open) => {
    if (desktop === null) return void waiting.push(open)
    desktop.show()
    void desktop.moves.open(open.what, open.folder)
  }
  app.on('second-instance', (_event, argv, folder) =>
    take({ what: readArguments(argv.slice(1)).opens, folder }),
  )
  const takeOne = (event: { preventDefault(): void }, what: string) => {
    event.preventDefault()
    take({ what: [what], folder: process.cwd() })
  }
  app.on('open-url', takeOne)
  app.on('open-file', takeOne)
  return {
    handTo(opened) {
      desktop = opened
      for (const { what, folder } of waiting.splice(0)) void opened.moves.open(what, folder)
    },
  }
}

async function sayAndExit(cause: unknown): Promise<void> {
  const error = asFlashlineError(cause)
  if (error.code === 'SOFTWARE') console.error(cause)
  await app.whenReady()
  const { title, remedy } = errorText(error, systemLanguage(app.getLocale()))
  dialog.showErrorBox(title, `${remedy}\n\n${error.code}`)
  app.exit(errorTable[error.code].exit)
}
