// `flashline client`: factory software that may use the station of a data folder, each with a token and a role of its own.
import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  type ClientRole,
  clientDraftSchema,
  clientRoles,
  FlashlineError,
} from '../../../../../preload/contract/index.ts'
import { openDataDir } from '../../../open-data-dir.ts'
import type { CliIo } from '../../cli-io.ts'
import { clientStateTexts } from '../../cloud-texts.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { headedTable } from '../../print-list.ts'
import type { Finish } from '../../program.ts'

interface Given {
  readonly data?: string
  readonly json?: true
}
interface AddArguments extends Given {
  readonly name: string
  readonly role: ClientRole
  readonly expires?: string
}

export function addClient(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const client = program.command('client').description('Factory software with a token of its own.')
  client
    .command('add')
    .description('Add a client, and print its token: this once, it is kept nowhere.')
    .requiredOption('--name <text>', 'what it is; stands in the records as client:<name>')
    .addOption(new Option('--role <role>', 'what it may do').choices(clientRoles).makeOptionMandatory())
    .option('--expires <date>', 'the day from which its token is refused, as 2027-01-31', dayOf)
    .option('--data <dir>', 'where clients are kept')
    .option('--json', 'print one JSON document: {client, token}')
    .action(async ({ name, role, expires, data, json }: AddArguments) => {
      const draft = clientDraftSchema.safeParse({ name, role, expiresAt: expires ?? null })
      if (!draft.success) throw new FlashlineError('INPUT_INVALID', { field: '--name', value: name })
      const { addClient } = await parts.clientOnce()
      const made = await addClient(openDataDir(data), draft.data, 'command line')
      io.out(json ? jsonLine(made) : `${made.token}\n`)
      finish(0)
    })
  client
    .command('list')
    .description('List the clients; tokens are not shown, they are not kept.')
    .option('--data <dir>', 'where they are kept')
    .option('--json', 'print one JSON document: a list of clients as the contract has them')
    .action(async ({ data, json }: Given) => {
      const { listClients } = await parts.clientOnce()
      const clients = await listClients(chosenDataDir(data))
      const language = cliLanguage(io.env)
      const nowMs = Date.now()
      const rows = clients.map(({ clientId, name, role, expiresAt, revokedAt }) => {
        const isOver = expiresAt !== null && Date.parse(expiresAt) <= nowMs
        const state = revokedAt !== null ? 'revoked' : isOver ? 'expired' : 'active'
        return [clientId, name, role, clientStateTexts[state][language]]
      })
      io.out(json ? jsonLine(clients) : headedTable(['id', 'name', 'role', 'status'], rows, language))
      finish(0)
    })
  client
    .command('revoke <clientId>')
    .description('Refuse the token of a client from now on.')
    .option('--data <dir>', 'where clients are kept')
    .option('--json', 'print one JSON document: the client')
    .action(async (clientId: string, { data, json }: Given) => {
      const { revokeClient } = await parts.clientOnce()
      const revoked = await revokeClient(chosenDataDir(data), clientId)
      if (json) io.out(jsonLine(revoked))
      else io.out(`${clientId}  ${clientStateTexts.revoked[cliLanguage(io.env)]}\n`)
      finish(0)
    })
}

/** The begin of that day, UTC. */
function dayOf(text: string): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(at)) throw new InvalidArgumentError('a day as 2027-01-31')
  return new Date(at).toISOString()
}
