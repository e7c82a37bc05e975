// `flashline operator`: who may sign in at the station of a data folder, and as what.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addOperatorAdd } from './operator-add.ts'
import { addOperatorList } from './operator-list.ts'
import { addOperatorRemove } from './operator-remove.ts'
import { addOperatorSet } from './operator-set.ts'

const commands = [addOperatorList, addOperatorAdd, addOperatorSet, addOperatorRemove]

export function addOperator(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const operator = program
    .command('operator')
    .description('Who may sign in at a station, and as what; also the way in again without a PIN.')
  for (const add of commands) add(operator, io, parts, finish)
}
