// What waits for a cloud, as a lead sees it: the list, and sending again what a cloud had refused for good.
import type { OutboxRow } from '../../preload/contract/index.ts'
import type { OutboxSender } from '../outbox/sender.ts'
import type { Outbox } from '../store/outbox.ts'
import type { EventHub } from './event-hub.ts'

export interface OutboxDesk {
  /** What waits or was refused first, oldest first; then what was sent, newest first. */
  list(limit: number): Promise<OutboxRow[]>
  /** OUTBOX_UNKNOWN */
  retry(outboxId: number): Promise<OutboxRow>
}

export interface OutboxDeskParts {
  readonly outbox: Outbox
  readonly sender: OutboxSender
  readonly emit: EventHub['emit']
}

export function createOutboxDesk({ outbox, sender, emit }: OutboxDeskParts): OutboxDesk {
  return {
    list: (limit) => outbox.list({ limit }),
    async retry(outboxId) {
      const row = await outbox.retry(outboxId)
      emit({ type: 'listsChanged', lists: ['outbox'] })
      // Whoever asks has usually mended something at the cloud: no back-off stands in the way.
      sender.retryNow()
      return row
    },
  }
}
