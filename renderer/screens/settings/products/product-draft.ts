// One row of the product table as the form holds it, and which connections it may name. Pure.
import type { Connection, Product } from '../../../../preload/contract/connection.ts'
import { type CloudUse, cloudUses, usesOf } from '../../../../preload/contract/connection-facts.ts'
import type { Settings } from '../../../../preload/contract/model.ts'
import type { FieldProblem } from '../field-problem.ts'

type OfKind = Pick<Connection, 'connectionId' | 'kind'>

/** The four uses hold a connection's id; empty: none. */
export interface ProductDraft extends Readonly<Record<CloudUse, string>> {
  /** Tells rows apart while they are edited. */
  readonly key: number
  readonly productId: string
  readonly name: string
  readonly productKey: string
}

export type ProductField = 'productId'

export function productDraftOf(product: Product, key: number): ProductDraft {
  const { productId, name, productKey } = product
  return { key, productId, name, productKey, ...forUses((use) => product[use] ?? '') }
}

export function productOf(draft: ProductDraft): Product {
  return {
    productId: draft.productId.trim(),
    name: draft.name.trim(),
    productKey: draft.productKey.trim(),
    ...forUses((use) => draft[use] || null),
  }
}

/** A new row takes what there is no choice about: the only connection that has a use. */
export function newProductDraft(key: number, connections: readonly OfKind[]): ProductDraft {
  return {
    key,
    productId: '',
    name: '',
    productKey: '',
    ...forUses((use) => onlyConnectionFor(use, connections)?.connectionId ?? ''),
  }
}

/** What a product that is not listed uses; undefined: none, or there is a choice. */
export function onlyConnectionFor<Of extends OfKind>(
  use: CloudUse,
  connections: readonly Of[],
): Of | undefined {
  const [only, ...others] = connectionsFor(use, connections)
  return others.length === 0 ? only : undefined
}

/** Whether there is anything to sync: a listed product that names its connection, or the bench's own that needs not. */
export function isSynced({ products, bench, connections }: Settings): boolean {
  if (products.some(({ tasks, catalogue }) => tasks !== null || catalogue !== null)) return true
  if (bench === null || products.some(({ productId }) => productId === bench.productId)) return false
  return (['tasks', 'catalogue'] as const).some((use) => onlyConnectionFor(use, connections) !== undefined)
}

export function connectionsFor<Of extends OfKind>(use: CloudUse, connections: readonly Of[]): Of[] {
  return connections.filter(({ kind }) => usesOf[kind].includes(use))
}

/** Nothing was typed into it: it is not saved. */
export function isEmptyProduct({ productId, name, productKey }: ProductDraft): boolean {
  return [productId, name, productKey].every((text) => text.trim() === '')
}

export function productProblemsOf(
  product: ProductDraft,
  all: readonly ProductDraft[],
): Partial<Record<ProductField, FieldProblem>> {
  if (isEmptyProduct(product)) return {}
  const productId = product.productId.trim()
  if (productId === '') return { productId: 'required' }
  const twice = all.some((other) => other.key !== product.key && other.productId.trim() === productId)
  return twice ? { productId: 'taken' } : {}
}

/** The products that name a connection. */
export function usersOf(connectionId: string, products: readonly ProductDraft[]): ProductDraft[] {
  return products.filter((product) => cloudUses.some((use) => product[use] === connectionId))
}

/** The products when a connection has gone. */
export function withoutConnection(connectionId: string, products: readonly ProductDraft[]): ProductDraft[] {
  return products.map((product) => ({
    ...product,
    ...forUses((use) => (product[use] === connectionId ? '' : product[use])),
  }))
}

function forUses<Value>(value: (use: CloudUse) => Value): Record<CloudUse, Value> {
  return {
    tasks: value('tasks'),
    results: value('results'),
    progress: value('progress'),
    catalogue: value('catalogue'),
  }
}
