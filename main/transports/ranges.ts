// Ranges of addresses that a person types: one, a network, or from - to. Pure.
import { isIP } from 'node:net'
import { FlashlineError } from '../../preload/contract/index.ts'

export interface AddressRange {
  readonly first: bigint
  readonly last: bigint
  readonly family: 4 | 6
}

/** `10.0.0.0/24`, `10.0.0.10-10.0.0.60`, `10.0.0.7`; IPv6 the same way. LAN_RANGE for everything else. */
export function parseRange(text: string): AddressRange {
  const wrong = () => new FlashlineError('LAN_RANGE', { range: text.slice(0, 100) })
  const [, base = '', prefix, end] = /^([^/-]+)(?:\/(\d{1,3})|-([^/-]+))?$/.exec(text) ?? []
  const from = parseIp(base)
  if (from === null) throw wrong()
  const { family, value } = from
  if (end !== undefined) {
    const to = parseIp(end)
    if (to === null || to.family !== family || to.value < value) throw wrong()
    return { first: value, last: to.value, family }
  }
  const bits = family === 4 ? 32 : 128
  const length = prefix === undefined ? bits : Number(prefix)
  if (length > bits) throw wrong()
  const hosts = (1n << BigInt(bits - length)) - 1n
  const first = value & ~hosts
  return { first, last: first | hosts, family }
}

export function sizeOf({ first, last }: AddressRange): bigint {
  return last - first + 1n
}

/** Every address of the range, in order. */
export function* addressesOf({ first, last, family }: AddressRange): Generator<string, void, void> {
  for (let value = first; value <= last; value += 1n) yield formatIp(value, family)
}

/** Whether the range is wholly inside one of the allowed ones. */
export function isCovered(range: AddressRange, allowed: readonly AddressRange[]): boolean {
  return allowed.some(
    ({ first, last, family }) => family === range.family && first <= range.first && range.last <= last,
  )
}

/** False for what is no address. */
export function isInside(ip: string, ranges: readonly AddressRange[]): boolean {
  const found = parseIp(ip)
  return found !== null && isCovered({ first: found.value, last: found.value, family: found.family }, ranges)
}

/** `::ffff:10.0.0.7` is 10.0.0.7; a zone (`%eth0`) is left out. */
export function plainIp(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  return mapped ?? ip.replace(/%.*$/, '')
}

function parseIp(text: string): { family: 4 | 6; value: bigint } | null {
  const ip = plainIp(text)
  const family = isIP(ip)
  if (family === 4) {
    const value = ip.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
    return { family, value }
  }
  return family === 6 ? { family, value: ipv6Value(ip) } : null
}

/** `ip` is a valid IPv6 address. */
function ipv6Value(ip: string): bigint {
  // A dotted tail counts as two groups.
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(ip)
  const [, head, ...parts] = dotted ?? []
  const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number)
  const text = dotted ? `${head}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}` : ip
  const [left = '', right] = text.split('::')
  const groups = (half: string) => (half === '' ? [] : half.split(':'))
  const before = groups(left)
  const after = right === undefined ? [] : groups(right)
  const zeros = Array<string>(8 - before.length - after.length).fill('0')
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}

function formatIp(value: bigint, family: 4 | 6): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  return Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  ).join(':')
}
