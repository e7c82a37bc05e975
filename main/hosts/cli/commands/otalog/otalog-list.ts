// `flashline otalog list`: one page of issued upgrades (9).
import { type Command, InvalidArgumentError } from 'commander'
import type { Language, OtaLogEntry } from '../../../../../preload/contract/index.ts'
import { type OtaLogField, type OtaLogQuery, otaLogFields } from '../../../../clouds/cloud.ts'
import { askCloud } from '../../ask-cloud.ts'
import type { CliIo } from '../../cli-io.ts'
import { addCloudOptions, type CloudArguments } from '../../cloud-options.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import { addPageOptions, type Direction, orderParser, type PageArguments } from '../../page-options.ts'
import type { CliParts } from '../../parts.ts'
import { headedTable, tellPage } from '../../print-list.ts'
import type { Finish } from '../../program.ts'
import { addMatchOptions, type MatchArguments, matchesOf } from './match-options.ts'

interface OtalogListArguments extends CloudArguments, PageArguments, MatchArguments {
  readonly order?: Partial<Record<OtaLogField, Direction>>
  readonly fields?: readonly OtaLogField[]
}

export function addOtalogList(otalog: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = otalog.command('list').description('List issued upgrades. Conditions combine with AND.')
  addMatchOptions(command)
    .option('--order <order>', 'for example executedAt:desc,deviceId:asc', orderParser(otaLogFields))
    .option('--fields <fields>', `ask for these only, of ${otaLogFields.join(',')}`, fieldList)
    .option('--product <id>', 'the product, when several connections take results')
  addCloudOptions(addPageOptions(command), 'print one JSON document: {total, logs, unread}').action(
    async (given: OtalogListArguments) => {
      const { offset, limit, order, fields } = given
      const where = matchesOf(given)
      const query: OtaLogQuery = {
        offset,
        limit,
        ...(where === null ? {} : { where }),
        ...(order === undefined ? {} : { order }),
        ...(fields === undefined ? {} : { fields }),
      }
      const page = await askCloud({ given, command, io, parts, use: 'results' }, (ability, signal) =>
        ability('otaLogs').listOtaLogs(query, signal),
      )
      const language = cliLanguage(io.env)
      if (given.json) io.out(jsonLine(page))
      else {
        io.out(logTable(page.logs, language))
        tellPage(io, { ...page, offset, shown: page.logs.length }, language)
      }
      finish(0)
    },
  )
}

function logTable(logs: readonly OtaLogEntry[], language: Language): string {
  return headedTable(
    ['id', 'status', 'device', 'task', 'time'],
    logs.map(({ logId, status, deviceId, mac, sn, taskId, executedAt }) => [
      logId ?? '-',
      status ?? '-',
      [deviceId, mac, sn].filter(Boolean).join(' ') || '-',
      taskId ?? '-',
      executedAt ?? '-',
    ]),
    language,
  )
}

function fieldList(text: string): OtaLogField[] {
  return text.split(',').map((name) => {
    const field = otaLogFields.find((one) => one === name.trim())
    if (field === undefined) {
      throw new InvalidArgumentError(`Of these: ${otaLogFields.join(', ')}.`)
    }
    return field
  })
}
