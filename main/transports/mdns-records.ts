// The records of one mDNS datagram that matter here, checked and bounded; everything else in it is left out. Pure. What a
// datagram is, multicast-dns has decoded before. Source: RFC 6762, RFC 6763 section 6 (TXT).
import { isIPv4 } from 'node:net'
import { z } from 'zod'

export interface MdnsRecords {
  readonly pointers: readonly { readonly service: string; readonly instance: string; readonly ttl: number }[]
  readonly servers: readonly {
    readonly instance: string
    readonly host: string
    readonly port: number
    readonly ttl: number
  }[]
  readonly texts: readonly { readonly instance: string; readonly txt: ReadonlyMap<string, string> }[]
  /** IPv4 addresses by host, in lower case. */
  readonly addresses: ReadonlyMap<string, readonly string[]>
}

const recordsAtMost = 500
const txtEntriesAtMost = 64
const addressesAtMost = 16

const name = z.string().min(1).max(255)
const ttl = z.number().int().nonnegative()
const recordSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PTR'), name, ttl, data: name }),
  z.object({
    type: z.literal('SRV'),
    name,
    ttl,
    data: z.object({ target: name, port: z.number().int().min(1).max(65_535) }),
  }),
  z.object({
    type: z.literal('TXT'),
    name,
    ttl,
    data: z.union([z.instanceof(Uint8Array).transform((one) => [one]), z.array(z.instanceof(Uint8Array))]),
  }),
  z.object({ type: z.literal('A'), name, ttl, data: z.string().refine((text) => isIPv4(text)) }),
])

export function readRecords(packet: {
  readonly answers: readonly unknown[]
  readonly additionals: readonly unknown[]
}): MdnsRecords {
  const pointers: MdnsRecords['pointers'][number][] = []
  const servers: MdnsRecords['servers'][number][] = []
  const texts: MdnsRecords['texts'][number][] = []
  const addresses = new Map<string, string[]>()
  for (const raw of [...packet.answers, ...packet.additionals].slice(0, recordsAtMost)) {
    const { success, data: record } = recordSchema.safeParse(raw)
    if (!success) continue
    if (record.type === 'PTR') {
      pointers.push({ service: record.name.toLowerCase(), instance: record.data, ttl: record.ttl })
    } else if (record.type === 'SRV') {
      const { target, port } = record.data
      servers.push({ instance: record.name, host: target.toLowerCase(), port, ttl: record.ttl })
    } else if (record.ttl > 0) {
      if (record.type === 'TXT') texts.push({ instance: record.name, txt: readTxt(record.data) })
      else addAddress(addresses, record.name.toLowerCase(), record.data)
    }
  }
  return { pointers, servers, texts, addresses }
}

function addAddress(addresses: Map<string, string[]>, host: string, ip: string): void {
  const known = addresses.get(host) ?? []
  if (known.length < addressesAtMost) known.push(ip)
  addresses.set(host, known)
}

/** The first of two equal keys counts; an entry without `=` is there with an empty value. */
function readTxt(entries: readonly Uint8Array[]): ReadonlyMap<string, string> {
  const txt = new Map<string, string>()
  for (const entry of entries.slice(0, txtEntriesAtMost)) {
    const text = Buffer.from(entry.subarray(0, 255)).toString('utf8')
    const end = text.indexOf('=')
    const key = (end < 0 ? text : text.slice(0, end)).toLowerCase()
    if (/^[\x20-\x7e]{1,64}$/.test(key) && !txt.has(key)) txt.set(key, end < 0 ? '' : text.slice(end + 1))
  }
  return txt
}
