// `flashline sync`: one round of tasks and catalogues of every product into the data folder, now.
import type { Command } from 'commander'
import { errorTable, type SyncState } from '../../../../preload/contract/index.ts'
import { openDataDir } from '../../open-data-dir.ts'
import { resourcesDir } from '../../program-root.ts'
import type { CliIo } from '../cli-io.ts'
import { passStatus } from '../exit-status.ts'
import { jsonLine } from '../json-line.ts'
import { cliLanguage } from '../language.ts'
import type { CliParts } from '../parts.ts'
import { headedTable, tellPage } from '../print-list.ts'
import type { Finish } from '../program.ts'
import { errorLines } from '../say-error.ts'

interface SyncArguments {
  readonly firmware?: true
  readonly connection?: string
  readonly data?: string
  readonly json?: true
}

export function addSync(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  program
    .command('sync')
    .description(
      'Copy tasks and firmware lists of all products now. Ends with the status of the first failure.',
    )
    .option('--connection <id>', 'only over this connection')
    .option('--firmware', 'also fetch the firmware of running tasks')
    .option('--data <dir>', 'where products, connections and the copies are kept')
    .option('--json', 'print one state per line, as the contract has it')
    .action(async (given: SyncArguments) => {
      const work = await parts.deskWork()
      const states = await work.syncOnce(
        {
          dataDir: openDataDir(given.data),
          resourcesDir: resourcesDir(),
          firmware: given.firmware === true,
          connectionId: given.connection ?? null,
        },
        io.signal,
      )
      if (given.json) io.out(states.map(jsonLine).join(''))
      else show(states)
      const failed = states.find(({ error }) => error !== null)?.error
      finish(failed ? errorTable[failed.code].exit : passStatus)
    })

  function show(states: readonly SyncState[]): void {
    const language = cliLanguage(io.env)
    io.out(
      headedTable(
        ['product', 'what', 'connection', 'synced', 'items', 'vanished', 'unread', 'error'],
        states.map((state) => [
          state.productId,
          state.what,
          state.connectionId,
          state.syncedAt ?? '-',
          String(state.items),
          String(state.vanished),
          String(state.problems.length),
          state.error?.code ?? '',
        ]),
        language,
      ),
    )
    for (const { items, problems, error } of states) {
      tellPage(io, { offset: 0, shown: items, total: items, unread: problems }, language)
      if (error) io.err(errorLines(error, language))
    }
  }
}
