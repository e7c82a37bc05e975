// `flashline order list|show|log`: also while a station runs on the folder.
import type { Command } from 'commander'
import type { OrderEvent, WorkOrder } from '../../../../../preload/contract/index.ts'
import type { CliIo } from '../../cli-io.ts'
import { chosenDataDir, existingDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { table } from '../../printable.ts'
import type { Finish } from '../../program.ts'
import { orderEventTexts, orderStateTexts } from '../../texts.ts'
import { wholeNumber } from '../../whole-number.ts'

interface Given {
  readonly data?: string
  readonly json?: true
}

export function addOrderList(order: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  order
    .command('list')
    .description('List the work orders, the armed one first, then the newest.')
    .option('--limit <number>', 'at most so many', (text: string) => wholeNumber(text, 1, 100_000), 50)
    .option('--json', 'one order per line, as the contract has it')
    .option('--data <dir>', 'where the records are kept')
    .action(async (given: Given & { readonly limit: number }) => {
      const dataDir = existingDataDir(given.data)
      const orders = dataDir === null ? [] : await parts.readOrders(dataDir, given.limit)
      io.out(given.json ? orders.map(jsonLine).join('') : table(orders.map((one) => rowOf(one, io))))
      finish(0)
    })
}

export function addOrderShow(order: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  order
    .command('show')
    .description('Show one work order: what it demands, and what is made of it.')
    .argument('<id>', 'of the order')
    .option('--json', 'print one JSON document, as the contract has it')
    .option('--data <dir>', 'where the records are kept')
    .action(async (orderId: string, { data, json }: Given) => {
      const { readOrder } = await parts.ordersOnce()
      const found = await readOrder(chosenDataDir(data), orderId)
      io.out(json ? jsonLine(found) : table(factsOf(found, io)))
      finish(0)
    })
}

export function addOrderLog(order: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  order
    .command('log')
    .description('List what was done to a work order, by whom, oldest first.')
    .argument('<id>', 'of the order')
    .option('--json', 'one event per line, as the contract has it')
    .option('--data <dir>', 'where the records are kept')
    .action(async (orderId: string, { data, json }: Given) => {
      const { readOrderLog } = await parts.ordersOnce()
      const events = await readOrderLog(chosenDataDir(data), orderId)
      io.out(json ? events.map(jsonLine).join('') : table(events.map((event) => eventOf(event, io))))
      finish(0)
    })
}

function rowOf(
  { orderId, state, name, lot, productId, quantity, counts }: WorkOrder,
  { env }: CliIo,
): string[] {
  return [
    orderId,
    orderStateTexts[state][cliLanguage(env)],
    name,
    lot || '-',
    productId ?? '-',
    quantity === null ? `${counts.passed}` : `${counts.passed}/${quantity}`,
  ]
}

/** By the names of the contract, so that a script and a person call a field the same. */
function factsOf({ counts, part, ...order }: WorkOrder, { env }: CliIo): string[][] {
  const facts = { ...order, state: orderStateTexts[order.state][cliLanguage(env)] }
  return Object.entries({ ...facts, part: `${part.type} ${part.identify}`, ...counts }).map(
    ([name, value]) => [
      name,
      Array.isArray(value) ? value.join(' ') || '-' : value === null || value === '' ? '-' : String(value),
    ],
  )
}

function eventOf(
  { at, by, what, revision, why, changes, taskId, sha256, jobId }: OrderEvent,
  { env }: CliIo,
) {
  const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  const facts = [
    ...(why === null || why === 'person' ? [] : [why]),
    ...changes.map(({ field, before, after }) => `${field}: ${shown(before)} -> ${shown(after)}`),
    ...[taskId, sha256, jobId].filter((fact) => fact !== null),
  ]
  return [at, orderEventTexts[what][cliLanguage(env)], by || '-', `r${revision}`, facts.join(', ')]
}
