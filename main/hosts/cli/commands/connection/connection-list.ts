// `flashline connection list`: connections with what is missing of their secrets, and what products use them for.
import type { Command } from 'commander'
import { cloudUses, secretsOf } from '../../../../../preload/contract/index.ts'
import type { CliIo } from '../../cli-io.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { headedTable } from '../../print-list.ts'
import type { Finish } from '../../program.ts'

export function addConnectionList(connection: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  connection
    .command('list')
    .description('List connections, and which product uses them for what.')
    .option('--data <dir>', 'where they are kept')
    .option('--json', 'print one JSON document: {connections, products, keptIn, stored}; never a secret')
    .action(async (given: { readonly data?: string; readonly json?: true }) => {
      const desk = await parts.cloudDesk()
      const all = await desk.listConnections(chosenDataDir(given.data))
      const language = cliLanguage(io.env)
      const secretMark = (connectionId: string, name: string) =>
        all.stored.some((one) => one.connectionId === connectionId && one.name === name) ? '+' : '-'
      const connections = all.connections.map((one) => [
        one.connectionId,
        one.kind,
        one.baseUrl,
        secretsOf(one)
          .map((name) => `${secretMark(one.connectionId, name)}${name}`)
          .join(' '),
        one.name,
      ])
      const products = all.products.map((product) => [
        product.productId,
        product.productKey || '-',
        ...cloudUses.map((use) => product[use] ?? '-'),
        product.name,
      ])
      if (given.json) io.out(jsonLine(all))
      else {
        const tables = [
          headedTable(['id', 'kind', 'address', 'secrets', 'name'], connections, language),
          headedTable(['product', 'productKey', ...cloudUses, 'name'], products, language),
        ]
        io.out(tables.filter((one) => one !== '').join('\n'))
      }
      finish(0)
    })
}
