// Which screen the page's address names, and which part of it: `#/history?lot=7`, `#/settings/lan`. The bench when it names
// none.
import { type Screen, screens } from '../../preload/contract/screens.ts'
import { useAddress } from './use-address.ts'

export { type Screen, screens }

export function useScreen(): Screen {
  const named = pathOf(useAddress())[1]
  return screens.find((screen) => screen === named) ?? 'bench'
}

/** `lan` of `#/settings/lan`; null when the address names only the screen. */
export function readScreenPart(): string | null {
  return pathOf(location.hash)[2] ?? null
}

/** Without what is said after a question mark. */
function pathOf(hash: string): string[] {
  return (hash.split('?')[0] ?? '').split('/')
}
