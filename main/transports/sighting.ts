// A device that was seen on the LAN, whoever saw it, and the cleaning of what devices say about themselves: short,
// printable, or null. Pure. Not here: whether it is one that is known already (bench/lan-roster.ts).

import { isIP } from 'node:net'
import type { LanOrigin } from '../../preload/contract/index.ts'

export interface Sighting {
  readonly origin: LanOrigin
  /** At most 63 characters. */
  readonly name: string
  /** `lan://10.0.0.7`, with a port where the device named one; `mqtt:name`. */
  readonly address: string
  /** Twelve upper-case hex digits. */
  readonly mac: string | null
  readonly deviceId: string | null
  readonly model: string | null
  readonly version: string | null
  /** Id of the profile that devices of its kind are usually flashed by. */
  readonly suggested: string | null
  /** The interface that it was heard on; "" where that is not known. */
  readonly accessPoint: string
}

const longestText = 63

/** `a0:b1:c2:d3:e4:f5` in any usual spelling, as `A0B1C2D3E4F5`; null for what is no address of one device. */
export function readMac(text: string | null | undefined): string | null {
  const digits = /^[0-9A-Fa-f]{2}(?:([:.-]?)[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}$/.test(text ?? '')
    ? (text ?? '').replace(/[:.-]/g, '').toUpperCase()
    : null
  return digits === null || digits === '000000000000' || isGroup(digits) ? null : digits
}

/** The lowest bit of the first byte: an address of many. */
const isGroup = (digits: string): boolean => (Number.parseInt(digits.slice(0, 2), 16) & 1) === 1

/** Without what cannot be shown, trimmed, at most 63 characters; null when nothing is left. */
export function readText(text: string | null | undefined): string | null {
  const shown = (text ?? '').replace(/[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu, '').trim()
  return [...shown].slice(0, longestText).join('').trim() || null
}

/** The first thing in it that looks like a version: `20230913-114010/v1.14.0-gcb84623` says 1.14.0. Else the text itself. */
export function readVersion(text: string | null | undefined): string | null {
  const shown = readText(text)
  return (shown === null ? null : /(?:^|[/v])(\d+\.\d+(?:\.\d+)*)/.exec(shown)?.[1]) ?? shown
}

export function lanAddress(ip: string, port: number | null): string {
  const host = isIP(ip) === 6 ? `[${ip}]` : ip
  return port === null ? `lan://${host}` : `lan://${host}:${port}`
}
