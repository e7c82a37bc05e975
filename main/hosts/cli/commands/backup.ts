// `flashline backup`: a proved copy of the database, also beside a running station; and the list of those that are there.
import type { Command } from 'commander'
import { FlashlineError } from '../../../../preload/contract/index.ts'
import type { CliIo } from '../cli-io.ts'
import { existingDataDir } from '../existing-data-dir.ts'
import { passStatus } from '../exit-status.ts'
import { jsonLine } from '../json-line.ts'
import type { CliParts } from '../parts.ts'
import { table } from '../printable.ts'
import type { Finish } from '../program.ts'

export function addBackup(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const backup = program
    .command('backup')
    .description('Copy the database and prove the copy, also beside a running station.')
    .option('--to <file>', 'a file elsewhere; left out: among the automatic ones')
    .option('--data <dir>', 'the data folder')
    .action(async (given: { to?: string; data?: string }) => {
      const { backUp } = await parts.databaseOnce()
      io.out(`${await backUp(requireFolder(given.data), given.to ?? null, io.signal)}\n`)
      finish(passStatus)
    })
  backup
    .command('list')
    .description('List the backups of a data folder, newest first.')
    .option('--json', 'one backup per line: {name, at, sizeBytes}')
    .option('--data <dir>', 'the data folder')
    .action(async (given: { json?: true; data?: string }) => {
      const { listBackups } = await parts.databaseOnce()
      const files = await listBackups(requireFolder(given.data))
      const facts = files.map(({ name, at, sizeBytes }) => ({ name, at: at.toISOString(), sizeBytes }))
      if (given.json) io.out(facts.map(jsonLine).join(''))
      else io.out(table(facts.map(({ name, at, sizeBytes }) => [at, `${sizeBytes}`, name])))
      finish(passStatus)
    })
}

/** INPUT_INVALID when there is none. */
export function requireFolder(chosen: string | undefined): string {
  const dataDir = existingDataDir(chosen)
  if (dataDir === null) throw new FlashlineError('INPUT_INVALID', { field: '--data' })
  return dataDir
}
