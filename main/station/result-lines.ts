// The contents of a result file: a line of JSON for each job, with its record, the end of its log, and what it owes to a
// cloud. Bounded on both sides; what does not fit of a log is left out, its oldest lines first.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import {
  FlashlineError,
  jobSchema,
  largestResultsBytes,
  logLineSchema,
} from '../../preload/contract/index.ts'
import type { SealedRules } from '../firmware/kits/read-sealed.ts'
import { toMessage } from '../store/outbox-row.ts'
import type { CarriedJob, CarriedMessage } from '../store/result-files.ts'

export const resultsPath = 'results.jsonl'
/** A job with all its steps stays far below; this leaves room for its log. */
const mostLogChars = 16 * 1024
const mostLines = 2000
const mostLineChars = 1024 * 1024

export const resultsRules: SealedRules = {
  format: 'flashline-results',
  limitBytes: largestResultsBytes,
  limitOf: (path) => (path === resultsPath ? largestResultsBytes : null),
}

const messageSchema = z.strictObject({
  kind: z.enum(['otaLog', 'report']),
  deviceId: z.string().min(1).max(200),
  corrects: z.literal([0, 1]),
  body: z.looseObject({ deviceId: z.string() }),
})
const lineSchema = z.strictObject({
  record: jobSchema,
  log: z.array(logLineSchema).max(5000),
  messages: z.array(messageSchema).max(4),
})

export function encodeResults(jobs: readonly CarriedJob[]): Buffer {
  const lines = jobs.map(({ record, log, messages }) => {
    const owed = messages.map(({ corrects, message: { kind, deviceId, body } }) => ({
      ...{ kind, deviceId, corrects, body },
    }))
    return `${JSON.stringify({ record, log: lastLines(log), messages: owed })}\n`
  })
  return Buffer.from(lines.join(''))
}

function lastLines(log: CarriedJob['log']): CarriedJob['log'] {
  let chars = 0
  const first = log.findLastIndex(({ text }) => {
    chars += text.length
    return chars > mostLogChars
  })
  return log.slice(first + 1)
}

/** KIT_UNREADABLE {line} */
export async function readResults(file: string): Promise<CarriedJob[]> {
  const jobs: CarriedJob[] = []
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })
  for await (const line of lines) {
    const job = line.length > mostLineChars || jobs.length >= mostLines ? null : readLine(line)
    if (job === null) throw new FlashlineError('KIT_UNREADABLE', { path: resultsPath, line: jobs.length + 1 })
    jobs.push(job)
  }
  return jobs
}

function readLine(line: string): CarriedJob | null {
  try {
    const { record, log, messages } = lineSchema.parse(JSON.parse(line))
    return { record, log, messages: messages.map(readMessage) }
  } catch {
    return null
  }
}

/** As a row of the outbox would have it: one reader for both. Throws for a body that is none. */
function readMessage({ kind, deviceId, corrects, body }: z.infer<typeof messageSchema>): CarriedMessage {
  const body_json = JSON.stringify(body)
  const message = toMessage({ kind, device_id: deviceId, connection_id: null, body_json })
  if (message.kind === 'record' || body.deviceId !== deviceId) throw new Error('of another device')
  return { corrects, message }
}
