// `flashline kit create`: writes and signs a kit of work orders or of the running tasks of products.
import { type Command, InvalidArgumentError } from 'commander'
import { FlashlineError, kitDraftSchema } from '../../../../../preload/contract/index.ts'
import type { CliIo } from '../../cli-io.ts'
import { jsonLine } from '../../json-line.ts'
import type { CliParts } from '../../parts.ts'
import { printable } from '../../printable.ts'
import type { Finish } from '../../program.ts'
import { wholeNumber } from '../../whole-number.ts'
import { kitFolder } from './kit-folder.ts'

interface Given {
  readonly name: string
  readonly order?: string[]
  readonly product?: string[]
  readonly profile?: string[]
  readonly from?: string
  readonly days: number
  readonly for?: string
  readonly by?: string
  readonly data?: string
  readonly json?: true
}

const dayMs = 24 * 3600 * 1000

export function addKitCreate(kit: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  kit
    .command('create <file>')
    .description('Write a signed kit of work orders, or of the running tasks of products.')
    .requiredOption('--name <text>', 'what it is called; kits of one name follow each other')
    .option('--order <id...>', 'these work orders, with their tasks')
    .option('--product <id...>', 'all running tasks of these products')
    .option('--profile <id...>', 'these profiles besides')
    .option('--from <time>', 'valid from then on (default: now)', timeText)
    .option('--days <number>', 'valid for so many days', (text: string) => wholeNumber(text, 1, 3650), 14)
    .option('--for <key>', 'only for the station with this key (default: any)')
    .option('--by <name>', 'who makes it (default: the user of this system)')
    .option('--data <dir>', 'where orders, tasks and firmware are kept')
    .option('--json', 'print one JSON document: {fileId, name, sizeBytes}')
    .action(async (file: string, given: Given) => {
      const fromMs = given.from === undefined ? Date.now() : Date.parse(given.from)
      const draft = kitDraftSchema.safeParse({
        ...{ name: given.name, productIds: given.product, orderIds: given.order, profileIds: given.profile },
        ...{ station: given.for ?? null, validFrom: new Date(fromMs).toISOString() },
        validTo: new Date(fromMs + given.days * dayMs).toISOString(),
      })
      if (!draft.success) throw new FlashlineError('INPUT_INVALID', { field: fieldOf(draft.error.issues) })
      const { createKit } = await parts.kitOnce()
      const { fileId, name, sizeBytes } = await createKit(kitFolder(given), draft.data, file, io.signal)
      io.out(given.json ? jsonLine({ fileId, name, sizeBytes }) : `${printable(file)}  ${sizeBytes}\n`)
      finish(0)
    })
}

const options: Readonly<Record<string, string>> = {
  productIds: '--order, --product',
  orderIds: '--order',
  profileIds: '--profile',
  station: '--for',
  name: '--name',
}

function fieldOf(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  return options[String(issues[0]?.path[0])] ?? '--from'
}

function timeText(text: string): string {
  if (/^\d{4}-/.test(text) && !Number.isNaN(Date.parse(text))) return text
  throw new InvalidArgumentError('A time such as 2026-03-01 or 2026-03-01T08:00:00Z is needed.')
}
