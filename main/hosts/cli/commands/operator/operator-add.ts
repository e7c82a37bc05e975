// `flashline operator add`: a new operator. The first one is a lead.
import { type Command, Option } from 'commander'
import { type Role, roles } from '../../../../../preload/contract/index.ts'
import { openDataDir } from '../../../open-data-dir.ts'
import type { CliIo } from '../../cli-io.ts'
import { jsonLine } from '../../json-line.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { readPin } from './read-pin.ts'

interface OperatorAddArguments {
  readonly name: string
  readonly role: Role
  readonly data?: string
  readonly json?: true
}

export function addOperatorAdd(operator: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  operator
    .command('add')
    .description('Add an operator, and print the id; the PIN is read from standard input.')
    .requiredOption('--name <text>', 'who it is; stands in the records')
    .addOption(new Option('--role <role>', 'what the operator may do').choices(roles).makeOptionMandatory())
    .option('--data <dir>', 'where operators are kept')
    .option('--json', 'print one JSON document: {operatorId, name, role, active, pinSetAt}')
    .action(async ({ name, role, data, json }: OperatorAddArguments) => {
      const pin = await readPin(io)
      const { saveOperator } = await parts.operatorOnce()
      const made = await saveOperator(openDataDir(data), { operatorId: null, name, role, pin })
      io.out(json ? jsonLine(made) : `${made.operatorId}\n`)
      finish(0)
    })
}
