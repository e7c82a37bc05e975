// Follows the events of a station as its screens do, and knows which jobs have ended.

import type { StationClient } from '../../../main/station/router.ts'
import type { Job, Rollout, StationEvent } from '../../../preload/contract/index.ts'

export interface Viewer {
  /** The job that ends on this slot next, or has since the last look. */
  ended(slotId: string): Promise<Job>
  /** The rollout as soon as it is like that. */
  rollout(rolloutId: string, isSo: (rollout: Rollout) => boolean): Promise<Rollout>
  /** Nothing waits for a cloud any more. */
  delivered(): Promise<void>
}

export async function watchStation(client: StationClient): Promise<Viewer> {
  const { seq, outbox } = await client.station.snapshot()
  const waiting = new Map<string, PromiseWithResolvers<Job>>()
  const rollouts = new Map<string, Rollout>()
  let onRollout: () => void = () => {}
  let undelivered = outbox.waiting
  let onDelivered: () => void = () => {}
  const slot = (slotId: string) => {
    const known = waiting.get(slotId) ?? Promise.withResolvers<Job>()
    waiting.set(slotId, known)
    return known
  }
  const take = (event: StationEvent) => {
    if (event.type === 'jobFinished') slot(event.job.slotId).resolve(event.job)
    if (event.type === 'rolloutChanged') {
      rollouts.set(event.rollout.rolloutId, event.rollout)
      onRollout()
    }
    if (event.type === 'outboxChanged') {
      undelivered = event.outbox.waiting
      if (undelivered === 0) onDelivered()
    }
  }
  const events = await client.station.events({ afterSeq: seq })
  const following = (async () => {
    for await (const event of events) take(event as StationEvent)
  })()
  // Ends with the connection, which is how everybody else learns of it.
  following.catch(() => {})
  return {
    async ended(slotId) {
      const job = await slot(slotId).promise
      waiting.delete(slotId)
      return job
    },
    async rollout(rolloutId, isSo) {
      for (;;) {
        const rollout = rollouts.get(rolloutId)
        if (rollout && isSo(rollout)) return rollout
        await new Promise<void>((resolve) => {
          onRollout = resolve
        })
      }
    },
    async delivered() {
      while (undelivered > 0)
        await new Promise<void>((resolve) => {
          onDelivered = resolve
        })
    },
  }
}
