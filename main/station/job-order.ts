// What a slot is to be flashed with, as things stand now, and whether it may be: the armed work order, the settings and the
// slot itself, put together. Changes nothing.
//
// On the bench nothing is written without an armed work order. Rollouts over the LAN are orders of their own: a person of
// support or a lead has named each device and how far it may go; and so is the command line, which names one device and
// its image. Both stay as they are, and count for no work order.
import {
  FlashlineError,
  orderRulesSchema,
  type RolloutPlan,
  type Settings,
  type Slot,
  type WorkOrder,
} from '../../preload/contract/index.ts'
import { usualRules } from '../job/guards.ts'
import type { JobOrder } from '../job/ports.ts'
import type { Profile } from '../profiles/profile.ts'

export type JobPurpose =
  /** `againBy`: who said that its unit, which has passed, is flashed once more; null: nobody. */
  | {
      readonly kind: 'workOrder'
      readonly againBy: string | null
      /** Who started it, where it was none of the bench's own people; left out: whoever works here. */
      readonly by?: string
    }
  | { readonly kind: 'rollout'; readonly plan: Pick<RolloutPlan, 'downgrade' | 'tag'> }

export interface JobOrderFacts {
  readonly jobId: string
  readonly slot: Slot
  readonly purpose: JobPurpose
  readonly armed: WorkOrder | null
  /** The places are being numbered. */
  readonly learning: boolean
  readonly settings: Settings
  readonly operator: string
  /** PROFILE_UNKNOWN, PROFILE_INVALID */
  readonly profile: (profileId: string) => Profile
}

/** Of a slot that names its own product on a bench without one. */
const usualPart = { type: 'wifi', identify: 0 } as const

/**
 * ORDER_UNARMED, SLOTS_LEARNING, ORDER_SLOT, ORDER_PRODUCT, ORDER_SCAN_FIRST; PRODUCT_UNSET, PROFILE_UNKNOWN,
 * PROFILE_INVALID.
 */
export function jobOrder(facts: JobOrderFacts): JobOrder {
  const { jobId, slot, settings, operator } = facts
  const { slotId, name, address, lan } = slot
  const work = facts.purpose.kind === 'workOrder' ? requireAllowed(facts) : null
  const productId = work?.productId ?? slot.productId
  const profileId = work?.profileId ?? slot.profileId
  if (!productId || !profileId) throw new FlashlineError('PRODUCT_UNSET', { slotId })
  return {
    jobId,
    slot: { slotId, name, address },
    profile: facts.profile(profileId),
    productId,
    // An order without a product leaves the part, too, to what the bench is set to.
    part: work && work.productId !== null ? work.part : (settings.bench?.part ?? usualPart),
    operator,
    deviceId: null,
    ...(lan ? { announced: { mac: lan.mac, deviceId: lan.deviceId } } : {}),
    ...orderedBy(facts, work),
    taskId: work?.taskId ?? null,
    local: null,
  }
}

function orderedBy(
  { purpose, slot: { scannedSn } }: JobOrderFacts,
  work: WorkOrder | null,
): Pick<JobOrder, 'workOrder' | 'rules' | 'againBy' | 'scannedSn'> {
  if (purpose.kind === 'rollout') {
    const { downgrade, tag } = purpose.plan
    return { rules: { ...usualRules, downgrade, tag } }
  }
  if (!work) return {}
  const { orderId, lot, revision } = work
  const rules = orderRulesSchema.parse(work)
  return { workOrder: { orderId, lot, revision }, rules, againBy: purpose.againBy, scannedSn }
}

function requireAllowed({ armed, learning, slot, settings }: JobOrderFacts): WorkOrder {
  const order = requireArmed(armed)
  const { slotId, name: slotName } = slot
  if (learning) throw new FlashlineError('SLOTS_LEARNING', { slotName })
  if (!usesSlot(order, slotId)) throw new FlashlineError('ORDER_SLOT', { slotName })
  const own = ownProduct(slot, settings)
  if (order.productId !== null && own !== null && own !== order.productId)
    throw new FlashlineError('ORDER_PRODUCT', { slotName, expected: order.productId, found: own })
  if (order.scanFirst && slot.scannedSn === null) throw new FlashlineError('ORDER_SCAN_FIRST', { slotName })
  return order
}

/** ORDER_UNARMED */
export function requireArmed(armed: WorkOrder | null): WorkOrder {
  if (!armed) throw new FlashlineError('ORDER_UNARMED')
  return armed
}

export function usesSlot({ slotIds }: WorkOrder, slotId: string): boolean {
  return slotIds === null || slotIds.includes(slotId)
}

/** What is only set for the bench gives way to the order; null then. A simulated board is what it is. */
function ownProduct({ productId, kind }: Slot, { bench }: Settings): string | null {
  return kind !== 'simulated' && productId === bench?.productId ? null : productId
}
