// Whatever a network brings, it is a packet within its bounds or none; and a request comes back as it was made.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodePacket } from '../../../main/hand-out/tftp/codec.ts'
import { negotiate } from '../../../main/hand-out/tftp/negotiate.ts'
import { runs } from '../../runs.ts'

it('takes any bytes', () => {
  const opcodes = fc.tuple(fc.constant(0), fc.integer({ min: 0, max: 6 })).map((pair) => Buffer.from(pair))
  const packets = fc
    .tuple(opcodes, fc.uint8Array({ maxLength: 600 }))
    .map(([opcode, rest]) => Buffer.concat([opcode, rest]))
  fc.assert(
    fc.property(fc.oneof(packets, fc.uint8Array({ maxLength: 600 })), (bytes) => {
      const packet = decodePacket(bytes)
      if (packet?.kind !== 'read') return
      const terms = negotiate(packet.options, 1000, { maxBlockSize: 1468, maxWindowSize: 16 })
      expect(terms.blockSize).toBeGreaterThanOrEqual(8)
      expect(terms.blockSize).toBeLessThanOrEqual(1468)
      expect(terms.windowSize).toBeGreaterThanOrEqual(1)
      expect(terms.windowSize).toBeLessThanOrEqual(16)
    }),
    runs(1000),
  )
})

it('reads back any request', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcz019._-/ '), minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(word, fc.dictionary(word, word, { maxKeys: 8 }), (fileName, options) => {
      const text = [fileName, 'octet', ...Object.entries(options).flat()].map((part) => `${part}\0`).join('')
      const packet = decodePacket(Buffer.concat([Uint8Array.of(0, 1), Buffer.from(text, 'latin1')]))
      expect(packet).toEqual({
        kind: 'read',
        fileName,
        mode: 'octet',
        options: new Map(Object.entries(options)),
      })
    }),
    runs(300),
  )
})
