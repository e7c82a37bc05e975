// What other software is told of a finished record: the event, and its text with a log that was cut to fit. Pure.
import type { JobRecord, LogLine, WebhookEvent } from '../../preload/contract/index.ts'

/** Servers commonly take no larger bodies. */
export const mostEventBytes = 1024 * 1024

/** Its id is the same however often it is told, also after a database was restored. */
export function recordEvent(record: JobRecord, corrects: boolean, station: string): WebhookEvent {
  const { messages: _messages, ...data } = record
  const { jobId, endedAt, startedAt, correction } = record
  return {
    id: `${corrects ? 'cor' : 'rec'}_${jobId}`,
    type: corrects ? 'record.corrected' : 'record.finished',
    timestamp: (corrects ? correction?.at : endedAt) ?? startedAt,
    station,
    data,
  }
}

/** As JSON of at most `mostBytes`: lines are left out in the middle of the log, and one says how many. */
export function fitEvent(event: WebhookEvent, mostBytes: number = mostEventBytes): string {
  const whole = JSON.stringify(event)
  if (event.data === null || Buffer.byteLength(whole) <= mostBytes) return whole
  const { log, ...rest } = event.data
  const bare = { ...event, data: { ...rest, log: [] as LogLine[] } }
  const roomBytes = mostBytes - Buffer.byteLength(JSON.stringify(bare)) - markBytes
  const { head, tail } = endsOf(log, roomBytes)
  const missing = log.length - head.length - tail.length
  const at = log[head.length]?.at ?? event.timestamp
  const mark: LogLine = { at, source: 'station', text: `(${missing} lines of the log are left out here)` }
  return JSON.stringify({ ...bare, data: { ...bare.data, log: [...head, mark, ...tail] } })
}

/** Of the line that says how many are missing, with room to spare. */
const markBytes = 200

/** As many whole lines of both ends as have room, one of each in turn: what began it and what ended it. */
function endsOf(log: readonly LogLine[], roomBytes: number): { head: LogLine[]; tail: LogLine[] } {
  const sizes = log.map((line) => Buffer.byteLength(JSON.stringify(line)) + 1)
  let left = roomBytes
  let heads = 0
  let tails = 0
  while (heads + tails < log.length) {
    const takesTail = tails <= heads
    const sizeBytes = sizes[takesTail ? log.length - 1 - tails : heads] ?? 0
    if (sizeBytes > left) break
    left -= sizeBytes
    if (takesTail) tails += 1
    else heads += 1
  }
  return { head: log.slice(0, heads), tail: tails === 0 ? [] : log.slice(-tails) }
}
