// The station's time, once a second, from one clock for all who look. Off while nobody looks.
import { useSyncExternalStore } from 'react'
import { useStation } from './station-store.ts'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let nowMs = Date.now()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    nowMs = Date.now()
    timer = setInterval(() => {
      nowMs = Date.now()
      for (const wake of listeners) wake()
    }, 1000)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Milliseconds of the station's clock. */
export function useNow(): number {
  const ownMs = useSyncExternalStore(subscribe, () => nowMs)
  const skewMs = useStation((state) => state.clockSkewMs)
  return ownMs + skewMs
}
