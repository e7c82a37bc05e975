// A record made to fit into one request. Whole as it is when it fits; else with its log packed; else with the log's
// beginning and end packed and what is missing said. Nothing but the log is ever touched. Reads and writes nothing.
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { FlashlineError, type JobRecord, type LogLine } from '../../preload/contract/index.ts'

/** What servers and the ways to them commonly take. */
export const MAX_BODY_BYTES = 1024 * 1024

/** `log` is empty when `logGzip` is there. */
export type FittedRecord = JobRecord & {
  /** The log as JSON, one line an object, gzipped, in base64. */
  readonly logGzip?: string
  /** What is missing in the middle of it. */
  readonly logCut?: { readonly lines: number; readonly chars: number }
}

const pack = promisify(gzip)
/** Of each guess, so that the next one fits. */
const shrink = 0.9

/**
 * The body that `write` makes of the record, at most `maxBytes` of UTF-8. MESSAGE_TOO_LARGE {sizeBytes, limitBytes} when it
 * does not fit without its log either.
 */
export async function fitBody(
  record: JobRecord,
  write: (record: FittedRecord) => string,
  maxBytes = MAX_BODY_BYTES,
): Promise<string> {
  const whole = write(record)
  if (Buffer.byteLength(whole) <= maxBytes) return whole
  const { log } = record
  for (let kept = log.length; kept > 0; ) {
    const packed = write(await withLog(record, kept))
    const sizeBytes = Buffer.byteLength(packed)
    if (sizeBytes <= maxBytes) return packed
    kept = Math.min(kept - 1, Math.floor(kept * (maxBytes / sizeBytes) * shrink))
  }
  const bare = write({ ...record, log: [], logCut: sumOf(log) })
  const sizeBytes = Buffer.byteLength(bare)
  if (sizeBytes > maxBytes) throw new FlashlineError('MESSAGE_TOO_LARGE', { sizeBytes, limitBytes: maxBytes })
  return bare
}

/** With so many lines, as many from the beginning as from the end. */
async function withLog(record: JobRecord, kept: number): Promise<FittedRecord> {
  const { log } = record
  const head = Math.ceil(kept / 2)
  const tail = log.length - (kept - head)
  const lines = [...log.slice(0, head), ...log.slice(tail)]
  const packed = await pack(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const logGzip = packed.toString('base64')
  const left = log.slice(head, tail)
  return { ...record, log: [], logGzip, ...(left.length > 0 && { logCut: sumOf(left) }) }
}

function sumOf(lines: readonly LogLine[]): { lines: number; chars: number } {
  return { lines: lines.length, chars: lines.reduce((sum, { text }) => sum + text.length, 0) }
}
