// The page's address behind `#`, with what is said after its question mark. Which screen it names: use-screen.ts.
import { useSyncExternalStore } from 'react'

export function useAddress(): string {
  return useSyncExternalStore(subscribe, () => location.hash)
}

/** Without an entry of its own in the browser's history: a filter is no place to go back to. */
export function replaceAddress(hash: string): void {
  location.replace(hash)
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}
