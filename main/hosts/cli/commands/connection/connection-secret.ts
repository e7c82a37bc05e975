// `flashline connection secret`: takes one secret of a connection from standard input. It is stored and never shown.
import { Argument, type Command } from 'commander'
import { FlashlineError, type SecretName, secretNames } from '../../../../../preload/contract/index.ts'
import type { CliIo } from '../../cli-io.ts'
import { typeSecret } from '../../cloud-texts.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { asSecret } from '../../secret-input.ts'
import { saySetting } from './say-setting.ts'

export function addConnectionSecret(connection: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  connection
    .command('secret')
    .argument('<connectionId>', 'whose')
    .addArgument(new Argument('<name>', 'which').choices(secretNames))
    .description('Store a secret of a connection; it is read from standard input.')
    .option('--forget', 'forget the one that is stored')
    .option('--data <dir>', 'where the connection is kept')
    .option('--json', 'print one JSON document: {connectionId, name}')
    .action(
      async (
        connectionId: string,
        name: SecretName,
        given: { readonly forget?: true; readonly data?: string; readonly json?: true },
      ) => {
        const dataDir = chosenDataDir(given.data)
        const desk = await parts.cloudDesk()
        const { connections } = await desk.listConnections(dataDir)
        const found = connections.find((one) => one.connectionId === connectionId)
        if (!found) throw new FlashlineError('CONNECTION_UNKNOWN', { connectionId })
        // An empty one is no wish to forget: it is what a script with an unset variable pipes in.
        const secret = given.forget
          ? ''
          : asSecret(await io.readLine(typeSecret[cliLanguage(io.env)]), 'standard input')
        if (secret === null) throw new FlashlineError('INPUT_INVALID', { field: 'standard input' })
        const settings = await parts.deskSettings()
        await settings.putConnection(dataDir, found, { [name]: secret })
        if (given.json) io.out(jsonLine({ connectionId, name }))
        else saySetting(io, given.forget ? 'removed' : 'stored', `${connectionId}  ${name}`)
        finish(0)
      },
    )
}
