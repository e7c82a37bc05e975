// The one entry of the menu about updates: what it is called as things are, and what it does then.
import { type DesktopTexts, fill } from './desktop-texts.ts'
import type { UpdateState } from './updates.ts'

export interface UpdateItem {
  readonly label: string
  /** Null: there is nothing to be done just now. */
  readonly act: 'check' | 'download' | 'install' | null
}

/** Null: no entry, since nobody is asked for updates. Pure. */
export function updateItem(state: UpdateState, texts: DesktopTexts): UpdateItem | null {
  switch (state.step) {
    case 'off':
      return null
    case 'idle':
    case 'failed':
      return { label: texts.updateCheck, act: 'check' }
    case 'checking':
      return { label: texts.updateChecking, act: null }
    case 'available':
      return { label: fill(texts.updateFetch, state), act: 'download' }
    case 'downloading':
      return { label: fill(texts.updateFetching, state), act: null }
    case 'ready':
      return { label: fill(texts.updateInstall, state), act: 'install' }
  }
}
