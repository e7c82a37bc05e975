// The page may die or hang; the station does not, and jobs go on. A dead page is loaded again, and asks only when it keeps
// dying. Of Chromium's other processes the GPU's is restarted by Chromium itself.
import type { BrowserWindow } from 'electron'
import { askPerson } from './ask-person.ts'
import type { DesktopTexts } from './desktop-texts.ts'

export interface RecoveryParts {
  readonly window: BrowserWindow
  readonly texts: () => DesktopTexts
  readonly quit: () => void
  /** Milliseconds of any clock. */
  readonly now: () => number
}

/** So many deaths within so long: loading it once more would help nobody. */
const mostDeaths = 3
const withinMs = 60_000

export function recoverPage({ window, texts, quit, now }: RecoveryParts): void {
  const { webContents: contents } = window
  let deaths: number[] = []
  let stuck: AbortController | null = null

  const ask = async () => {
    const { pageFailedTitle, pageFailedDetail, reloadWindow, quit: quitText } = texts()
    const answer = await askPerson(window, {
      message: pageFailedTitle,
      detail: pageFailedDetail,
      buttons: [quitText, reloadWindow],
    })
    if (answer === 0) return quit()
    deaths = []
    contents.reload()
  }
  contents.on('render-process-gone', (_event, { reason }) => {
    stuck?.abort()
    if (reason === 'clean-exit') return
    const at = now()
    deaths = [...deaths.filter((earlier) => at - earlier < withinMs), at]
    if (deaths.length < mostDeaths) contents.reload()
    else void ask()
  })

  const askAboutStuck = async (question: AbortController) => {
    const { pageStuckTitle, pageStuckDetail, reloadWindow, wait } = texts()
    const answer = await askPerson(window, {
      message: pageStuckTitle,
      detail: pageStuckDetail,
      buttons: [reloadWindow, wait],
      signal: question.signal,
    })
    // Its death loads it again.
    if (answer === 0 && !question.signal.aborted) contents.forcefullyCrashRenderer()
    if (stuck === question) stuck = null
  }
  window.on('unresponsive', () => {
    if (stuck) return
    stuck = new AbortController()
    void askAboutStuck(stuck)
  })
  window.on('responsive', () => stuck?.abort())
}
