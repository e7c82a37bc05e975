// The station's process has crashed too often and stays down: the person decides whether the program starts anew.
import { app, type BrowserWindow } from 'electron'
import { errorText, type FlashlineError } from '../../../preload/contract/index.ts'
import { askPerson } from './ask-person.ts'
import type { PageLanguage } from './page-language.ts'

export interface FailureParts {
  readonly window: BrowserWindow
  readonly language: PageLanguage
  /** Ends the program without a question, in the given way. */
  readonly stop: (last?: () => void) => Promise<void>
}

export async function askAfterFailure(error: FlashlineError, parts: FailureParts): Promise<void> {
  const { title, remedy } = errorText(error, parts.language.language)
  const { quit, restartStation } = parts.language.texts
  const answer = await askPerson(parts.window, {
    message: title,
    detail: `${remedy}\n\n${error.code}`,
    buttons: [quit, restartStation],
  })
  if (answer === 0) return parts.stop()
  await parts.stop(() => {
    app.relaunch()
    app.quit()
  })
}
