// What a device's HTTP answer says, for people and as our errors: bounded, printable, without secrets. Pure.
import { type ErrorCode, FlashlineError } from '../../../preload/contract/index.ts'
import type { LanReply } from '../../transports/lan-host.ts'
import { printable } from '../console/console-lines.ts'

const maxTextBytes = 16 * 1024
const maxSaidChars = 120

/** Who said it, and what must not be repeated. */
export interface Speaker {
  readonly address: string
  readonly secrets: readonly string[]
}

export function textOf({ body }: LanReply): string {
  return new TextDecoder().decode(body.subarray(0, maxTextBytes))
}

/** What a page shows, on one line. */
export function shown(text: string, { secrets }: Pick<Speaker, 'secrets'>): string {
  const words = secrets
    .reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text)
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^<>]{0,1000}>/g, ' ')
    .replace(/\s+/g, ' ')
  return printable(Buffer.from(words)).trim().slice(0, maxSaidChars)
}

/** A no by its status: OTA_PASSWORD, OTA_REDIRECT, else `otherwise` {status, said}. Null: it is none. */
export function refusalOf(reply: LanReply, speaker: Speaker, otherwise: ErrorCode): FlashlineError | null {
  const { status, headers } = reply
  const { address } = speaker
  if (status >= 200 && status < 300) return null
  if (status === 401 || status === 403) return new FlashlineError('OTA_PASSWORD', { address, status })
  if (status >= 300 && status < 400)
    return new FlashlineError('OTA_REDIRECT', {
      address,
      status,
      location: shown(headers.location ?? '', speaker),
    })
  return new FlashlineError(otherwise, { address, status, said: shown(textOf(reply), speaker) })
}
