// What an open store knows of its soundness: what a recovery did, until a lead has seen it, and proving the database beside the
// work, where the start left that out.
import type { Recovery } from '../../../preload/contract/index.ts'
import { workAside } from '../aside.ts'
import { asStoreError, isDamage } from '../open.ts'
import { databaseFile, forgetRecovery, markDamaged, noteRecovery, readRecovery } from './recovery-files.ts'

export interface RecoveryDesk {
  /** Null: there is nothing to be seen. */
  read(): Recovery | null
  /** A lead has seen it. */
  forget(): void
  /**
   * Reads every page in a thread of its own, if the start did not. Damage that it finds is noted: the next start mends it.
   * Null: it is sound, or was proved at the start. STORE_BUSY, STORE_FULL; `signal.reason`
   */
  prove(signal: AbortSignal): Promise<Recovery | null>
}

export function createRecoveryDesk(dataDir: string, now: () => Date, isProved: boolean): RecoveryDesk {
  return {
    read: () => readRecovery(dataDir),
    forget: () => forgetRecovery(dataDir),
    async prove(signal) {
      if (isProved || (await isSound(dataDir, signal))) return null
      const recovery: Recovery = {
        ...{ at: now().toISOString(), cause: 'failing', backupAt: null, keptIn: null },
        ...{ broughtOver: 0, lost: null },
      }
      markDamaged(dataDir)
      noteRecovery(dataDir, recovery)
      return recovery
    },
  }
}

async function isSound(dataDir: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await workAside({ file: databaseFile(dataDir), copyTo: null }, signal)) === 'ok'
  } catch (error) {
    if (isDamage(asStoreError(error))) return false
    throw error
  }
}
