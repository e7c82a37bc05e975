// What the request log keeps of one attempt. Pure.
import type { LineEntry, LineReply } from './line.ts'
import { redact } from './redact.ts'

const TEXT_MAX_CHARS = 2_000
/** More is not looked through; what is hidden in it cannot move anything from behind it into view. */
const LOOKED_THROUGH_CHARS = 100_000

export interface AttemptFacts
  extends Pick<LineEntry, 'at' | 'host' | 'call' | 'method' | 'attempt' | 'error'> {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | null
  readonly reply: LineReply | null
  readonly durationMs: number
}

export function logEntry(facts: AttemptFacts, secrets: readonly string[]): LineEntry {
  const { path, headers, body, reply, durationMs, ...same } = facts
  const shown = (text: string) =>
    redact(text.slice(0, LOOKED_THROUGH_CHARS), secrets).slice(0, TEXT_MAX_CHARS)
  const refused = reply !== null && (reply.status < 200 || reply.status >= 300)
  return {
    ...same,
    path: shown(path),
    status: reply?.status ?? null,
    durationMs: Math.round(durationMs),
    sentHeaders: shown(
      Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    ),
    sentBody: body instanceof Uint8Array ? `${body.length} bytes` : shown(body ?? ''),
    answer: refused ? shown(reply.text) : '',
  }
}
