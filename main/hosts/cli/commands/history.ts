// `flashline history`: the ended jobs of a filter, newest first, as a table, as JSON lines, or as a file for spreadsheets.
import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  errorCodeSchema,
  FlashlineError,
  type HistoryFilter,
  historyFilterSchema,
  type Job,
  jobOutcomeSchema,
  type Version,
} from '../../../../preload/contract/index.ts'
import type { CliIo } from '../cli-io.ts'
import { existingDataDir } from '../existing-data-dir.ts'
import { cliLanguage } from '../language.ts'
import type { CliParts } from '../parts.ts'
import { table } from '../printable.ts'
import type { Finish } from '../program.ts'
import { outcomeTexts } from '../texts.ts'
import { wholeNumber } from '../whole-number.ts'
import { addHistoryVerify } from './history-verify.ts'

interface Given {
  readonly from?: string
  readonly to?: string
  readonly product?: string
  readonly toVersion?: number
  readonly slot?: string
  readonly operator?: string
  readonly outcome?: Job['outcome']
  readonly error?: string
  readonly order?: string
  readonly lot?: string
  readonly task?: string
  readonly device?: string
  readonly limit: number
  readonly json?: true
  readonly csv?: true
  readonly proof?: string
  readonly data?: string
}

export function addHistory(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const history = program
    .command('history')
    .description('List the jobs that ended, newest first; of several filters all must hold.')
    .option('--from <time>', 'ended then or later: 2026-03-01, 2026-03-01T08:00:00+08:00', timeText)
    .option('--to <time>', 'ended before then', timeText)
    .option('--product <id>', 'of this product', word)
    .option('--to-version <number>', 'the number that was to be written', (text) =>
      wholeNumber(text, 0, Number.MAX_SAFE_INTEGER),
    )
    .option('--slot <id>', 'on this slot', word)
    .option('--operator <name>', 'by this person', word)
    .addOption(new Option('--outcome <outcome>', 'how it ended').choices(endedOutcomes))
    .option('--error <code>', 'why it failed: a code, such as LINK_LOST', codeText)
    .option('--order <id>', 'of this work order', word)
    .option('--lot <lot>', 'of this lot', word)
    .option('--task <id>', 'by this upgrade task', word)
    .option('--device <id>', 'of the device with this id, MAC or serial number', word)
    .option('--limit <number>', 'at most so many', (text: string) => wholeNumber(text, 1, 100_000), 50)
    .option('--json', 'one job per line, as the contract has it')
    .addOption(
      new Option('--csv', 'a table for spreadsheet programs: UTF-8, RFC 4180, times UTC').conflicts('json'),
    )
    .option(
      '--proof <file>',
      'with --json or --csv: writes a proof of what is printed, for `history verify --proof`',
    )
    .option('--data <dir>', 'where the records are kept')
    .action(async (given: Given) => {
      const dataDir = existingDataDir(given.data)
      const query = { ...filterOf(given), limit: given.limit }
      const jobs = dataDir === null ? [] : await parts.readHistory(dataDir, query)
      const format = given.csv ? 'csv' : given.json ? 'json' : null
      if (given.proof !== undefined) {
        if (format === null) throw new FlashlineError('INPUT_INVALID', { field: '--proof' })
        if (dataDir !== null)
          await (await parts.databaseOnce()).proveExport(dataDir, { jobs, format, file: given.proof })
      }
      if (given.csv) io.out(await parts.csvOf(jobs))
      else io.out(given.json ? jobs.map((job) => `${JSON.stringify(job)}\n`).join('') : table(jobs.map(row)))
      finish(0)
    })
  addHistoryVerify(history, io, parts, finish)

  function row(job: Job): string[] {
    return [
      job.endedAt ?? job.startedAt,
      outcomeTexts[job.outcome][cliLanguage(io.env)],
      job.device.deviceId ?? job.device.mac ?? job.device.sn ?? '-',
      `${versionText(job.fromVersion)} -> ${versionText(job.toVersion)}`,
      job.slotName || job.link,
      job.error?.code ?? '',
    ]
  }
}

const endedOutcomes = jobOutcomeSchema.options.filter((outcome) => outcome !== 'running')

function filterOf(given: Given): HistoryFilter {
  return historyFilterSchema.parse({
    from: given.from,
    to: given.to,
    productId: given.product,
    toVersion: given.toVersion,
    slotId: given.slot,
    operator: given.operator,
    outcome: given.outcome,
    errorCode: given.error,
    orderId: given.order,
    lot: given.lot,
    taskId: given.task,
    device: given.device,
  })
}

/** In UTC; a day begins there when nothing else is said. */
function timeText(text: string): string {
  const at = Date.parse(text)
  if (!/^\d{4}-/.test(text) || Number.isNaN(at)) {
    throw new InvalidArgumentError('A time such as 2026-03-01 or 2026-03-01T08:00:00Z is needed.')
  }
  return new Date(at).toISOString()
}

function codeText(text: string): string {
  const code = errorCodeSchema.safeParse(text.trim().toUpperCase())
  if (code.success) return code.data
  throw new InvalidArgumentError('There is no such code.')
}

function word(text: string): string {
  const plain = text.trim()
  if (plain.length >= 1 && plain.length <= 100) return plain
  throw new InvalidArgumentError('From 1 to 100 characters are needed.')
}

function versionText({ text, number }: Version): string {
  return text ?? (number === null ? '?' : String(number))
}
