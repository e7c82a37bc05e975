// `flashline connection remove`: forgets a connection and its secrets.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { saySetting } from './say-setting.ts'

export function addConnectionRemove(connection: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  connection
    .command('remove <connectionId>')
    .description('Forget a connection and its secrets; no product uses it then.')
    .option('--data <dir>', 'where it is kept')
    .option('--json', 'print one JSON document: {connectionId}')
    .action(async (connectionId: string, given: { readonly data?: string; readonly json?: true }) => {
      const settings = await parts.deskSettings()
      await settings.removeConnection(chosenDataDir(given.data), connectionId)
      if (given.json) io.out(jsonLine({ connectionId }))
      else saySetting(io, 'removed', connectionId)
      finish(0)
    })
}
