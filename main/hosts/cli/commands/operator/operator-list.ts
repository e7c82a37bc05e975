// `flashline operator list`: operators with their roles. The PINs are kept apart, and nothing shows them.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { operatorStateTexts } from '../../cloud-texts.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { headedTable } from '../../print-list.ts'
import type { Finish } from '../../program.ts'

export function addOperatorList(operator: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  operator
    .command('list')
    .description('List operators; without any, everybody may do everything.')
    .option('--data <dir>', 'where they are kept')
    .option('--json', 'print one JSON document: a list of {operatorId, name, role, active, pinSetAt}')
    .action(async (given: { readonly data?: string; readonly json?: true }) => {
      const { listOperators } = await parts.operatorOnce()
      const operators = await listOperators(chosenDataDir(given.data))
      const language = cliLanguage(io.env)
      const rows = operators.map(({ operatorId, name, role, active }) => [
        operatorId,
        name,
        role,
        operatorStateTexts[active ? 'active' : 'inactive'][language],
      ])
      io.out(given.json ? jsonLine(operators) : headedTable(['id', 'name', 'role', 'status'], rows, language))
      finish(0)
    })
}
