// `flashline kit import`: takes a kit into a data folder, all or nothing.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { jsonLine } from '../../json-line.ts'
import { importedText } from '../../kit-texts.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { printable } from '../../printable.ts'
import type { Finish } from '../../program.ts'
import { kitFolder } from './kit-folder.ts'

interface Given {
  readonly replaceProfiles?: true
  readonly by?: string
  readonly data?: string
  readonly json?: true
}

export function addKitImport(kit: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  kit
    .command('import <file>')
    .description('Take a kit in: its images, tasks, work orders, profiles and devices; all or nothing.')
    .option('--replace-profiles', 'profiles that this station has otherwise become those of the kit')
    .option('--by <name>', 'who takes it in (default: the user of this system)')
    .option('--data <dir>', 'the station that takes it')
    .option('--json', 'print one JSON document, as the contract has it')
    .action(async (file: string, given: Given) => {
      const { importKit } = await parts.kitOnce()
      const taken = await importKit(kitFolder(given), file, given.replaceProfiles === true, io.signal)
      const lines = importedText(taken, cliLanguage(io.env)).map(printable)
      io.out(given.json ? jsonLine(taken) : `${lines.join('\n')}\n`)
      finish(0)
    })
}
