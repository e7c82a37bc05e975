// `flashline connection test`: tries every call of a connection that changes nothing, and says how each went.
import type { Command } from 'commander'
import {
  type ConnectionCheck,
  errorTable,
  errorText,
  type Language,
} from '../../../../../preload/contract/index.ts'
import type { CliIo } from '../../cli-io.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { passStatus } from '../../exit-status.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { padded, printable } from '../../printable.ts'
import type { Finish } from '../../program.ts'

const marks: Record<ConnectionCheck['outcome'], string> = { works: 'ok', failed: 'FAIL', notTried: '-' }

export function addConnectionTest(connection: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  connection
    .command('test <connectionId>')
    .description('Try every call that changes nothing. Ends with the status of the first that failed.')
    .option('--data <dir>', 'where the connection is kept')
    .option('--json', 'print one check per line, as the contract has it')
    .action(async (connectionId: string, given: { readonly data?: string; readonly json?: true }) => {
      let status = passStatus
      const language = cliLanguage(io.env)
      const desk = await parts.cloudDesk()
      await desk.testConnection(
        chosenDataDir(given.data),
        connectionId,
        (check) => {
          if (check.error !== null && status === passStatus) status = errorTable[check.error.code].exit
          io.out(given.json ? jsonLine(check) : checkLines(check, language))
        },
        io.signal,
      )
      finish(status)
    })
}

function checkLines(
  { call, outcome, error, durationMs, facts }: ConnectionCheck,
  language: Language,
): string {
  const known = Object.entries(facts).map(([name, value]) => `${name}=${value}`)
  const took = outcome === 'notTried' ? [] : [`${Math.round(durationMs)} ms`]
  const line = [padded(marks[outcome], 4), call, ...took, ...known].join('  ')
  if (error === null) return `${printable(line)}\n`
  const { title, remedy } = errorText(error, language)
  return [line, `      ${title}`, `      ${remedy}`, `      ${error.code}`]
    .map((text) => `${printable(text)}\n`)
    .join('')
}
