// Units by what was typed: asked a moment after the last key, and again when units have changed. The ones found before stay
// until the answer is there.
import { useEffect, useState } from 'react'
import type { Unit } from '../../../preload/contract/unit-story.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import { useStation } from '../../store/station-store.ts'

/** Between two keys of a scanner there is less. */
const typingMs = 150
export const foundAtMost = 50

export interface Search {
  /** Null: not answered yet. `text`: what they were found by. */
  readonly found: { readonly text: string; readonly units: readonly Unit[] } | null
  readonly failed: CallError | null
}

export function useSearch(text: string): Search {
  const client = useStation((state) => state.client)
  const changes = useStation((state) => state.picture?.changes.units ?? 0)
  const [found, setFound] = useState<Search['found']>(null)
  const [failed, setFailed] = useState<CallError | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changes` is a reason to ask again
  useEffect(() => {
    const stop = new AbortController()
    const ask = () =>
      client?.units.search({ text, limit: foundAtMost }, { signal: stop.signal }).then(
        (units) => {
          if (stop.signal.aborted) return
          setFound({ text, units })
          setFailed(null)
        },
        (error: unknown) => !stop.signal.aborted && setFailed(callErrorOf(error)),
      )
    const timer = setTimeout(ask, text === '' ? 0 : typingMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [client, text, changes])
  return { found, failed }
}
