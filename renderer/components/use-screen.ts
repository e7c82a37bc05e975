// Which screen the page's address names: `#/history`. The bench when it names none.
import { useSyncExternalStore } from 'react'

export const screens = ['bench', 'history', 'settings'] as const
export type Screen = (typeof screens)[number]

export function useScreen(): Screen {
  return useSyncExternalStore(subscribe, read)
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

function read(): Screen {
  return screens.find((screen) => location.hash === `#/${screen}`) ?? 'bench'
}
