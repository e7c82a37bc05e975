// Who flashes by a profile: the bench, and slots that have one of their own. Pure.
import type { Settings, Slot } from '../../../../preload/contract/model.ts'

export interface ProfileUse {
  readonly bench: boolean
  /** Slots that do not go by the bench. */
  readonly slots: number
}

export function profileUseOf(
  profileId: string,
  settings: Pick<Settings, 'bench'>,
  slots: Readonly<Record<string, Pick<Slot, 'profileId'>>>,
): ProfileUse {
  return {
    bench: settings.bench?.profileId === profileId,
    slots: Object.values(slots).filter((slot) => slot.profileId === profileId).length,
  }
}
