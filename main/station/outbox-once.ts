// The outbox of a data folder from the command line, while no station runs on it: what is decided about a message, and
// sending what waits for the clouds. Records for other software wait for a station.
import type { OutboxRow, OutboxSummary } from '../../preload/contract/index.ts'
import { openStore } from '../store/open-store.ts'
import type { Outbox } from '../store/outbox.ts'
import { type DeskFolder, withCore } from './desk-work.ts'
import type { Decided } from './outbox-desk.ts'

/** DATA_IN_USE, OUTBOX_UNKNOWN, OUTBOX_STATE; and so do the others. */
export const retryMessage = decision('retry')
export const dismissMessage = decision('dismiss')
export const takeBackMessage = decision('takeBack')

/** Until nothing waits that can go, or time is up. DATA_IN_USE */
export function sendOutbox(folder: DeskFolder, options: { timeoutMs: number }): Promise<OutboxSummary> {
  return withCore(folder, (core) => core.sender.drain(options))
}

function decision(act: keyof Pick<Outbox, 'retry' | 'dismiss' | 'takeBack'>) {
  return async (dataDir: string, outboxId: number, decided: Decided): Promise<OutboxRow> => {
    const store = await openStore(dataDir)
    try {
      return await store.outbox[act](outboxId, { ...decided, at: new Date().toISOString() })
    } finally {
      await store.close()
    }
  }
}
