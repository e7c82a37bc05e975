// `flashline operator remove`: forgets an operator and the PIN. Records keep the name.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { saySetting } from '../connection/say-setting.ts'

export function addOperatorRemove(operator: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  operator
    .command('remove <operatorId>')
    .description('Forget an operator and the PIN; records keep the name. The last lead stays.')
    .option('--data <dir>', 'where operators are kept')
    .option('--json', 'print one JSON document: {operatorId}')
    .action(async (operatorId: string, given: { readonly data?: string; readonly json?: true }) => {
      const dataDir = chosenDataDir(given.data)
      const { removeOperator } = await parts.operatorOnce()
      await removeOperator(dataDir, operatorId)
      if (given.json) io.out(jsonLine({ operatorId }))
      else saySetting(io, 'removed', operatorId)
      finish(0)
    })
}
