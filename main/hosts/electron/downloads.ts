// What the page saves: files that it made itself (exports, the diagnostics file), under a name that the person is asked for.
// Nothing is ever fetched from an address and put on the disk.
import { basename } from 'node:path'
import type { Session } from 'electron'
import { originOf } from './ui-scheme.ts'

export function allowOwnDownloads(session: Session, pageUrl: string): void {
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${originOf(pageUrl)}/`)) return event.preventDefault()
    item.setSaveDialogOptions({ defaultPath: basename(item.getFilename()) })
  })
}
