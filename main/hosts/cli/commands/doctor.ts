// `flashline doctor`: is this computer fit to be a station? One line per thing looked at, and what to do where it is not.
import type { Command } from 'commander'
import {
  type DoctorLine,
  type DoctorReport,
  type DoctorVerdict,
  doctorCheckTexts,
  doctorCommand,
  doctorText,
  doctorVerdictTexts,
  type Language,
} from '../../../../preload/contract/index.ts'
import { resourcesDir } from '../../program-root.ts'
import { version } from '../../version.ts'
import type { CliIo } from '../cli-io.ts'
import { chosenDataDir } from '../existing-data-dir.ts'
import { failStatus, passStatus } from '../exit-status.ts'
import { jsonLine } from '../json-line.ts'
import { cliLanguage } from '../language.ts'
import type { CliParts } from '../parts.ts'
import { padded, printable } from '../printable.ts'
import type { Finish } from '../program.ts'
import { doctorSummary } from '../texts.ts'
import { usualPort } from './serve.ts'

interface DoctorArguments {
  readonly data?: string
  readonly json?: true
  readonly offline?: true
}

export function addDoctor(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  program
    .command('doctor')
    .description(
      'Check this computer: permissions, ports, hubs, drivers, disk, clock, clouds. Changes nothing, also beside a running station.',
    )
    .option('--data <dir>', 'the data folder that is looked at')
    .option('--offline', 'ask no cloud')
    .option('--json', 'print one JSON document: {at, verdict, lines}, as the contract has it')
    .action(async (given: DoctorArguments) => {
      const report = await parts.doctor(
        {
          version,
          dataDir: chosenDataDir(given.data),
          resourcesDir: resourcesDir(),
          offline: given.offline === true,
          doorPort: usualPort,
        },
        io.signal,
      )
      io.out(given.json ? jsonLine(report) : reportText(report, cliLanguage(io.env)))
      finish(report.verdict === 'fail' ? failStatus : passStatus)
    })
}

function reportText({ lines }: DoctorReport, language: Language): string {
  const count = (verdict: DoctorVerdict) => lines.filter((one) => one.verdict === verdict).length
  const summary = doctorSummary(count('warn'), count('fail'), language)
  return `${lines.map((one) => lineText(one, language)).join('')}\n${summary}\n`
}

function lineText(one: DoctorLine, language: Language): string {
  const { title, remedy } = doctorText(one, language)
  const command = doctorCommand(one)
  const [mark, name] = [doctorVerdictTexts[one.verdict][language], doctorCheckTexts[one.check][language]]
  const rows = [
    `${padded(one.verdict === 'fail' ? mark.toUpperCase() : mark, 5)} ${name}${language === 'en' ? ': ' : '：'}${title}`,
    ...(remedy === '' ? [] : [`      ${remedy}`]),
    ...(command === null ? [] : [`        ${command}`]),
  ]
  return rows.map((row) => `${printable(row)}\n`).join('')
}
