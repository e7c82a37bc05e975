// `flashline outbox retry|dismiss|take-back`: what a lead decides about messages, on a folder that no station runs on.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { outboxStateTexts } from '../../cloud-texts.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts, OutboxOnce } from '../../parts.ts'
import { table } from '../../printable.ts'
import type { Finish } from '../../program.ts'
import { systemUser } from '../../system-user.ts'
import { wholeNumber } from '../../whole-number.ts'

interface DecisionArguments {
  readonly note?: string
  readonly by?: string
  readonly json?: true
  readonly data?: string
}

interface Decision {
  readonly name: string
  readonly act: keyof Pick<OutboxOnce, 'retryMessage' | 'dismissMessage' | 'takeBackMessage'>
  readonly description: string
  readonly isNoteNeeded: boolean
}

const decisions: readonly Decision[] = [
  {
    name: 'retry',
    act: 'retryMessage',
    description: 'Let a message that was refused or left unsent wait again, and print it.',
    isNoteNeeded: false,
  },
  {
    name: 'dismiss',
    act: 'dismissMessage',
    description: 'Leave a message unsent, with the reason, and print it.',
    isNoteNeeded: true,
  },
  {
    name: 'take-back',
    act: 'takeBackMessage',
    description: 'Let a message that went into a result file wait here again, and print it.',
    isNoteNeeded: false,
  },
]

export function addOutboxDecisions(outbox: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  for (const { name, act, description, isNoteNeeded } of decisions) {
    const command = outbox
      .command(name)
      .description(description)
      .argument('<id>', 'its number, as `outbox list` shows it', (text: string) =>
        wholeNumber(text, 1, Number.MAX_SAFE_INTEGER),
      )
    const note = ['--note <text>', 'why; kept with the message'] as const
    if (isNoteNeeded) command.requiredOption(...note)
    else command.option(...note)
    command
      .option('--by <name>', 'who decides (default: the user of this system)')
      .option('--json', 'print one JSON document: the message, as the contract has it')
      .option('--data <dir>', 'where the records are kept')
      .action(async (outboxId: number, given: DecisionArguments) => {
        const once = await parts.outboxOnce()
        const row = await once[act](chosenDataDir(given.data), outboxId, {
          by: given.by ?? systemUser(),
          note: given.note ?? '',
        })
        const state = outboxStateTexts[row.state][cliLanguage(io.env)]
        io.out(
          given.json
            ? jsonLine(row)
            : table([[String(row.outboxId), state, row.kind, row.deviceId, row.connectionId ?? '-']]),
        )
        finish(0)
      })
  }
}
