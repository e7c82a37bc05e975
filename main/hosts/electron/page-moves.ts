// Brings the page to what a person opened from outside: a link, files, an entry of the menu.
import { resolve } from 'node:path'
import { type BrowserWindow, dialog } from 'electron'
import { largestUploadBytes, openedAddress } from '../../../preload/contract/index.ts'
import { askPerson } from './ask-person.ts'
import { addressOfLink, isLink } from './deep-link.ts'
import { type DesktopTexts, fill } from './desktop-texts.ts'
import {
  type FileRefusal,
  isKnownFile,
  mostWaiting,
  type OpenedFiles,
  openedExtensions,
} from './opened-files.ts'

export interface MoveParts {
  readonly window: BrowserWindow
  readonly pageUrl: string
  readonly opened: OpenedFiles
  readonly texts: () => DesktopTexts
}

export interface PageMoves {
  /** The page's address behind `#`. */
  goTo(address: string): void
  /** Links and paths as they were given; paths relative to `folder`. Whatever is neither is passed over. */
  open(given: readonly string[], folder: string): Promise<void>
  chooseFile(): Promise<void>
}

export function createPageMoves({ window, pageUrl, opened, texts }: MoveParts): PageMoves {
  const { webContents: contents } = window
  const goTo = (address: string) => {
    // The same document: nothing is loaded. While it is being loaded, this would call that off.
    const go = () => void window.loadURL(`${pageUrl}${address}`).catch(() => undefined)
    if (contents.isLoadingMainFrame()) contents.once('did-finish-load', go)
    else go()
  }
  const refuse = (path: string, refusal: FileRefusal) =>
    askPerson(window, {
      message: fill(texts()[refusal], { size: largestUploadBytes / 1024 / 1024 }),
      detail: path,
      buttons: [texts().ok],
    })
  const openFiles = async (paths: readonly string[]) => {
    const tokens: string[] = []
    for (const path of paths.slice(0, mostWaiting)) {
      const offered = await opened.offer(path)
      if ('token' in offered) tokens.push(offered.token)
      else await refuse(path, offered.refusal)
    }
    if (tokens.length > 0) goTo(`${openedAddress}${tokens.join(',')}`)
  }
  return {
    goTo,
    async open(given, folder) {
      const links = given.filter(isLink).flatMap((link) => addressOfLink(link) ?? [])
      const [last] = links.slice(-1)
      if (last !== undefined) goTo(last)
      // Other words among the arguments are the system's.
      const paths = given.filter((one) => !isLink(one) && isKnownFile(one))
      await openFiles(paths.map((path) => resolve(folder, path)))
    },
    async chooseFile() {
      const { firmwareFiles, allFiles } = texts()
      const { filePaths } = await dialog.showOpenDialog(window, {
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: firmwareFiles, extensions: [...openedExtensions] },
          { name: allFiles, extensions: ['*'] },
        ],
      })
      await openFiles(filePaths)
    },
  }
}
