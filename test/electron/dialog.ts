// Stands in for Electron's dialogs. A question stays open until the test answers it, or finds its answer already there.
import type * as Electron from 'electron'

type Asked =
  | { kind: 'question'; options: Electron.MessageBoxOptions }
  | { kind: 'open'; options: Electron.OpenDialogOptions }
  | { kind: 'save'; options: Electron.SaveDialogOptions }

class StandInDialog
  implements Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog'>
{
  /** Error boxes. */
  shown: { title: string; content: string }[] = []
  /** Everything that was asked, answered or not. */
  asked: Asked[] = []
  #answers: unknown[] = []
  #waiting: ((answer: unknown) => void)[] = []
  #watchers: (() => void)[] = []

  /** The answer to the oldest open question, else to the next: a button's place, a path, or null for "cancelled". */
  answer(answer: number | string | null): void {
    const waiting = this.#waiting.shift()
    if (waiting) waiting(answer)
    else this.#answers.push(answer)
  }
  /** How many wait for an answer. */
  get open(): number {
    return this.#waiting.length
  }
  /** Resolves when so many were asked. */
  async askedTimes(times: number): Promise<Asked> {
    while (this.asked.length < times) await new Promise<void>((resolve) => this.#watchers.push(resolve))
    const last = this.asked[times - 1]
    if (last === undefined) throw new Error('nothing was asked')
    return last
  }

  showErrorBox(title: string, content: string): void {
    this.shown.push({ title, content })
  }
  async showMessageBox(...given: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    const options = given.at(-1) as Electron.MessageBoxOptions
    const answer = await this.#ask({ kind: 'question', options }, options.signal)
    const response = typeof answer === 'number' ? answer : (options.cancelId ?? 0)
    return { response, checkboxChecked: false }
  }
  async showOpenDialog(...given: unknown[]): Promise<Electron.OpenDialogReturnValue> {
    const path = await this.#ask({ kind: 'open', options: given.at(-1) as Electron.OpenDialogOptions })
    return typeof path === 'string'
      ? { canceled: false, filePaths: [path] }
      : { canceled: true, filePaths: [] }
  }
  async showSaveDialog(...given: unknown[]): Promise<Electron.SaveDialogReturnValue> {
    const path = await this.#ask({ kind: 'save', options: given.at(-1) as Electron.SaveDialogOptions })
    return typeof path === 'string' ? { canceled: false, filePath: path } : { canceled: true, filePath: '' }
  }
  #ask(asked: Asked, signal?: AbortSignal): Promise<unknown> {
    this.asked.push(asked)
    for (const tell of this.#watchers.splice(0)) tell()
    if (this.#answers.length > 0) return Promise.resolve(this.#answers.shift())
    return new Promise((resolve) => {
      const waiting = (answer: unknown) => resolve(answer)
      this.#waiting.push(waiting)
      // A question that is taken back is answered as by Escape.
      signal?.addEventListener('abort', () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting)
        resolve(null)
      })
    })
  }
  reset(): void {
    this.shown = []
    this.asked = []
    this.#answers = []
    this.#waiting = []
    this.#watchers = []
  }
}

export const dialog = new StandInDialog()
