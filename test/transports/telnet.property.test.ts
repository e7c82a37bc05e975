import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  encodeNegotiation,
  encodeSubnegotiation,
  escapeData,
  TelnetReader,
  type Verb,
} from '../../main/transports/telnet.ts'
import { TelnetOptions } from '../../main/transports/telnet-options.ts'
import { fuzzTimeoutMs, runs } from '../runs.ts'

type Told =
  | { readonly kind: 'data'; readonly bytes: number[] }
  | { readonly kind: 'negotiation'; readonly verb: Verb; readonly option: number }
  | { readonly kind: 'sub'; readonly option: number; readonly body: number[] }

/** What a reader tells; neighbouring data is one. */
function readAll(chunks: readonly Uint8Array[]): Told[] {
  const told: Told[] = []
  const reader = new TelnetReader({
    data: (bytes) => told.push({ kind: 'data', bytes: [...bytes] }),
    negotiation: (verb, option) => told.push({ kind: 'negotiation', verb, option }),
    subnegotiation: (option, body) => told.push({ kind: 'sub', option, body: [...body] }),
  })
  for (const chunk of chunks) reader.read(chunk)
  return joined(told)
}

function joined(told: readonly Told[]): Told[] {
  const out: Told[] = []
  for (const one of told) {
    const last = out.at(-1)
    if (one.kind === 'data' && last?.kind === 'data') last.bytes.push(...one.bytes)
    else out.push(one.kind === 'data' ? { kind: 'data', bytes: [...one.bytes] } : one)
  }
  return out
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return places.slice(1).map((to, index) => bytes.subarray(places[index], to))
}

/** 255 and the command bytes far more often than chance has them. */
const byte = fc.oneof(fc.constant(255), fc.integer({ min: 240, max: 255 }), fc.integer({ min: 0, max: 255 }))
const verb = fc.constantFrom<Verb>('will', 'wont', 'do', 'dont')
const option = fc.integer({ min: 0, max: 255 })
const cuts = fc.array(fc.nat(), { maxLength: 12 })
const message: fc.Arbitrary<Told> = fc.oneof(
  fc.record({ kind: fc.constant('data' as const), bytes: fc.array(byte, { minLength: 1, maxLength: 40 }) }),
  fc.record({ kind: fc.constant('negotiation' as const), verb, option }),
  // An option of 255 cannot be told from an escape.
  fc.record({
    kind: fc.constant('sub' as const),
    option: fc.integer({ min: 0, max: 254 }),
    body: fc.array(byte, { maxLength: 256 }),
  }),
)

function encode(one: Told): Uint8Array {
  if (one.kind === 'data') return escapeData(Uint8Array.from(one.bytes))
  if (one.kind === 'negotiation') return encodeNegotiation(one.verb, one.option)
  return encodeSubnegotiation(one.option, Uint8Array.from(one.body))
}

test(
  'what was encoded is read, however it arrives',
  () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), cuts, (messages, places) => {
        const wire = Buffer.concat(messages.map(encode))
        expect(readAll(cutAt(wire, places))).toEqual(joined(messages))
      }),
      runs(300),
    )
  },
  fuzzTimeoutMs,
)

test(
  'any bytes are taken, the same however they are cut, and nothing told is longer than what came',
  () => {
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 400 }), cuts, (bytes, places) => {
        const whole = readAll([Uint8Array.from(bytes)])
        expect(readAll(cutAt(Uint8Array.from(bytes), places))).toEqual(whole)
        const size = whole.reduce((sum, one) => sum + encode(one).length, 0)
        // Data may be escaped again: at most twice what came.
        expect(size).toBeLessThanOrEqual(2 * bytes.length)
        for (const one of whole) if (one.kind === 'sub') expect(one.body.length).toBeLessThanOrEqual(256)
      }),
      runs(300),
    )
  },
  fuzzTimeoutMs,
)

test('data without a 255 is neither copied on the way out nor on the way in', () => {
  const plain = Uint8Array.of(1, 2, 3)
  expect(escapeData(plain)).toBe(plain)
  let got: Uint8Array | null = null
  const nothing = () => undefined
  const reader = new TelnetReader({
    data: (bytes) => {
      got = bytes
    },
    negotiation: nothing,
    subnegotiation: nothing,
  })
  reader.read(plain)
  expect(got).toBe(plain)
})

test('a subnegotiation that never ends costs 256 bytes and is dropped; what follows its end is read', () => {
  const endless = new Uint8Array(1_000_000).fill(7)
  const told = readAll([Uint8Array.of(255, 250, 44), endless, Uint8Array.of(255, 240, 65)])
  expect(told).toEqual([{ kind: 'data', bytes: [65] }])
})

test(
  'whatever a server negotiates, little is said and nothing twice',
  () => {
    const turn = fc.record({ verb, option: fc.integer({ min: 0, max: 46 }) })
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 200 }), (turns) => {
        const options = new TelnetOptions({ both: [0, 3], ours: [44] })
        const said = [...options.offer(), ...turns.map((one) => options.take(one))].flatMap((one) =>
          one === null ? [] : [`${one.verb} ${one.option}`],
        )
        expect(new Set(said).size).toBe(said.length)
        for (const one of said) {
          const [word = '', number] = one.split(' ')
          const isWanted = ['0', '3', '44'].includes(number ?? '')
          expect(isWanted ? ['will', 'do'] : ['wont', 'dont']).toContain(word)
        }
        for (const wanted of [0, 3, 44]) {
          const last = turns.findLast((one) => one.option === wanted && ['do', 'dont'].includes(one.verb))
          expect(options.ours(wanted)).toBe(last === undefined ? null : last.verb === 'do')
        }
      }),
      runs(300),
    )
  },
  fuzzTimeoutMs,
)
