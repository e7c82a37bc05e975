// Asks a device over HTTP who it is and what it runs: one request, and where in the answer each thing stands. For every
// protocol of the LAN. Not here: waiting for a restart (wait-for-version.ts).
import { z } from 'zod'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { LanHost } from '../../transports/lan-host.ts'
import { accessShape, pathSchema, patternSchema } from './access.ts'
import { refusalOf, shown, textOf } from './device-answer.ts'
import { DeviceHttp } from './device-http.ts'

/** Where something stands in an answer. */
export const placeSchema = z
  .strictObject({
    /** In JSON (RFC 6901): `/StatusFWR/Version`. "": the whole text. */
    pointer: z
      .string()
      .max(200)
      .regex(/^(\/([^~/]|~[01])*)*$/)
      .default(''),
    /** Takes its first group, or what it matches, out of that. "": all of it. */
    pattern: patternSchema.default(''),
  })
  .meta({ id: 'answerPlace' })
export type Place = z.infer<typeof placeSchema>

const optionalPlace = placeSchema.nullable().default(null)

export const versionQuerySchema = z
  .strictObject({
    ...accessShape,
    path: pathSchema.default('/version'),
    version: placeSchema.default({ pointer: '/version', pattern: '' }),
    mac: optionalPlace,
    model: optionalPlace,
    deviceId: optionalPlace,
    /** Seconds since its start: tells a restart for certain. */
    uptime: optionalPlace,
  })
  .meta({ id: 'versionQuery' })
export type VersionQuery = z.infer<typeof versionQuerySchema>

/** What a device says of itself. Null: not that. */
export interface LanIdentity {
  readonly version: string
  /** Twelve upper-case hex digits. */
  readonly mac: string | null
  readonly model: string | null
  readonly deviceId: string | null
  /** When it started, by its own uptime, on the clock of performance.now(). */
  readonly startedAtMs: number | null
}

const maxValueChars = 64

/** LAN_UNREACHABLE, OTA_PASSWORD, OTA_REDIRECT, OTA_REPLY {said} (it names no version), and what LanHost.request() throws. */
export async function askVersion(
  host: LanHost,
  query: VersionQuery,
  signal: AbortSignal,
  password = '',
): Promise<LanIdentity> {
  const device = new DeviceHttp(host, query, password)
  const reply = await device.send({ method: 'GET', path: query.path }, signal)
  const refusal = refusalOf(reply, device, 'OTA_REPLY')
  if (refusal) throw refusal
  const text = textOf(reply)
  const version = valueAt(text, query.version)
  if (version === null)
    throw new FlashlineError('OTA_REPLY', {
      address: device.address,
      reason: 'noVersion',
      said: shown(text, device),
    })
  const uptime = Number(optionalAt(text, query.uptime) ?? Number.NaN)
  return {
    version,
    mac: macOf(optionalAt(text, query.mac)),
    model: optionalAt(text, query.model),
    deviceId: optionalAt(text, query.deviceId),
    startedAtMs: Number.isFinite(uptime) ? performance.now() - uptime * 1000 : null,
  }
}

/** Null: it does not stand there. Pure. */
export function valueAt(text: string, { pointer, pattern }: Place): string | null {
  const value = pointer === '' ? text : inJson(text, pointer)
  if (value === null) return null
  const found = pattern === '' ? value : matched(value, pattern)
  const plain = found?.replace(/[^ -~]/g, '').trim() ?? ''
  return plain === '' || plain.length > maxValueChars ? null : plain
}

function optionalAt(text: string, place: Place | null): string | null {
  return place && valueAt(text, place)
}

function matched(text: string, pattern: string): string | null {
  const found = new RegExp(pattern).exec(text)
  return found && (found.slice(1).find((group) => group !== undefined) ?? found[0])
}

function inJson(text: string, pointer: string): string | null {
  let at: unknown = parsed(text)
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return null
    at = Object.getOwnPropertyDescriptor(at, key)?.value
  }
  return typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean' ? String(at) : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export function macOf(text: string | null): string | null {
  const digits = text?.replaceAll(/[:.-]/g, '').toUpperCase() ?? ''
  return /^[0-9A-F]{12}$/.test(digits) ? digits : null
}
