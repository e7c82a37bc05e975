// Work orders as other software writes them down: JSON with the fields of the contract, or CSV with a column for each. The
// whole file or nothing of it; what is not understood is refused rather than left out, since a guard with a mistyped name
// would guard nothing. Pure. The columns are described in docs/factory-software.md.
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { FlashlineError, orderDraftSchema, orderNumberSchema } from '../../preload/contract/index.ts'

export const mostOrderFileBytes = 256 * 1024
const mostOrders = 200

const numberedOrderSchema = orderDraftSchema.extend({ number: orderNumberSchema }).strict()
export type NumberedOrder = z.infer<typeof numberedOrderSchema>

const documentSchema = z.union([
  z.array(z.unknown()),
  z.strictObject({ orders: z.array(z.unknown()) }).transform(({ orders }) => orders),
  z.looseObject({}).transform((order) => [order]),
])

/**
 * `name` tells the kind by its end. DROP_FILE {file, line?, field?, reason}; `line` counts orders of JSON, and lines of CSV with
 * the header as the first.
 */
export function readOrderFile(name: string, bytes: Uint8Array): NumberedOrder[] {
  const refuse = (facts: Record<string, string | number>) =>
    new FlashlineError('DROP_FILE', { file: name, ...facts })
  const text = textOf(bytes)
  if (text === null) throw refuse({ reason: 'UTF-8' })
  const isCsv = /\.csv$/i.test(name)
  const found = isCsv ? fromCsv(text, refuse) : fromJson(text, refuse)
  if (found.length === 0) throw refuse({ reason: 'empty' })
  if (found.length > mostOrders) throw refuse({ reason: `more than ${mostOrders}` })
  const numbers = new Set<string>()
  return found.map((one, index) => {
    const line = index + (isCsv ? 2 : 1)
    const read = numberedOrderSchema.safeParse(one)
    if (!read.success) throw refuse({ line, ...problemOf(read.error) })
    const { number } = read.data
    if (numbers.has(number)) throw refuse({ line, field: 'number', reason: 'twice' })
    numbers.add(number)
    return read.data
  })
}

type Refuse = (facts: Record<string, string | number>) => FlashlineError

function fromJson(text: string, refuse: Refuse): unknown[] {
  try {
    return documentSchema.parse(JSON.parse(text))
  } catch {
    throw refuse({ reason: 'JSON' })
  }
}

/** What an empty cell stands for is left out, so that the contract's own default holds. */
const columns: Readonly<Record<string, (cell: string) => Record<string, unknown>>> = {
  number: (cell) => ({ number: cell }),
  name: (cell) => ({ name: cell }),
  lot: (cell) => ({ lot: cell }),
  productid: (cell) => ({ productId: cell }),
  profileid: (cell) => ({ profileId: cell }),
  parttype: (cell) => ({ partType: cell }),
  partidentify: (cell) => ({ partIdentify: wholeOf(cell) }),
  taskid: (cell) => ({ taskId: cell }),
  quantity: (cell) => ({ quantity: wholeOf(cell) }),
  mode: (cell) => ({ mode: cell }),
  slotids: (cell) => ({ slotIds: listOf(cell) }),
  scanfirst: (cell) => ({ scanFirst: yesOrNo(cell) }),
  firmwaresha256: (cell) => ({ firmwareSha256: cell.toLowerCase() }),
  chips: (cell) => ({ chips: listOf(cell) }),
  hardwarerevision: (cell) => ({ hardwareRevision: cell }),
  repeat: (cell) => ({ repeat: cell }),
  downgrade: (cell) => ({ downgrade: cell }),
  tag: (cell) => ({ tag: cell }),
}

function fromCsv(text: string, refuse: Refuse): unknown[] {
  const rows = rowsOf(text)
  const [header, ...lines] = rows ?? []
  if (!header) throw refuse({ reason: rows ? 'empty' : 'CSV' })
  const readers = header.map((name) => {
    const reader = columns[name.toLowerCase().replace(/[\s_-]/g, '')]
    if (!reader) throw refuse({ line: 1, field: name.slice(0, 60), reason: 'unknown column' })
    return reader
  })
  return lines.map((cells, index) => {
    if (cells.length !== readers.length) throw refuse({ line: index + 2, reason: 'number of cells' })
    const filled = cells.flatMap((cell, place) => (cell === '' ? [] : [readers[place]?.(cell)]))
    const { partType, partIdentify, ...order } = Object.assign({ productId: null }, ...filled)
    const isPart = partType !== undefined || partIdentify !== undefined
    return isPart ? { ...order, part: { type: partType ?? 'wifi', identify: partIdentify ?? 0 } } : order
  })
}

/** A comma or, where the spreadsheet program's country writes so, a semicolon. Null: it is no CSV. */
function rowsOf(text: string): string[][] | null {
  const [first = ''] = text.split(/\r?\n/, 1)
  const delimiter = first.split(';').length > first.split(',').length ? ';' : ','
  try {
    return z
      .array(z.array(z.string()))
      .parse(
        parse(text, { delimiter, trim: true, relax_column_count: true, skip_empty_lines: true, bom: true }),
      )
  } catch {
    return null
  }
}

const wholeOf = (cell: string): number | string => (/^\d{1,9}$/.test(cell) ? Number(cell) : cell)
const listOf = (cell: string): string[] => cell.split(/[|\s]+/).filter((one) => one !== '')

function yesOrNo(cell: string): boolean | string {
  if (/^(yes|true|1)$/i.test(cell)) return true
  return /^(no|false|0)$/i.test(cell) ? false : cell
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The first one; a key that is not known is named. */
function problemOf({ issues: [issue] }: z.ZodError): { field: string; reason: string } {
  if (issue?.code === 'unrecognized_keys') return { field: issue.keys[0] ?? '', reason: 'unknown field' }
  return { field: issue?.path.join('.') ?? '', reason: issue?.code ?? '' }
}
