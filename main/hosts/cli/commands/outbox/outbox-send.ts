// `flashline outbox send`: sends what waits for the clouds of a data folder, on which no station runs.
import type { Command } from 'commander'
import { resourcesDir } from '../../../program-root.ts'
import type { CliIo } from '../../cli-io.ts'
import { outboxSentText } from '../../cloud-texts.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { wholeNumber } from '../../whole-number.ts'

interface SendArguments {
  readonly timeout: number
  readonly json?: true
  readonly data?: string
}

const longestSeconds = 24 * 60 * 60

export function addOutboxSend(outbox: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  outbox
    .command('send')
    .description('Send what waits for the clouds, and print how many still wait or were refused.')
    .option(
      '--timeout <seconds>',
      'give up after so long; what is left waits',
      (text: string) => wholeNumber(text, 1, longestSeconds),
      60,
    )
    .option('--json', 'print one JSON document: {waiting, dead, oldestAt, lastError}')
    .option('--data <dir>', 'where the records are kept')
    .action(async ({ timeout, json, data }: SendArguments) => {
      const { sendOutbox } = await parts.outboxOnce()
      const folder = { dataDir: chosenDataDir(data), resourcesDir: resourcesDir() }
      const summary = await sendOutbox(folder, { timeoutMs: timeout * 1000 })
      io.out(json ? jsonLine(summary) : `${outboxSentText(summary, cliLanguage(io.env))}\n`)
      finish(summary.waiting === 0 && summary.dead === 0 ? 0 : 4)
    })
}
