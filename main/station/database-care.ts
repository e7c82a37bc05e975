// Looks after the database of a bench while it works: backups, proving what the start left unproved, and saying what was found
// until a lead has seen it.
import type { Logger } from 'pino'
import { asFlashlineError } from '../../preload/contract/index.ts'
import { systemClock } from '../clouds/clock.ts'
import type { BackupClock } from '../store/backups/backups.ts'
import type { Store } from '../store/open-store.ts'
import type { EventHub } from './event-hub.ts'

export interface DatabaseCareParts {
  readonly store: Pick<Store, 'recovery' | 'keepBackups'>
  readonly hub: Pick<EventHub, 'emit'>
  readonly log: Pick<Logger, 'warn' | 'error'>
  /** False on a practice bench: nothing there is worth keeping. */
  readonly keepsBackups: boolean
  readonly clock?: BackupClock
}

export interface DatabaseCare {
  /** A lead has seen what was said. */
  seen(): { seen: boolean }
  /** Before the store is closed: makes the last backup. */
  close(): Promise<void>
}

export function openDatabaseCare(parts: DatabaseCareParts): DatabaseCare {
  const { store, hub, log, clock = systemClock } = parts
  const stopping = new AbortController()
  const say = (what: string) => (error: unknown) => {
    const { code, context } = asFlashlineError(error)
    if (!stopping.signal.aborted) log.error({ code, ...context }, what)
  }
  const recovery = store.recovery.read()
  if (recovery) log.warn(recovery, 'database')
  const proving = store.recovery.prove(stopping.signal).then((found) => {
    if (!found) return
    log.error(found, 'database')
    hub.emit({ type: 'recoveryChanged', recovery: found })
  }, say('proving the database'))
  const backups = parts.keepsBackups ? store.keepBackups({ clock, onError: say('backup') }) : null
  return {
    seen() {
      const seen = store.recovery.read() !== null
      store.recovery.forget()
      if (seen) hub.emit({ type: 'recoveryChanged', recovery: null })
      return { seen }
    },
    async close() {
      await backups?.close()
      stopping.abort()
      await proving
    },
  }
}
