// `flashline restore`: a backup in the place of the database, while no station runs on the folder. Nothing is overwritten.
import type { Command } from 'commander'
import { restoredText } from '../chain-texts.ts'
import type { CliIo } from '../cli-io.ts'
import { passStatus } from '../exit-status.ts'
import { cliLanguage } from '../language.ts'
import type { CliParts } from '../parts.ts'
import type { Finish } from '../program.ts'
import { requireFolder } from './backup.ts'

export function addRestore(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  program
    .command('restore')
    .description(
      'Put a backup in the place of the database, which is kept aside. What was acknowledged since is not sent again.',
    )
    .argument('<file>', 'a backup, or `newest`')
    .option('--data <dir>', 'the data folder; no station may run on it')
    .action(async (file: string, given: { data?: string }) => {
      const { restore } = await parts.databaseOnce()
      const done = await restore(requireFolder(given.data), file === 'newest' ? null : file)
      io.out(`${restoredText(done, cliLanguage(io.env))}\n`)
      finish(passStatus)
    })
}
