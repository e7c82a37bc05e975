// `flashline outbox`: what still has to reach a cloud, and why it has not; and how it was decided that it has.
import type { Command } from 'commander'
import type { CliIo } from '../cli-io.ts'
import { deliveryTexts } from '../cloud-texts.ts'
import { existingDataDir } from '../existing-data-dir.ts'
import { cliLanguage } from '../language.ts'
import type { CliParts } from '../parts.ts'
import { table } from '../printable.ts'
import type { Finish } from '../program.ts'
import { wholeNumber } from '../whole-number.ts'

export function addOutbox(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  program
    .command('outbox')
    .description('List what waits for a cloud, and why; then what was sent, and how that is known.')
    .option('--limit <number>', 'at most so many', (text: string) => wholeNumber(text, 1, 100_000), 200)
    .option('--json', 'one row per line, as the contract has it')
    .option('--data <dir>', 'where the records are kept')
    .action(async (given: { limit: number; json?: true; data?: string }) => {
      const dataDir = existingDataDir(given.data)
      const rows = dataDir === null ? [] : await parts.readOutbox(dataDir, given.limit)
      if (given.json) io.out(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
      else {
        io.out(
          table(
            rows.map((row) => [
              row.createdAt,
              row.state,
              row.kind,
              row.deviceId,
              row.connectionId ?? '-',
              `${row.attempts}x`,
              row.nextAttemptAt ?? '-',
              row.delivery === null ? '-' : deliveryTexts[row.delivery][cliLanguage(io.env)],
              row.lastError?.code ?? '',
            ]),
          ),
        )
      }
      finish(0)
    })
}
