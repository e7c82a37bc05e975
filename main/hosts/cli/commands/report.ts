// `flashline report`: tells the cloud what became of an upgrade (6). At once, not through the outbox of a station: who
// flashed with other tools has no record here.
import { type Command, InvalidArgumentError } from 'commander'
import type { Report } from '../../../clouds/cloud.ts'
import { askCloud } from '../ask-cloud.ts'
import type { CliIo } from '../cli-io.ts'
import { addCloudOptions, type CloudArguments } from '../cloud-options.ts'
import { reported } from '../cloud-texts.ts'
import { jsonLine } from '../json-line.ts'
import { cliLanguage } from '../language.ts'
import { addPartOptions, type PartArguments, partOf, versionNumber } from '../part-options.ts'
import type { CliParts } from '../parts.ts'
import type { Finish } from '../program.ts'

interface ReportArguments extends CloudArguments, PartArguments {
  readonly device: string
  readonly from: number
  readonly to: number
  readonly task?: string
  readonly failed?: true
  readonly mod: string
  readonly description: string
  readonly started?: string
  readonly ended?: string
}

export function addReport(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = program
    .command('report')
    .description("Tell the cloud the result of a device's upgrade.")
    .requiredOption('--device <id>', "the cloud's id of the device")
    .requiredOption('--from <number>', 'version that it had, as the service counts it', versionNumber)
    .requiredOption('--to <number>', 'version that it got, or was to get', versionNumber)
    .option('--failed', 'the upgrade failed')
    .option('--task <id>', 'the task that it was done for')
    .option('--mod <text>', 'firmware model; the service wants one', 'unknown')
    .option('--description <text>', 'what happened', '')
    .option('--started <time>', 'when it began, as 2026-01-31T08:15:00Z (default: now)', isoTime)
    .option('--ended <time>', 'when it ended (default: now)', isoTime)
    .option('--product <id>', 'the product, when several connections take results')
  addCloudOptions(addPartOptions(command), 'print the report as one JSON document').action(
    async (given: ReportArguments) => {
      const now = new Date().toISOString()
      const report: Report = {
        deviceId: given.device,
        taskId: given.task ?? null,
        part: partOf(given),
        model: given.mod,
        fromVersion: given.from,
        toVersion: given.to,
        succeeded: given.failed !== true,
        description: given.description,
        startedAt: given.started ?? given.ended ?? now,
        endedAt: given.ended ?? now,
      }
      await askCloud({ given, command, io, parts, use: 'results' }, (ability, signal) =>
        ability('results').sendReport(report, signal),
      )
      io.out(given.json ? jsonLine(report) : `${reported[cliLanguage(io.env)]}\n`)
      finish(0)
    },
  )
}

function isoTime(text: string): string {
  const time = new Date(/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : Number.NaN)
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('A time like 2026-01-31T08:15:00Z is needed.')
  return time.toISOString()
}
