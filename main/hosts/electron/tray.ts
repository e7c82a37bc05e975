// The mark among the system's icons, with the counts of the bench. A system without such a place goes on without.
import { Menu, Tray } from 'electron'
import type { BenchFacts } from './bench-tally.ts'
import { type DesktopTexts, fill } from './desktop-texts.ts'

export interface TrayParts {
  readonly iconFile: string
  readonly practice: boolean
  readonly show: () => void
  readonly quit: () => void
}

/** Shows other facts, or the same ones in another language. */
export type ShowInTray = (facts: BenchFacts, texts: DesktopTexts) => void

export function openTray({ iconFile, practice, show, quit }: TrayParts): ShowInTray {
  let tray: Tray
  try {
    tray = new Tray(iconFile)
  } catch (error) {
    console.warn('no tray:', error instanceof Error ? error.message : error)
    return () => {}
  }
  tray.on('click', show)
  return ({ running, passed, failed }, texts) => {
    const counts = [
      fill(texts.running, { count: running }),
      fill(texts.passed, { count: passed }),
      fill(texts.failed, { count: failed }),
    ]
    tray.setToolTip([practice ? `Flashline (${texts.practice})` : 'Flashline', ...counts].join('\n'))
    tray.setContextMenu(
      Menu.buildFromTemplate([
        ...counts.map((label) => ({ label, enabled: false })),
        { type: 'separator' },
        { label: texts.show, click: show },
        { label: texts.quit, click: quit },
      ]),
    )
  }
}
