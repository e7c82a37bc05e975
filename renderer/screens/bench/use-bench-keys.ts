// Listens to the keyboard of the bench: a scanner that types, and the keys of a person. Nothing of it while a field has the
// focus or a dialog is open; what a button has the focus for stays the button's.
import { useEffect } from 'react'
import { type BenchAction, benchAction } from './bench-keys.ts'
import { sendScan } from './scanning/send-scan.ts'
import { type Heard, hear, settle, settleMs, silence } from './scanning/wedge.ts'

export interface BenchKeys {
  /** `key` tells the arrows apart. */
  readonly act: (action: BenchAction, key: string) => void
  /** Whether scans are taken by this viewer. */
  readonly mayScan: boolean
}

/** `keys.act` is the newest one at the time of a key. */
export function useBenchKeys(keys: { readonly current: BenchKeys }): void {
  useEffect(() => {
    let state = silence
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = (heard: readonly Heard[]) => {
      for (const one of heard) {
        if (one.kind === 'scan') {
          if (keys.current.mayScan) void sendScan(one.text)
          continue
        }
        const action = benchAction(one.key)
        // A dialog may have opened since the key was pressed.
        if (action && !isDialogOpen()) keys.current.act(action, one.key)
      }
    }
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return
      if (event.repeat && event.key.length === 1) return
      const step = hear(state, event.key, event.timeStamp)
      state = step.state
      if (step.isTaken) {
        event.preventDefault()
        event.stopPropagation()
      }
      const isOfControl = event.key === 'Enter' && isControl(event.target)
      const isOurs =
        !isOfControl && !isDialogOpen() && benchAction(event.key) !== null && event.key.length > 1
      // Else Enter would also press the button that a question has just put the focus on, and arrows would scroll.
      if (isOurs) event.preventDefault()
      tell(isOfControl ? step.heard.filter((one) => one.kind === 'scan' || one.key !== 'Enter') : step.heard)
      clearTimeout(timer)
      if (state.text !== '')
        timer = setTimeout(() => {
          const settled = settle(state, Number.POSITIVE_INFINITY)
          state = settled.state
          tell(settled.heard)
        }, settleMs)
    }
    addEventListener('keydown', listen, { capture: true })
    return () => {
      clearTimeout(timer)
      removeEventListener('keydown', listen, { capture: true })
    }
  }, [keys])
}

/** Typing there is meant for it. */
function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  return (
    target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  )
}

/** Enter belongs to it. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary') !== null
}

function isDialogOpen(): boolean {
  return document.querySelector('dialog[open], [role="dialog"], [role="alertdialog"]') !== null
}
