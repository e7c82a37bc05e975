// Puts the menu over the window and keeps it true: in the page's language, with what whoever works at the bench may use. What
// stands in it: app-menu.ts.
import { join } from 'node:path'
import { app, type BrowserWindow, Menu, shell } from 'electron'
import { errorText } from '../../../preload/contract/index.ts'
import { resourcesDir } from '../program-root.ts'
import { menuTemplate } from './app-menu.ts'
import { askPerson } from './ask-person.ts'
import type { BenchWatch } from './bench-watch.ts'
import { showDriverHint } from './driver-hint.ts'
import type { PageLanguage } from './page-language.ts'
import type { PageMoves } from './page-moves.ts'
import type { ProgramEnd } from './program-end.ts'
import { type UpdateItem, updateItem } from './update-item.ts'
import type { Updates } from './updates.ts'

export interface MenuParts {
  readonly window: BrowserWindow
  readonly language: PageLanguage
  readonly bench: BenchWatch
  readonly moves: PageMoves
  readonly end: ProgramEnd
  /** Null: not yet, or this copy of the program has none. */
  readonly updates: () => Updates | null
  readonly mayUseDevTools: () => boolean
  readonly dataDir: string
  readonly logDir: string
}

/** Shows it; to be called again when anything that it is made of has changed by itself. */
export function installMenu(parts: MenuParts): () => void {
  const { window, language, bench, moves, end } = parts
  const actions = {
    quit: () => void end.ask(),
    goTo: moves.goTo,
    openFile: () => void moves.chooseFile(),
    openLogFolder: () => void openFolder(parts, parts.logDir),
    openDataFolder: () => void openFolder(parts, parts.dataDir),
    showAbout: () => app.showAboutPanel(),
    update: (act: NonNullable<UpdateItem['act']>) => void update(parts, act),
    setKiosk(on: boolean) {
      window.setKiosk(on)
      window.setMenuBarVisibility(!on)
    },
    showDriverHint() {
      const { platform } = process
      void showDriverHint({ window, platform, texts: language.texts, rulesDir: rulesDir(), goTo: moves.goTo })
    },
  }
  const show = () => {
    const { texts } = language
    const state = parts.updates()?.state
    const facts = {
      texts,
      platform: process.platform,
      isKiosk: window.isKiosk(),
      mayUseDevTools: parts.mayUseDevTools(),
      update: state && bench.facts.role === 'lead' ? updateItem(state, texts) : null,
    }
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(facts, actions)))
  }
  let { role } = bench.facts
  bench.listen((facts) => {
    // A menu that is built anew closes under the hand of whoever reads it.
    if (facts.role === role) return
    role = facts.role
    show()
  })
  language.listen(show)
  show()
  return show
}

/** The archive of a packed program is no folder to the system; what it needs as files lies beside it. */
function rulesDir(): string {
  return join(resourcesDir().replace(/\.asar(?=[\\/]|$)/, '.asar.unpacked'), 'udev')
}

async function openFolder({ window, language }: MenuParts, folder: string): Promise<void> {
  if ((await shell.openPath(folder)) === '') return
  const { folderFailed, ok } = language.texts
  await askPerson(window, { message: folderFailed, detail: folder, buttons: [ok] })
}

async function update({ window, language, end, updates: find }: MenuParts, act: string): Promise<void> {
  const updates = find()
  if (updates === null) return
  const { ok, updateBusy, updateBusyDetail } = language.texts
  if (act === 'install') {
    if (updates.install(end.stop)) return
    await askPerson(window, { message: updateBusy, detail: updateBusyDetail, buttons: [ok] })
    return
  }
  await (act === 'check' ? updates.check() : updates.download())
  if (updates.state.step !== 'failed') return
  const { error } = updates.state
  const { title, remedy } = errorText(error, language.language)
  await askPerson(window, { message: title, detail: `${remedy}\n\n${error.code}`, buttons: [ok] })
}
