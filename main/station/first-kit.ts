// What a kit says to a bench that nobody has told what it flashes: its only product, by its only profile. So a laptop that
// never saw a cloud works from its first kit.
import type { KitSummary, Settings } from '../../preload/contract/index.ts'

const usualPart = { type: 'wifi', identify: 0 } as const

/** Null: the bench, a cloud or a slot says otherwise, or the kit leaves a choice. */
export function benchOfFirstKit(settings: Settings, kit: KitSummary): NonNullable<Settings['bench']> | null {
  const isTold = settings.bench !== null || settings.connections.length > 0
  if (isTold || settings.slots.some(({ productId }) => productId !== null)) return null
  const [productId, another] = new Set(kit.tasks.map((task) => task.productId))
  const [profile, other] = kit.profiles
  if (productId === undefined || another !== undefined || !profile || other) return null
  return { productId, profileId: profile.profileId, part: usualPart }
}
