// Which screen the page's address names, and which part of it: `#/history`, `#/settings/lan`. The bench when it names none.
import { useSyncExternalStore } from 'react'

export const screens = ['bench', 'lan', 'history', 'settings'] as const
export type Screen = (typeof screens)[number]

export function useScreen(): Screen {
  return useSyncExternalStore(subscribe, read)
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

function read(): Screen {
  const [, named] = location.hash.split('/')
  return screens.find((screen) => screen === named) ?? 'bench'
}

/** `lan` of `#/settings/lan`; null when the address names only the screen. */
export function readScreenPart(): string | null {
  return location.hash.split('/')[2] ?? null
}
