// `flashline order`: the work orders of a data folder. Arming is not here: an order is armed at the bench, by whoever stands
// there, or by factory software over the contract of a running station.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addOrderCreate, addOrderFinish } from './order-change.ts'
import { addOrderList, addOrderLog, addOrderShow } from './order-read.ts'

export function addOrder(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const order = program.command('order').description('Work orders.')
  addOrderList(order, io, parts, finish)
  addOrderShow(order, io, parts, finish)
  addOrderLog(order, io, parts, finish)
  addOrderCreate(order, io, parts, finish)
  addOrderFinish(order, io, parts, finish)
}
