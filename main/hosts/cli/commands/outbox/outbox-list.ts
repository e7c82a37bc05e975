// `flashline outbox list`: what still has to reach a cloud or other software, and why it has not; and how it was decided
// that it has. Also while a station runs on the folder.
import { type Command, Option } from 'commander'
import { type OutboxRow, type OutboxState, outboxStateSchema } from '../../../../../preload/contract/index.ts'
import type { CliIo } from '../../cli-io.ts'
import { deliveryTexts, outboxStateTexts } from '../../cloud-texts.ts'
import { existingDataDir } from '../../existing-data-dir.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { table } from '../../printable.ts'
import type { Finish } from '../../program.ts'
import { wholeNumber } from '../../whole-number.ts'

interface ListArguments {
  readonly limit: number
  readonly state?: OutboxState
  readonly json?: true
  readonly data?: string
}

export function listsOutbox(command: Command, io: CliIo, parts: CliParts, finish: Finish): Command {
  const language = cliLanguage(io.env)
  const row = (one: OutboxRow) => [
    String(one.outboxId),
    one.createdAt,
    outboxStateTexts[one.state][language],
    one.kind,
    one.deviceId,
    one.connectionId ?? '-',
    `${one.attempts}x`,
    one.nextAttemptAt ?? '-',
    one.delivery === null ? '-' : deliveryTexts[one.delivery][language],
    one.lastError?.code ?? '',
    one.decision === null ? '' : `${one.decision.by}: ${one.decision.note}`,
  ]
  return command
    .description('List what was refused and what waits, and why; then what was sent, and how that is known.')
    .option('--limit <number>', 'at most so many', (text: string) => wholeNumber(text, 1, 100_000), 200)
    .addOption(new Option('--state <state>', 'only these').choices(outboxStateSchema.options))
    .option('--json', 'one row per line, as the contract has it')
    .option('--data <dir>', 'where the records are kept')
    .action(async ({ limit, state, json, data }: ListArguments) => {
      const dataDir = existingDataDir(data)
      const rows = dataDir === null ? [] : await parts.readOutbox(dataDir, limit, state)
      io.out(json ? rows.map((one) => `${JSON.stringify(one)}\n`).join('') : table(rows.map(row)))
      finish(0)
    })
}
