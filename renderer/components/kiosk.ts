// Kiosk: the whole screen for the page, without the rail. Ends when the browser leaves the full screen (Esc).
import { create } from 'zustand'

export const useKiosk = create<{ readonly isKiosk: boolean }>()(() => ({ isKiosk: false }))

export async function toggleKiosk(): Promise<void> {
  const isKiosk = !useKiosk.getState().isKiosk
  useKiosk.setState({ isKiosk })
  try {
    if (isKiosk) await document.documentElement.requestFullscreen()
    else await leaveFullscreen()
  } catch {
    // A browser that gives no full screen still hides the rail.
  }
}

export async function leaveKiosk(): Promise<void> {
  useKiosk.setState({ isKiosk: false })
  await leaveFullscreen().catch(() => undefined)
}

/** Until the returned function is called. */
export function watchFullscreen(): () => void {
  const left = () => {
    if (!document.fullscreenElement) useKiosk.setState({ isKiosk: false })
  }
  document.addEventListener('fullscreenchange', left)
  return () => document.removeEventListener('fullscreenchange', left)
}

async function leaveFullscreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen()
}
