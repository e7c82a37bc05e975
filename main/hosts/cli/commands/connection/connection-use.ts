// `flashline connection use`: which connection gives a product its tasks, results, progress and catalogue.
import type { Command } from 'commander'
import {
  type CloudUse,
  cloudUses,
  FlashlineError,
  type Product,
  productSchema,
} from '../../../../../preload/contract/index.ts'
import { openDataDir } from '../../../open-data-dir.ts'
import type { CliIo } from '../../cli-io.ts'
import { jsonLine } from '../../json-line.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { saySetting } from './say-setting.ts'

type ConnectionUseArguments = Readonly<Partial<Record<CloudUse, string>>> & {
  readonly name?: string
  readonly productKey?: string
  readonly data?: string
  readonly json?: true
}

/** Stands for no connection. */
const none = 'none'

export function addConnectionUse(connection: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = connection
    .command('use <productId>')
    .description('Say which connection gives a product what. What is not given stays.')
    .option('--name <text>', "the product's name, for people")
    .option('--product-key <key>', "the product's name at the clouds that say productKey")
  for (const use of cloudUses) command.option(`--${use} <connection>`, `gives ${use}; ${none}: none does`)
  command
    .option('--data <dir>', 'where connections and products are kept')
    .option('--json', 'print the product as one JSON document')
    .action(async (productId: string, given: ConnectionUseArguments) => {
      const desk = await parts.cloudDesk()
      const dataDir = openDataDir(given.data)
      const { products } = await desk.listConnections(dataDir)
      const before = products.find((product) => product.productId === productId)
      const product = merged(productId, before, given)
      const settings = await parts.deskSettings()
      await settings.putProduct(dataDir, product)
      if (given.json) io.out(jsonLine(product))
      else saySetting(io, 'stored', productId)
      finish(0)
    })
}

function merged(productId: string, before: Product | undefined, given: ConnectionUseArguments): Product {
  const routes = cloudUses.flatMap((use) => {
    const connectionId = given[use]
    return connectionId === undefined ? [] : [[use, connectionId === none ? null : connectionId]]
  })
  const read = productSchema.safeParse({
    ...before,
    productId,
    ...(given.name === undefined ? {} : { name: given.name }),
    ...(given.productKey === undefined ? {} : { productKey: given.productKey }),
    ...Object.fromEntries(routes),
  })
  if (read.success) return read.data
  throw new FlashlineError('INPUT_INVALID', { field: String(read.error.issues[0]?.path[0] ?? 'productId') })
}
