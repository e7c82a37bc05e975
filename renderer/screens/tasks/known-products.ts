// The products that this station knows by an id: those of the settings, the bench's, and what its slots are. Pure.
import type { Product } from '../../../preload/contract/connection.ts'
import type { Settings, Slot } from '../../../preload/contract/model.ts'

export interface KnownProduct {
  readonly productId: string
  /** "": it has none. */
  readonly name: string
}

export function knownProducts(
  settings: Pick<Settings, 'products' | 'bench'>,
  slots: readonly Pick<Slot, 'productId'>[],
): KnownProduct[] {
  const listed = settings.products.map(({ productId, name }: Product) => ({ productId, name }))
  const others = [settings.bench?.productId, ...slots.map(({ productId }) => productId)]
  const known = new Map(listed.map((product) => [product.productId, product]))
  for (const productId of others) {
    if (productId && !known.has(productId)) known.set(productId, { productId, name: '' })
  }
  return [...known.values()]
}

export function productName(products: readonly KnownProduct[], productId: string): string {
  return products.find((product) => product.productId === productId)?.name || productId
}
