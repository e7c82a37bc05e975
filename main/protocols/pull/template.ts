// What a device is told, filled in: console lines, topics, paths and payloads. Pure. A value comes from the cloud, the image
// or the profile, so each place takes only what cannot end the place: JSON is built and then written, never pasted
// together; everything else takes values of plain characters alone, and is refused whole before anything is sent.
import type { z } from 'zod'
import { type ConsoleValues, fillTemplate } from '../console/template.ts'

export type Json = z.infer<ReturnType<typeof z.json>>

/** What is known of one offer to one device. */
export interface PullFacts {
  readonly url: string
  readonly host: string
  readonly port: number
  readonly path: string
  readonly fileName: string
  readonly sizeBytes: number
  readonly md5: string
  readonly sha256: string
  /** Null: nobody knows what the image is called. */
  readonly version: string | null
  /** What the device is called on its carrier; null: nothing. */
  readonly name: string | null
  readonly messageId: string
}

/** What `{name}` may be, beside the profile's own values. */
export const valueNames = [
  'url',
  'urlEncoded',
  'host',
  'port',
  'path',
  'fileName',
  'size',
  'md5',
  'sha256',
  'version',
  'name',
  'messageId',
] as const

/** `own`: the profile's. A fact that is not known has no value. */
export function pullValues(facts: PullFacts, own: ConsoleValues): ConsoleValues {
  const { url, host, port, path, fileName, sizeBytes, md5, sha256, version, name, messageId } = facts
  return {
    ...own,
    ...{ url, host, path, fileName, md5, sha256, messageId },
    urlEncoded: percentEncoded(url),
    port: String(port),
    size: String(sizeBytes),
    ...(version !== null && { version }),
    ...(name !== null && { name }),
  }
}

/** No blank, no quote, nothing that a shell, a query string or a list of commands reads as an end. */
const plain = /^[A-Za-z0-9._~:/[\]@%+=,-]*$/
/** No level and no wildcard of a topic. */
const topicPlain = /^[A-Za-z0-9._~:@%=,-]*$/

/**
 * A console line, a path with its query, a header, or a payload of plain text. PROFILE_INVALID {template, name}: there is
 * no such value, or it holds a character that is not plain.
 */
export function fillText(text: string, values: ConsoleValues): string {
  return fillTemplate(text, plainValues(values))
}

/** The same for a topic. */
export function fillTopic(topic: string, values: ConsoleValues): string {
  return fillTemplate(topic, only(values, topicPlain))
}

/** For scripts, which fill in their lines themselves. */
export function plainValues(values: ConsoleValues): ConsoleValues {
  return only(values, plain)
}

/** Text as fillText(); anything else as JSON, in which a text of nothing but `{size}` or `{port}` is a number. */
export function fillPayload(payload: Json, values: ConsoleValues): string {
  return typeof payload === 'string' ? fillText(payload, values) : JSON.stringify(filled(payload, values))
}

function filled(json: Json, values: ConsoleValues): Json {
  if (typeof json === 'string') {
    const text = fillTemplate(json, values)
    return json === '{size}' || json === '{port}' ? Number(text) : text
  }
  if (Array.isArray(json)) return json.map((one) => filled(one, values))
  if (json === null || typeof json !== 'object') return json
  return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, filled(one, values)]))
}

function only(values: ConsoleValues, characters: RegExp): ConsoleValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => characters.test(value)))
}

/** Whole: what encodeURIComponent leaves for historical reasons is encoded, too (RFC 3986, 2.3). */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
