// The settings in force: those that were set, or what a practice bench has instead.
import { lanSettingsSchema, type Settings } from '../../preload/contract/index.ts'
import type { Practice } from './practice.ts'

/** What is set; on a practice bench its first product, its cloud and its part of the network instead. */
export function benchSettings(own: Settings, isPractice: boolean, practice: Practice | null): Settings {
  if (!isPractice) return own
  const [product] = practice?.products ?? []
  return {
    ...own,
    connections: [...(practice?.connections ?? [])],
    products: [],
    lan: practice?.lanSettings ?? lanSettingsSchema.parse({}),
    broker: null,
    bench: product
      ? { productId: product.productId, profileId: product.profileId, part: product.part }
      : null,
  }
}
