// What an answer of an RPC service says before anybody asks for its content: JSON in either casing of its names, or XML,
// which these services fall back to for their errors. Pure; knows no call.
import { z } from 'zod'
import { shownText } from '../read-reply.ts'
import { notJson } from '../signed-call.ts'
import { blankToUndefined, wireBooleanOptional } from '../tolerant-reader.ts'

const CODE_MAX_CHARS = 100
/** Cut to what is shown behind the secrets that it may repeat, for half of one is none that could be found. */
const MESSAGE_MAX_CHARS = 20_000

export interface Said {
  readonly form: 'json' | 'xml'
  /** Null: the answer does not say. */
  readonly success: boolean | null
  /** "" for none. */
  readonly code: string
  readonly message: string
  readonly requestId: string | null
  /** Names with a lower-case first letter; unread. Empty for XML. */
  readonly fields: Readonly<Record<string, unknown>>
}

const headReader = z.object({
  success: wireBooleanOptional.catch(undefined),
  code: shownText(CODE_MAX_CHARS).optional(),
  // Services behind the gateway say errorMessage, the gateway itself says message.
  errorMessage: shownText(MESSAGE_MAX_CHARS).optional(),
  message: shownText(MESSAGE_MAX_CHARS).optional(),
  requestId: shownText(CODE_MAX_CHARS).optional(),
})

/** Null: neither a JSON object nor an XML error. */
export function readSaid(text: string): Said | null {
  const json = lowerFirst(parseJson(text))
  const fields = json ?? xmlFields(text)
  if (fields === null) return null
  const { success = null, code = '', errorMessage, message, requestId } = headReader.parse(fields)
  return {
    form: json === null ? 'xml' : 'json',
    success,
    code: code.trim(),
    message: errorMessage || message || '',
    requestId: requestId || null,
    fields: json ?? {},
  }
}

/** The object with the first letter of every name in lower case; of two that become one, the one that is not blank. */
export function lowerFirst(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = new Map<string, unknown>()
  for (const [name, content] of Object.entries(value)) {
    const lower = name.slice(0, 1).toLowerCase() + name.slice(1)
    if (blankToUndefined(fields.get(lower)) === undefined) fields.set(lower, content)
  }
  return Object.fromEntries(fields)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const xmlNames = ['Code', 'Message', 'ErrorMessage', 'RequestId', 'Success']

/** The few words of an error, wherever they stand in it. Not a reader of XML: a success in XML is not understood. */
function xmlFields(text: string): Record<string, unknown> | null {
  if (notJson(text) !== 'xml') return null
  const fields: Record<string, unknown> = {}
  for (const name of xmlNames) {
    const content = new RegExp(`<${name}>([^<]{0,${MESSAGE_MAX_CHARS}})</${name}>`, 'i').exec(text)?.[1]
    if (content !== undefined) fields[name] = decodeEntities(content)
  }
  return 'Code' in fields || 'Success' in fields ? lowerFirst(fields) : null
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function decodeEntities(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => entities[name] ?? whole)
}
