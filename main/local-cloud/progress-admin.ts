// What the owner of a local cloud does for the Living calls, not over HTTP: keys, tokens, and a look at the records.
import { defaultCorpId } from './accounts/credentials.ts'
import type { CloudContext } from './cloud-context.ts'
import type { AppKey } from './living/living-keys.ts'
import type { UpgradeRecord } from './living/upgrade-records.ts'

/** Of an iotToken; apps renew theirs before, the owner's are issued by hand. */
const USUAL_LIFETIME_MS = 365 * 24 * 3_600_000

export interface ProgressAdmin {
  /** An app key signs for any corp; whose devices are asked about is the iotToken's matter. */
  addAppKey(): Promise<AppKey>
  /** Shown only here. Of the usual corp and for a year when left out. */
  issueIotToken(options?: { readonly corpId?: string; readonly lifetimeMs?: number }): Promise<string>
  /** Oldest first. */
  listUpgradeRecords(): Promise<UpgradeRecord[]>
}

export function createProgressAdmin({ livingKeys, upgradeRecords }: CloudContext): ProgressAdmin {
  return {
    addAppKey: () => livingKeys.addAppKey(),
    issueIotToken: ({ corpId = defaultCorpId, lifetimeMs = USUAL_LIFETIME_MS } = {}) =>
      livingKeys.issueIotToken(corpId, lifetimeMs),
    listUpgradeRecords: () => upgradeRecords.list(),
  }
}
