// A list of devices from a CSV file of a plant: which cloud id belongs to which MAC and serial number. A line that cannot
// be used is told with its number, the others stand. Reads text; knows no file and no database.
import { parse } from 'csv-parse/sync'
import { FlashlineError } from '../../preload/contract/index.ts'
import { plainMac, type RosterEntry } from '../store/devices.ts'

const MAX_BYTES = 50 * 1024 * 1024
const MAX_LINES = 1_000_000
const EXAMPLE = 'device_id,mac,sn,product_id'
/** Parsed at once: few enough that lines are read one by one without cost when one of them is broken. */
const LINES_AT_ONCE = 1000

/** What a column may be called, without case, blanks, dashes and underscores; the first name that is there counts. */
const columnNames = {
  deviceId: ['deviceid', 'id'],
  mac: ['mac'],
  sn: ['sn'],
  productId: ['productid', 'product'],
} as const
type Column = keyof typeof columnNames

const maxChars: Readonly<Record<Column, number>> = { deviceId: 200, mac: 40, sn: 100, productId: 64 }

/** `field` is a column; "" when it is the whole line. */
export interface RosterProblem {
  /** Counts from 1, the header included. */
  readonly line: number
  readonly reason: 'missing' | 'notMac' | 'tooLong' | 'duplicate' | 'columnCount' | 'quotes'
  readonly field: Column | ''
}

/** MACs are 12 hex digits in lower case. INPUT_INVALID for text that is too large or has no column of device ids. */
export function readRoster(text: string): { devices: RosterEntry[]; problems: RosterProblem[] } {
  const [first = '', ...lines] = splitLines(text)
  const delimiter = delimiterOf(first)
  const header = readLines([first], delimiter)[0] ?? []
  const places = placesOf(header)
  const seen: Seen = { deviceId: new Set(), mac: new Set(), sn: new Set() }
  const devices: RosterEntry[] = []
  const problems: RosterProblem[] = []
  for (let start = 0; start < lines.length; start += LINES_AT_ONCE) {
    const part = lines.slice(start, start + LINES_AT_ONCE)
    readLines(part, delimiter).forEach((fields, index) => {
      const read = readEntry(fields, header.length, places, seen)
      if (read === null) return
      if ('reason' in read) problems.push({ line: start + index + 2, ...read })
      else devices.push(read)
    })
  }
  return { devices, problems }
}

function splitLines(text: string): string[] {
  const tooLarge = (facts: { maxBytes: number } | { maxLines: number }) =>
    new FlashlineError('INPUT_INVALID', { field: 'roster', ...facts })
  if (Buffer.byteLength(text) > MAX_BYTES) throw tooLarge({ maxBytes: MAX_BYTES })
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, MAX_LINES + 2)
  if (lines.at(-1) === '') lines.pop()
  if (lines.length > MAX_LINES) throw tooLarge({ maxLines: MAX_LINES })
  return lines
}

/** Names of columns have none of these in them. */
function delimiterOf(header: string): string {
  const count = (delimiter: string) => header.split(delimiter).length
  return [';', '\t'].reduce((best, other) => (count(other) > count(best) ? other : best), ',')
}

/**
 * The fields of each line; null where the quotes are wrong. No field goes over several lines: an open quote is a mistake
 * of its own line, and must not take in the next ones.
 */
function readLines(lines: readonly string[], delimiter: string): (readonly string[] | null)[] {
  const options = { delimiter, record_delimiter: '\n', trim: true, relax_column_count: true }
  // An empty line is no record for the parser.
  const filled = lines.map((line) => (line.trim() === '' ? '""' : line))
  const records = parseOrNull(filled.join('\n'))
  if (records?.length === lines.length) return records
  return filled.map((line) => parseOrNull(line)?.[0] ?? null)

  function parseOrNull(text: string): string[][] | null {
    try {
      return parse(text, options)
    } catch {
      return null
    }
  }
}

/** Where each column is; null: not in this file. */
function placesOf(header: readonly string[]): Readonly<Record<Column, number | null>> {
  const names = header.map((name) => name.toLowerCase().replace(/[\s_-]/g, ''))
  const place = (column: Column) => {
    const found = columnNames[column].map((name) => names.indexOf(name)).find((index) => index >= 0)
    return found ?? null
  }
  if (place('deviceId') === null) {
    throw new FlashlineError('INPUT_INVALID', { field: 'roster', line: 1, example: EXAMPLE })
  }
  return { deviceId: place('deviceId'), mac: place('mac'), sn: place('sn'), productId: place('productId') }
}

type Seen = Readonly<Record<'deviceId' | 'mac' | 'sn', Set<string>>>

/** Null for a line with nothing in it. */
function readEntry(
  fields: readonly string[] | null,
  columnCount: number,
  places: Readonly<Record<Column, number | null>>,
  seen: Seen,
): RosterEntry | Omit<RosterProblem, 'line'> | null {
  if (fields === null) return { reason: 'quotes', field: '' }
  if (fields.every((field) => field === '')) return null
  if (fields.length !== columnCount) return { reason: 'columnCount', field: '' }
  const value = (column: Column) => {
    const place = places[column]
    return place === null ? null : fields[place] || null
  }
  for (const column of ['deviceId', 'mac', 'sn', 'productId'] as const) {
    if ((value(column)?.length ?? 0) > maxChars[column]) return { reason: 'tooLong', field: column }
  }
  const [deviceId, mac, sn, productId] = [
    value('deviceId'),
    plainMac(value('mac')),
    value('sn'),
    value('productId'),
  ]
  if (deviceId === null) return { reason: 'missing', field: 'deviceId' }
  if (mac !== null && !/^[0-9a-f]{12}$/.test(mac)) return { reason: 'notMac', field: 'mac' }
  // A serial number is unique within its product only.
  const claims = { deviceId, mac, sn: sn === null ? null : `${productId ?? ''} ${sn}` }
  for (const column of ['deviceId', 'mac', 'sn'] as const) {
    const claim = claims[column]
    if (claim !== null && seen[column].has(claim)) return { reason: 'duplicate', field: column }
  }
  seen.deviceId.add(deviceId)
  if (claims.mac !== null) seen.mac.add(claims.mac)
  if (claims.sn !== null) seen.sn.add(claims.sn)
  return { deviceId, mac, sn, productId }
}
