// `flashline order create|finish`: on a data folder that no station runs on.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { systemUser } from '../../system-user.ts'
import { wholeNumber } from '../../whole-number.ts'

interface Given {
  readonly operator?: string
  readonly data?: string
  readonly json?: true
}

const quantity = (text: string) => wholeNumber(text, 1, 1_000_000)

export function addOrderCreate(order: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  order
    .command('create')
    .description('Make a work order of a synced task, and print its id. It is armed at the bench.')
    .requiredOption('--task <id>', 'its product, part, image, mode and name')
    .option('--lot <text>', 'stands in the records', '')
    .option('--quantity <number>', 'so many units (default: without an end)', quantity)
    .option('--operator <name>', 'who makes it, for its log (default: the user of this system)')
    .option('--data <dir>', 'where the records are kept')
    .option('--json', 'print one JSON document, as the contract has it')
    .action(
      async (given: Given & { readonly task: string; readonly lot: string; readonly quantity?: number }) => {
        const { createOrder } = await parts.ordersOnce()
        const { task: taskId, lot, quantity = null, operator = systemUser() } = given
        const made = await createOrder(chosenDataDir(given.data), { taskId, lot, quantity }, operator)
        io.out(given.json ? jsonLine(made) : `${made.orderId}\n`)
        finish(0)
      },
    )
}

export function addOrderFinish(order: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  order
    .command('finish')
    .description('End a work order: nothing more is made of it.')
    .argument('<id>', 'of the order')
    .option('--operator <name>', 'who ends it, for its log (default: the user of this system)')
    .option('--data <dir>', 'where the records are kept')
    .option('--json', 'print one JSON document, as the contract has it')
    .action(async (orderId: string, given: Given) => {
      const { finishOrder } = await parts.ordersOnce()
      const ended = await finishOrder(chosenDataDir(given.data), orderId, given.operator ?? systemUser())
      if (given.json) io.out(jsonLine(ended))
      finish(0)
    })
}
