// Whatever a datagram claims: nothing throws, and what is told is short and printable.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAddress } from '../../main/transports/addresses.ts'
import { readRecords } from '../../main/transports/mdns-records.ts'
import { mdnsServices } from '../../main/transports/mdns-sighting.ts'
import { instancesAtMost, MdnsTable } from '../../main/transports/mdns-table.ts'
import type { Sighting } from '../../main/transports/sighting.ts'
import { runs } from '../runs.ts'

function tableOf(told: Sighting[], gone: Sighting[] = []) {
  return new MdnsTable({
    interfaceName: 'eth0',
    services: mdnsServices,
    isLocal: (ip) => ip.startsWith('10.0.0.'),
    onSighting: (sighting) => told.push(sighting),
    onGone: (sighting) => gone.push(sighting),
  })
}

const instance = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 70 }), fc.constantFrom(...mdnsServices))
  .map(([name, service]) => `${name}.${service}.local`)
const text = fc.string({ unit: 'binary', maxLength: 80 })
const ttl = fc.constantFrom(0, 120, 4500, -1, 2 ** 32)
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .tuple(fc.constantFrom('mac', 'id', 'board', 'version', 'gen', 'app', 'profile', '__proto__', ''), text)
    .map(([key, value]) => Buffer.from(`${key}=${value}`)),
)
const data = fc.oneof(
  instance,
  text,
  fc.record({ target: text, port: fc.integer({ min: -1, max: 70_000 }) }),
  fc.array(bytes, { maxLength: 80 }),
  bytes,
  fc.ipV4(),
  fc.anything(),
)
const record = fc.record({
  name: fc.oneof(instance, fc.constantFrom(...mdnsServices.map((one) => `${one}.local`)), text),
  type: fc.constantFrom('PTR', 'SRV', 'TXT', 'A', 'AAAA', 'OPT', 'UNKNOWN_99'),
  ttl,
  data,
})
const records = fc.array(fc.oneof(record, fc.anything()), { maxLength: 40 })

test('any records', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(records, records), { maxLength: 5 }), (packets) => {
      const told: Sighting[] = []
      const table = tableOf(told)
      for (const [index, [answers, additionals]] of packets.entries()) {
        table.hear(readRecords({ answers, additionals }), '10.0.0.7', index)
        for (const question of table.takeQuestions()) expect(question.length).toBeLessThanOrEqual(255)
        table.expire(index, 2)
      }
      for (const { address, mac, suggested, ...texts } of told) {
        expect(parseAddress(address).scheme).toBe('lan')
        expect(mac ?? 'A0B1C2D3E4F5').toMatch(/^[0-9A-F]{12}$/)
        expect(suggested ?? 'x').toMatch(/^[a-z0-9-]{1,64}$/)
        for (const one of Object.values(texts)) expect(one ?? 'x').toMatch(/^[^\p{C}]{1,126}$/u)
      }
    }),
    runs(300),
  )
})

test('a flood of names fills no more than its room, and leaves when it is silent', () => {
  const told: Sighting[] = []
  const gone: Sighting[] = []
  const table = tableOf(told, gone)
  for (let number = 0; number < instancesAtMost + 500; number += 1) {
    const name = `x${number}._http._tcp.local`
    const answers = [
      { type: 'SRV', name, ttl: 120, data: { target: `h${number}.local`, port: 80 } },
      { type: 'TXT', name, ttl: 120, data: [Buffer.from('a=b')] },
    ]
    table.hear(readRecords({ answers, additionals: [] }), '10.0.0.7', number)
  }
  expect(told).toHaveLength(instancesAtMost)
  table.expire(1_000_000, 1000)
  expect(gone).toHaveLength(instancesAtMost)
})

test('the address that is told: where it came from, else one of this network, else the first', () => {
  const told: Sighting[] = []
  const table = tableOf(told)
  const name = 'x._http._tcp.local'
  const server = { type: 'SRV', name, ttl: 120, data: { target: 'H.local', port: 80 } }
  const txt = { type: 'TXT', name, ttl: 120, data: [] }
  const a = (ip: string) => ({ type: 'A', name: 'h.LOCAL', ttl: 120, data: ip })
  const hear = (answers: readonly unknown[], from: string) => {
    table.hear(readRecords({ answers, additionals: [] }), from, 0)
    return told.at(-1)?.address
  }
  expect(hear([server, txt], '10.0.0.9')).toBe('lan://10.0.0.9')
  expect(hear([server, txt, a('192.168.9.9'), a('10.0.0.8')], '10.0.0.1')).toBe('lan://10.0.0.8')
  expect(hear([a('192.168.9.9'), a('10.0.0.8'), a('10.0.0.5')], '10.0.0.5')).toBe('lan://10.0.0.5')
  expect(hear([a('192.168.9.9')], '10.0.0.1')).toBe('lan://192.168.9.9')
})
