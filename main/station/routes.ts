// Which connection gives a product its tasks, results, progress and catalogue. Pure.
import {
  type CloudUse,
  type Connection,
  cloudUses,
  FlashlineError,
  type Product,
  type Settings,
  usesOf,
} from '../../preload/contract/index.ts'

/** Null: none. */
export type Routes = Readonly<Record<CloudUse, string | null>>

/**
 * What the settings say of the product. For one that they do not list, the only connection that has a use takes it: a
 * bench with one cloud needs no table.
 */
export function routesOf(
  settings: Pick<Settings, 'connections' | 'products'>,
  productId: string | null,
): Routes {
  const listed = settings.products.find((product) => product.productId === productId)
  const route = (use: CloudUse) => (listed ? listed[use] : onlyOne(settings.connections, use))
  return {
    tasks: route('tasks'),
    results: route('results'),
    progress: route('progress'),
    catalogue: route('catalogue'),
  }
}

/** The listed products, and the bench's own when it is not among them. */
export function productsOf(settings: Settings): Product[] {
  const { bench, products } = settings
  if (!bench || products.some(({ productId }) => productId === bench.productId)) return products
  const { productId } = bench
  return [...products, { productId, name: '', productKey: '', ...routesOf(settings, productId) }]
}

/** As if there were this connection alone; null: as they are. CONNECTION_UNKNOWN */
export function narrowedTo(settings: Settings, connectionId: string | null): Settings {
  if (connectionId === null) return settings
  const connections = settings.connections.filter((one) => one.connectionId === connectionId)
  if (connections.length === 0) throw new FlashlineError('CONNECTION_UNKNOWN', { connectionId })
  return {
    ...settings,
    connections,
    products: rerouted(settings.products, (route) => route === connectionId),
  }
}

/** The products without the routes that are not to be kept. */
export function rerouted(products: readonly Product[], isKept: (connectionId: string) => boolean): Product[] {
  const kept = (route: string | null) => (route !== null && isKept(route) ? route : null)
  return products.map((product) => ({
    ...product,
    tasks: kept(product.tasks),
    results: kept(product.results),
    progress: kept(product.progress),
    catalogue: kept(product.catalogue),
  }))
}

function onlyOne(connections: readonly Connection[], use: CloudUse): string | null {
  const [first, second] = connections.filter(({ kind }) => usesOf[kind].includes(use))
  return first && !second ? first.connectionId : null
}

/** The product's name at clouds that say productKey. */
export function productKeyOf(product: Product): string {
  return product.productKey || product.productId
}

/** The product that a test of a connection asks about: the bench's own when it uses it, else the first that does. */
export function askAbout(
  settings: Settings,
  connectionId: string,
): { productId: string | null; productKey: string | null } {
  const users = productsOf(settings).filter((product) =>
    cloudUses.some((use) => product[use] === connectionId),
  )
  const product = users.find(({ productId }) => productId === settings.bench?.productId) ?? users[0]
  return product
    ? { productId: product.productId, productKey: productKeyOf(product) }
    : { productId: settings.bench?.productId ?? null, productKey: null }
}
