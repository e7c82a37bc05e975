// Whether the first steps are shown: on a station on which nothing was ever set, until somebody at this browser has made
// a choice; and whenever a person asks for them again.
import { create } from 'zustand'
import { useMay } from '../../components/use-may.ts'
import { useStation } from '../../store/station-store.ts'

const storageKey = 'flashline.first-run'

interface FirstRunState {
  /** Somebody is in the middle of them: what the station says meanwhile does not close them. */
  readonly begun: boolean
  readonly chosen: boolean
}

export const useFirstRun = create<FirstRunState>()(() => ({ begun: false, chosen: readChosen() }))

export function beginFirstRun(): void {
  useFirstRun.setState({ begun: true })
}

/** Ended or skipped: they do not come by themselves any more at this browser. */
export function endFirstRun(): void {
  try {
    localStorage.setItem(storageKey, 'done')
  } catch {
    // A browser that stores nothing asks again the next time.
  }
  useFirstRun.setState({ begun: false, chosen: true })
}

/** Only for whoever may set what they ask for. */
export function useFirstRunShown(): boolean {
  const { begun, chosen } = useFirstRun()
  const isFirst = useStation((state) => state.picture?.firstRun ?? false)
  const maySet = useMay('settings', 'set')
  return maySet && (begun || (isFirst && !chosen))
}

function readChosen(): boolean {
  try {
    return localStorage.getItem(storageKey) !== null
  } catch {
    return false
  }
}
