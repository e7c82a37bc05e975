// Whether the help stands beside the screen. It stays open while a person goes from screen to screen.
import { create } from 'zustand'

export const useHelp = create<{ readonly open: boolean }>()(() => ({ open: false }))

export function toggleHelp(): void {
  useHelp.setState(({ open }) => ({ open: !open }))
}

export function closeHelp(): void {
  useHelp.setState({ open: false })
}

/** Whether an address asks for the help and for no screen: the desktop's menu does. */
export const isHelpAddress = (hash: string): boolean => hash === '#/help'

/** Beside the screen that the address named before. */
export function openHelpFromAddress(): void {
  useHelp.setState({ open: true })
  history.back()
}
