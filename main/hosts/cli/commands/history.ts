// `flashline history`: the ended jobs, newest first.
import type { Command } from 'commander'
import type { Job, Version } from '../../../../preload/contract/index.ts'
import type { CliIo } from '../cli-io.ts'
import { existingDataDir } from '../existing-data-dir.ts'
import { cliLanguage } from '../language.ts'
import type { CliParts } from '../parts.ts'
import { table } from '../printable.ts'
import type { Finish } from '../program.ts'
import { outcomeTexts } from '../texts.ts'
import { wholeNumber } from '../whole-number.ts'

export function addHistory(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  program
    .command('history')
    .description('List the jobs that ended, newest first.')
    .option('--limit <number>', 'at most so many', (text: string) => wholeNumber(text, 1, 100_000), 50)
    .option('--json', 'one job per line, as the contract has it')
    .option('--data <dir>', 'where the records are kept')
    .action(async (given: { limit: number; json?: true; data?: string }) => {
      const dataDir = existingDataDir(given.data)
      const jobs = dataDir === null ? [] : await parts.readHistory(dataDir, given.limit)
      io.out(given.json ? jobs.map((job) => `${JSON.stringify(job)}\n`).join('') : table(jobs.map(row)))
      finish(0)
    })

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

function versionText({ text, number }: Version): string {
  return text ?? (number === null ? '?' : String(number))
}
