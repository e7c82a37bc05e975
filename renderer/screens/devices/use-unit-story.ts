// The story of one unit: asked when it is opened and when units have changed; every few seconds while its cloud says that
// an upgrade is under way and the page is looked at.
import { useCallback, useEffect, useState } from 'react'
import type { UnitStory } from '../../../preload/contract/unit-story.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import { useStation } from '../../store/station-store.ts'
import type { AskedUnit } from './unit-address.ts'

const againMs = 3000

export interface UnitStoryView {
  readonly story: UnitStory | null
  readonly isLoading: boolean
  readonly failed: CallError | null
  readonly reload: () => void
}

/** `asked` has to be the same object as long as it is the same unit. */
export function useUnitStory(asked: AskedUnit): UnitStoryView {
  const client = useStation((state) => state.client)
  const changes = useStation((state) => state.picture?.changes.units ?? 0)
  const [read, setRead] = useState<{ asked: AskedUnit; story: UnitStory } | null>(null)
  const [failed, setFailed] = useState<{ asked: AskedUnit; error: CallError } | null>(null)
  const [isLoading, setLoading] = useState(true)
  const [asks, setAsks] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changes` and `asks` are reasons to ask again
  useEffect(() => {
    if (!client) return
    const stop = new AbortController()
    setLoading(true)
    client.units.story(asked, { signal: stop.signal }).then(
      (story) => {
        if (stop.signal.aborted) return
        setRead({ asked, story })
        setFailed(null)
        setLoading(false)
      },
      (error: unknown) => {
        if (stop.signal.aborted) return
        setFailed({ asked, error: callErrorOf(error) })
        setLoading(false)
      },
    )
    return () => stop.abort()
  }, [client, asked, changes, asks])
  const reload = useCallback(() => setAsks((count) => count + 1), [])
  const story = read?.asked === asked ? read.story : null
  const underWay = isUnderWay(story)
  useEffect(() => {
    if (!underWay) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload()
    }, againMs)
    return () => clearInterval(timer)
  }, [underWay, reload])
  return { story, isLoading, failed: failed?.asked === asked ? failed.error : null, reload }
}

/** Its end is still to come. */
export function isUnderWay(story: UnitStory | null): boolean {
  if (story?.progress.state !== 'answered') return false
  const state = story.progress.value?.state
  return state === 'waiting' || state === 'upgrading'
}
