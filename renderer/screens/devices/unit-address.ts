// A unit in the page's address: `#/devices/1100001` by its id, `#/devices/mac:a0b1c2d3e4f5`, `#/devices/sn:A-1`. Pure.
import type { Unit } from '../../../preload/contract/unit-story.ts'

export interface AskedUnit {
  readonly deviceId?: string
  readonly mac?: string
  readonly sn?: string
}

type Names = Pick<Unit, 'deviceId' | 'mac' | 'sn'>

export function addressOfUnit({ deviceId, mac, sn }: Names): string {
  const name = deviceId ?? (mac === null ? `sn:${sn ?? ''}` : `mac:${mac}`)
  return `#/devices/${encodeURIComponent(name)}`
}

/** Null: the address names none. */
export function unitOfAddress(hash: string): AskedUnit | null {
  const part = hash.split('?')[0]?.split('/')[2] ?? ''
  const name = decoded(part).trim()
  if (name === '' || name.length > 100) return null
  const [kind, rest] = [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)]
  if (kind === 'mac' && rest) return { mac: rest }
  if (kind === 'sn' && rest) return { sn: rest }
  return { deviceId: name }
}

/** What is printed on it first. */
export const nameOfUnit = ({ deviceId, mac, sn }: Names): string => sn ?? deviceId ?? spelledMac(mac) ?? ''

/** As labels have it: `A0:B1:C2:D3:E4:F5`. */
export function spelledMac(mac: string | null): string | null {
  if (mac === null || !/^[0-9a-f]{12}$/i.test(mac)) return mac
  return mac.toUpperCase().match(/../g)?.join(':') ?? mac
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
