// The settings of a station as a lead sees and replaces them; secrets go another way and never come back.
import type { SecretChanges, Settings } from '../../preload/contract/index.ts'
import type { EventHub } from './event-hub.ts'
import type { Secrets } from './secrets.ts'
import type { SettingsFile } from './settings.ts'

export interface SettingsDesk {
  get(): Settings
  set(settings: Settings, secrets: SecretChanges): Promise<Settings>
}

export interface SettingsDeskParts {
  readonly settingsFile: SettingsFile
  readonly secrets: Secrets
  /** They are on disk: whatever works by them takes them up. */
  readonly onSet: (settings: Settings) => Promise<void>
  readonly emit: EventHub['emit']
}

export function createSettingsDesk({ settingsFile, secrets, onSet, emit }: SettingsDeskParts): SettingsDesk {
  return {
    get: () => settingsFile.settings,
    async set(next, changes) {
      await secrets.set(changes)
      await settingsFile.save(next)
      await secrets.keepOnly(next.connections.map(({ connectionId }) => connectionId))
      await onSet(next)
      emit({ type: 'settingsChanged', settings: next })
      return next
    },
  }
}
