// The colours of the screens: light, dark, or high contrast, which lies over either. Remembered here; without a choice it
// is what the system asks for. Not the colours themselves: theme.css.
import { create } from 'zustand'

const storageKey = 'flashline.contrast'

export const useContrast = create<{ readonly isHigh: boolean }>()(() => ({ isHigh: false }))

/** What was chosen before, else what the system asks for. Pure. */
export function chooseContrast(stored: string | null, isAskedFor: boolean): boolean {
  return stored === null ? isAskedFor : stored === 'more'
}

/** Before the first picture is drawn, so that it does not flash in other colours. */
export function startContrast(): void {
  show(chooseContrast(readStored(), matchMedia('(prefers-contrast: more)').matches))
}

export function setContrast(isHigh: boolean): void {
  show(isHigh)
  try {
    localStorage.setItem(storageKey, isHigh ? 'more' : 'normal')
  } catch {
    // It holds until the page is closed.
  }
}

function show(isHigh: boolean): void {
  document.documentElement.dataset.contrast = isHigh ? 'more' : 'normal'
  useContrast.setState({ isHigh })
}

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}
