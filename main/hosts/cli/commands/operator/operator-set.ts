// `flashline operator set`: another name, role or PIN, or whether somebody may sign in.
import { type Command, Option } from 'commander'
import { type Role, roles } from '../../../../../preload/contract/index.ts'
import type { CliIo } from '../../cli-io.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { saySetting } from '../connection/say-setting.ts'
import { readPin } from './read-pin.ts'

interface OperatorSetArguments {
  readonly name?: string
  readonly role?: Role
  readonly pin?: true
  readonly active?: 'yes' | 'no'
  readonly data?: string
  readonly json?: true
}

export function addOperatorSet(operator: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  operator
    .command('set <operatorId>')
    .description('Change an operator; what is left out stays as it is.')
    .option('--name <text>', 'who it is')
    .addOption(new Option('--role <role>', 'what the operator may do').choices(roles))
    .option('--pin', 'read a new PIN from standard input')
    .addOption(new Option('--active <yes|no>', 'whether the operator may sign in').choices(['yes', 'no']))
    .option('--data <dir>', 'where operators are kept')
    .option('--json', 'print one JSON document: {operatorId, name, role, active, pinSetAt}')
    .action(async (operatorId: string, given: OperatorSetArguments) => {
      const { name, role, active, data, json } = given
      const dataDir = chosenDataDir(data)
      const pin = given.pin ? await readPin(io) : undefined
      const { saveOperator } = await parts.operatorOnce()
      const saved = await saveOperator(dataDir, {
        operatorId,
        name,
        role,
        pin,
        ...(active === undefined ? {} : { active: active === 'yes' }),
      })
      if (json) io.out(jsonLine(saved))
      else saySetting(io, 'stored', operatorId)
      finish(0)
    })
}
