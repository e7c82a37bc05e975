// The plan of a rollout as it is typed, and what selected devices are flashed as. Pure.
import type { LanDevice, LanPlacement, RolloutPlan } from '../../../preload/contract/lan.ts'

export interface PlanDraft {
  readonly firstCount: string
  /** "": never stop. */
  readonly maxFailed: string
  readonly limit: string
  readonly limitPerAccessPoint: string
  readonly downgrade: RolloutPlan['downgrade']
  readonly tag: RolloutPlan['tag']
}

export type PlanField = (typeof planFields)[number]

export const usualPlan: PlanDraft = {
  firstCount: '2',
  maxFailed: '1',
  limit: '16',
  limitPerAccessPoint: '8',
  downgrade: 'refuse',
  tag: 'formal',
}

const bounds: Record<PlanField, readonly [number, number]> = {
  firstCount: [0, 1000],
  maxFailed: [0, 1000],
  limit: [1, 256],
  limitPerAccessPoint: [1, 256],
}
export const planFields = ['firstCount', 'maxFailed', 'limit', 'limitPerAccessPoint'] as const

/** The fields that have no number within their bounds. */
export function wrongFields(draft: PlanDraft): PlanField[] {
  return planFields.filter((field) => {
    const text = draft[field].trim()
    if (field === 'maxFailed' && text === '') return false
    const [least, most] = bounds[field]
    return !/^\d{1,4}$/.test(text) || Number(text) < least || Number(text) > most
  })
}

/** Of a draft without wrong fields. */
export function planOf(draft: PlanDraft): RolloutPlan {
  return {
    firstCount: Number(draft.firstCount),
    maxFailed: draft.maxFailed.trim() === '' ? null : Number(draft.maxFailed),
    limit: Number(draft.limit),
    limitPerAccessPoint: Number(draft.limitPerAccessPoint),
    downgrade: draft.downgrade,
    tag: draft.tag,
  }
}

/** A selected device, and the profile that is known for it. */
export interface Chosen {
  readonly device: Pick<LanDevice, 'identity' | 'slotId'>
  readonly profileId: string | null
}

/** "": what is known, else what the bench has. */
export interface FlashedAs {
  readonly profileId: string
  readonly productId: string
}

/** Where some are of unknown kind, a profile is chosen for those alone; else for all. */
export function unknownCount(chosen: readonly Chosen[]): number {
  return chosen.filter(({ profileId }) => profileId === null).length
}

/** What the station has to be told before these devices can be started; nothing of those that are on the bench as they should be. */
export function placementsOf(
  chosen: readonly Chosen[],
  typed: FlashedAs,
): Pick<LanPlacement, 'identity' | 'profileId' | 'productId'>[] {
  const onlyUnknown = unknownCount(chosen) > 0
  const productId = typed.productId.trim() || null
  return chosen.flatMap(({ device, profileId: known }) => {
    const profileId = onlyUnknown && known !== null ? null : typed.profileId || null
    if (device.slotId !== null && profileId === null && productId === null) return []
    return [{ identity: device.identity, profileId, productId }]
  })
}
