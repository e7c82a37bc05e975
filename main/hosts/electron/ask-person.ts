// One question to the person at the window, on top of it. Not for what the station has to say: that is the screens'.
import { type BrowserWindow, dialog } from 'electron'

export interface Question {
  readonly message: string
  readonly detail: string
  /** The last is what Escape and a closed box mean, and what Enter does: the one that harms nothing. */
  readonly buttons: readonly string[]
  /** Takes the question back, which is answered as by Escape. */
  readonly signal?: AbortSignal
}

/** The number of the button. */
export async function askPerson(window: BrowserWindow, question: Question): Promise<number> {
  const { message, detail, buttons, signal } = question
  const safe = buttons.length - 1
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: 'Flashline',
    message,
    detail,
    buttons: [...buttons],
    defaultId: safe,
    cancelId: safe,
    noLink: true,
    ...(signal ? { signal } : {}),
  })
  return response
}
