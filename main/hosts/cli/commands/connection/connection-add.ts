// `flashline connection add`: makes a connection, or replaces the one of the same id.
import type { Command } from 'commander'
import { secretsOf } from '../../../../../preload/contract/index.ts'
import { openDataDir } from '../../../open-data-dir.ts'
import type { CliIo } from '../../cli-io.ts'
import { jsonLine } from '../../json-line.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { readSecret } from '../../secret-input.ts'
import { addConnectionFields, type ConnectionFields, connectionOf } from './connection-fields.ts'
import { saySetting } from './say-setting.ts'

interface ConnectionAddArguments extends ConnectionFields {
  readonly secretFile?: string
  readonly data?: string
  readonly json?: true
}

export function addConnectionAdd(connection: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = connection.command('add').description('Add a connection, or replace the one of this id.')
  addConnectionFields(command)
    .option('--secret-file <file>', 'file that holds its first secret; or set FLASHLINE_SECRET')
    .option('--data <dir>', 'where it is kept')
    .option('--json', 'print the connection as one JSON document')
    .addHelpText(
      'after',
      '\nThe first secret: xlink: the token, password, access key secret or authorize code of --credential;\nliving: appSecret; iot-rpc: accessKeySecret. Others: flashline connection secret <id> <name>.',
    )
    .action(async (given: ConnectionAddArguments) => {
      const made = await connectionOf(given)
      const [first] = secretsOf(made)
      const secret = await readSecret({
        option: '--secret-file',
        file: given.secretFile,
        variable: 'FLASHLINE_SECRET',
        env: io.env,
      })
      const settings = await parts.deskSettings()
      await settings.putConnection(
        openDataDir(given.data),
        made,
        first === undefined || secret === null ? {} : { [first]: secret },
      )
      if (given.json) io.out(jsonLine(made))
      else saySetting(io, 'stored', made.connectionId)
      finish(0)
    })
}
