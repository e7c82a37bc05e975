// What waits for a cloud or other software, as a lead sees it: the list, and what may be decided about a message.
import type { OutboxDecision, OutboxRow, OutboxState } from '../../preload/contract/index.ts'
import type { OutboxSender } from '../outbox/sender.ts'
import type { Outbox } from '../store/outbox.ts'
import type { EventHub } from './event-hub.ts'

/** Who decides, and why. */
export type Decided = Pick<OutboxDecision, 'by' | 'note'>

export interface OutboxDesk {
  /** What was refused first, then what waits, then what somebody decided, oldest first; then what was sent, newest first. */
  list(query: { limit: number; state?: OutboxState | undefined }): Promise<OutboxRow[]>
  /** OUTBOX_UNKNOWN, OUTBOX_STATE; and so do the others. */
  retry(outboxId: number, decided: Decided): Promise<OutboxRow>
  dismiss(outboxId: number, decided: Decided): Promise<OutboxRow>
  takeBack(outboxId: number, decided: Decided): Promise<OutboxRow>
}

export interface OutboxDeskParts {
  readonly outbox: Outbox
  readonly sender: Pick<OutboxSender, 'retryNow' | 'kick'>
  readonly emit: EventHub['emit']
  readonly now: () => Date
}

export function createOutboxDesk({ outbox, sender, emit, now }: OutboxDeskParts): OutboxDesk {
  const decide = (act: Outbox['retry'], after: () => void) => async (outboxId: number, decided: Decided) => {
    const row = await act(outboxId, { ...decided, at: now().toISOString() })
    emit({ type: 'listsChanged', lists: ['outbox'] })
    after()
    return row
  }
  // Whoever sends again has usually mended something at the cloud: no back-off stands in the way.
  const atOnce = () => sender.retryNow()
  return {
    list: ({ limit, state }) => outbox.list({ limit, ...(state && { states: [state] }) }),
    retry: decide(outbox.retry, atOnce),
    // Those behind it may go now.
    dismiss: decide(outbox.dismiss, () => sender.kick()),
    takeBack: decide(outbox.takeBack, atOnce),
  }
}
