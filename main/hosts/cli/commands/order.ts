// `flashline order`: the work orders of a data folder. Reading only: an order is armed at the bench, by whoever stands there.
import type { Command } from 'commander'
import type { WorkOrder } from '../../../../preload/contract/index.ts'
import type { CliIo } from '../cli-io.ts'
import { existingDataDir } from '../existing-data-dir.ts'
import { cliLanguage } from '../language.ts'
import type { CliParts } from '../parts.ts'
import { table } from '../printable.ts'
import type { Finish } from '../program.ts'
import { orderStateTexts } from '../texts.ts'
import { wholeNumber } from '../whole-number.ts'

export function addOrder(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const order = program.command('order').description('Work orders.')
  order
    .command('list')
    .description('List the work orders, the armed one first, then the newest.')
    .option('--limit <number>', 'at most so many', (text: string) => wholeNumber(text, 1, 100_000), 50)
    .option('--json', 'one order per line, as the contract has it')
    .option('--data <dir>', 'where the records are kept')
    .action(async (given: { limit: number; json?: true; data?: string }) => {
      const dataDir = existingDataDir(given.data)
      const orders = dataDir === null ? [] : await parts.readOrders(dataDir, given.limit)
      io.out(given.json ? orders.map((one) => `${JSON.stringify(one)}\n`).join('') : table(orders.map(row)))
      finish(0)
    })

  function row({ orderId, state, name, lot, productId, quantity, counts }: WorkOrder): string[] {
    return [
      orderId,
      orderStateTexts[state][cliLanguage(io.env)],
      name,
      lot || '-',
      productId ?? '-',
      quantity === null ? `${counts.passed}` : `${counts.passed}/${quantity}`,
    ]
  }
}
