// Announces simulated devices (mDNS) as the real ones do, on one interface, with addresses that the caller names: a
// publisher that takes the machine's own would leave loopback out. Says goodbye when closed.
// Source: RFC 6762, RFC 6763. Not here: what each vendor announces (announcements.ts).
import multicastDns, { type MulticastDns, type OutgoingRecord, type Packet } from 'multicast-dns'
import { z } from 'zod'

export interface Announcement {
  /** `_http._tcp` */
  readonly service: string
  readonly name: string
  /** Without `.local`. */
  readonly host: string
  /** IPv4 */
  readonly address: string
  readonly port: number
  readonly txt: Readonly<Record<string, string>>
  /** Answers with the pointer alone; whoever wants the rest has to ask for it. */
  readonly isTerse?: boolean
}

export interface Announcer {
  /** From now on these; those that are not among them any more say goodbye. */
  announce(announcements: readonly Announcement[]): Promise<void>
  /** Goes without a word, as a device that lost its power. */
  vanish(): Promise<void>
  /** Says goodbye. Idempotent. */
  close(): Promise<void>
}

/** Resolves when it can be found. Rejects with the system's error where the port of mDNS cannot be shared. */
export async function openAnnouncer(interfaceAddress = '127.0.0.1'): Promise<Announcer> {
  const mdns = multicastDns({ interface: interfaceAddress, bind: '0.0.0.0' })
  const joined = Promise.withResolvers<void>()
  mdns.on('networkInterface', () => joined.resolve())
  mdns.on('error', joined.reject)
  mdns.on('warning', () => {})
  let current: readonly Announcement[] = []
  mdns.on('query', (packet) => answer(mdns, current, packet))
  try {
    await joined.promise
  } catch (error) {
    await closed(mdns)
    throw error
  }
  let closing: Promise<void> | null = null
  const announce = async (announcements: readonly Announcement[]): Promise<void> => {
    const stays = new Set(announcements.map(fullName))
    const gone = current.filter((one) => !stays.has(fullName(one)))
    const before = new Map(current.map((one) => [fullName(one), JSON.stringify(one)]))
    // What has changed is told whole by everyone: others still have what it was (RFC 6762, 8.4).
    const isChanged = (one: Announcement) =>
      (before.get(fullName(one)) ?? JSON.stringify(one)) !== JSON.stringify(one)
    current = announcements
    await send(mdns, [
      ...gone.map((one) => ({ ...pointer(one), ttl: 0 })),
      ...announcements.flatMap((one) => [
        pointer(one),
        ...(one.isTerse && !isChanged(one) ? [] : details(one)),
      ]),
    ])
  }
  return {
    announce,
    vanish: () => {
      closing ??= closed(mdns)
      return closing
    },
    close: () => {
      closing ??= announce([]).then(() => closed(mdns))
      return closing
    },
  }
}

const closed = (mdns: MulticastDns): Promise<void> => new Promise((resolve) => mdns.destroy(() => resolve()))

/** In several datagrams where one would be too large. */
async function send(mdns: MulticastDns, records: readonly OutgoingRecord[]): Promise<void> {
  for (let start = 0; start < records.length; start += 12) {
    const answers = records.slice(start, start + 12)
    await new Promise<void>((resolve) => mdns.respond({ answers }, () => resolve()))
  }
}

const questionSchema = z.object({ name: z.string().toLowerCase(), type: z.string() })

function answer(mdns: MulticastDns, announcements: readonly Announcement[], packet: Packet): void {
  const answers = new Set<OutgoingRecord>()
  const additionals = new Set<OutgoingRecord>()
  for (const raw of packet.questions.slice(0, 100)) {
    const { success, data: question } = questionSchema.safeParse(raw)
    if (!success) continue
    for (const one of announcements) {
      for (const record of [pointer(one), ...details(one)]) {
        if (record.name.toLowerCase() !== question.name) continue
        if (question.type !== 'ANY' && question.type !== record.type) continue
        answers.add(record)
        if (record.type === 'PTR' && !one.isTerse) for (const more of details(one)) additionals.add(more)
      }
    }
  }
  if (answers.size > 0) mdns.respond({ answers: [...answers], additionals: [...additionals] })
}

const fullName = ({ name, service }: Announcement): string => `${name}.${service}.local`

const pointer = (one: Announcement): OutgoingRecord => ({
  name: `${one.service}.local`,
  type: 'PTR',
  ttl: 4500,
  data: fullName(one),
})

function details(one: Announcement): OutgoingRecord[] {
  const host = `${one.host}.local`
  const txt = Object.entries(one.txt).map(([key, value]) => Buffer.from(`${key}=${value}`))
  return [
    { name: fullName(one), type: 'SRV', ttl: 120, flush: true, data: { target: host, port: one.port } },
    { name: fullName(one), type: 'TXT', ttl: 4500, flush: true, data: txt },
    { name: host, type: 'A', ttl: 120, flush: true, data: one.address },
  ]
}
