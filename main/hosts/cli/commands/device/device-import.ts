// `flashline device import`: a roster from CSV. Bad lines are named and left out; good ones are kept.
import type { Command } from 'commander'
import { openDataDir } from '../../../open-data-dir.ts'
import type { CliIo } from '../../cli-io.ts'
import { rosterProblemText, rosterText } from '../../cloud-texts.ts'
import { passStatus, usageStatus } from '../../exit-status.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { printable } from '../../printable.ts'
import type { Finish } from '../../program.ts'

export function addDeviceImport(device: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  device
    .command('import <file>')
    .description(
      'Import devices from CSV with the columns device_id, mac, sn, product. Ends with 2 when a line is bad; the good ones are kept.',
    )
    .option('--data <dir>', 'where the roster is kept')
    .option('--json', 'print one JSON document: {added, problems}')
    .action(async (file: string, given: { readonly data?: string; readonly json?: true }) => {
      const work = await parts.deskWork()
      const read = await work.importRoster(openDataDir(given.data), file)
      const language = cliLanguage(io.env)
      if (given.json) io.out(jsonLine(read))
      else {
        io.out(`${rosterText(read.added, language)}\n`)
        for (const problem of read.problems) {
          io.err(`${printable(rosterProblemText(problem, language))}\n`)
        }
      }
      finish(read.problems.length === 0 ? passStatus : usageStatus)
    })
}
