// Which database the commands of a local cloud work on, when it is not the file in the data folder.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { passwordInUrl } from '../../cloud-texts.ts'
import { cliLanguage } from '../../language.ts'

export interface CloudDatabaseArguments {
  readonly database?: string
}

export function addDatabaseOption(command: Command): Command {
  return command.option(
    '--database <url>',
    'PostgreSQL that several local clouds share: postgres://user@host:port/database; the password comes from PGPASSWORD or a pgpass file (default: an SQLite file in the data folder)',
  )
}

/** For the options of a part; nothing when none was given. A password in the URL is taken, and warned of. */
export function chosenDatabase(
  { database }: CloudDatabaseArguments,
  io: CliIo,
): { readonly database?: string } {
  if (database === undefined) return {}
  if (URL.canParse(database) && new URL(database).password !== '') {
    io.err(`${passwordInUrl[cliLanguage(io.env)]}\n`)
  }
  return { database }
}
