// `flashline cloud user add`: a member of the local cloud's corporation, running or not.
import { type Command, Option } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { usualCorpId } from '../../cloud-options.ts'
import { jsonLine } from '../../json-line.ts'
import type { NewCloudUser } from '../../local-cloud-parts.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { readSecret } from '../../secret-input.ts'
import { cloudDataDir } from './cloud-data-dir.ts'
import { addDatabaseOption, type CloudDatabaseArguments, chosenDatabase } from './cloud-database.ts'

interface CloudUserArguments extends CloudDatabaseArguments {
  readonly account: string
  readonly name: string
  readonly role: NewCloudUser['role']
  readonly corp: string
  readonly passwordFile?: string
  readonly data?: string
  readonly json?: true
}

const roles: readonly NewCloudUser['role'][] = ['admin', 'operator', 'developer']

export function addCloudUser(cloud: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = cloud
    .command('user')
    .description("Members of the local cloud's corporation.")
    .command('add')
    .description('Add a member, and print the id.')
    .requiredOption('--account <account>', 'phone or e-mail, to log in with')
    .requiredOption('--name <text>', 'who it is')
    .addOption(new Option('--role <role>', 'what the member may do').choices(roles).default('operator'))
    .option('--corp <id>', 'corporation; made when it is not there', usualCorpId)
    .option('--password-file <file>', 'file that holds the password; or set FLASHLINE_PASSWORD')
    .option('--data <dir>', 'where the local cloud keeps its data')
    .option('--json', 'print one JSON document: {memberId}')
  addDatabaseOption(command).action(async (given: CloudUserArguments) => {
    const password = await readSecret({
      option: '--password-file',
      file: given.passwordFile,
      variable: 'FLASHLINE_PASSWORD',
      env: io.env,
    })
    if (password === null) {
      return command.error(
        'error: a password is needed: set FLASHLINE_PASSWORD or give --password-file <file>',
      )
    }
    const { name, account, role, corp: corpId } = given
    const place = { dataDir: cloudDataDir(given.data), ...chosenDatabase(given, io) }
    const memberId = await parts.addCloudUser({ ...place, corpId, name, account, password, role })
    io.out(given.json ? jsonLine({ memberId }) : `${memberId}\n`)
    finish(0)
  })
}
