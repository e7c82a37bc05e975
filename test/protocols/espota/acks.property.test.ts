// Counts without anything between them: never fewer than were said, never more than was sent, never more than a moment's work.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AckCounter, mostIn } from '../../../main/protocols/espota/acks.ts'
import { decodeReply } from '../../../main/protocols/espota/codec.ts'
import { runs } from '../../runs.ts'

describe('counts', () => {
  it.each([
    ['1460', 1460],
    ['14601460', 2920],
    ['1460588', 2048],
    ['536536536', 1608],
    ['102410241024', 3072],
    ['5361460', 1996],
    ['0', 0],
  ])('reads %s', (digits, sum) => {
    expect(mostIn(digits, 1460)).toBe(sum)
  })

  it('learns that a device writes more at once', () => {
    const acks = new AckCounter()
    acks.add('5840', 16_384)
    acks.add('58402920', 16_384)
    expect(acks.ackedBytes).toBe(5840 + 5840 + 2920)
  })

  it('is exact where every count comes alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 50 }), (counts) => {
        const acks = new AckCounter()
        let sent = 0
        for (const count of counts) {
          sent += count
          acks.add(String(count), sent)
        }
        expect(acks.ackedBytes).toBe(sent)
      }),
      runs(300),
    )
  })

  it('never counts too little or more than was sent, however they arrive', () => {
    const arrivals = fc.array(fc.array(fc.integer({ min: 1, max: 1460 }), { minLength: 1, maxLength: 12 }), {
      maxLength: 20,
    })
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 0, max: 20_000 }), (groups, aheadBytes) => {
        const acks = new AckCounter()
        let said = 0
        for (const group of groups) {
          said += group.reduce((sum, count) => sum + count, 0)
          acks.add(group.join(''), said + aheadBytes)
          expect(acks.ackedBytes).toBeGreaterThanOrEqual(said)
          expect(acks.ackedBytes).toBeLessThanOrEqual(said + aheadBytes)
        }
      }),
      runs(300),
    )
  })

  it('bears any digits, as many as there are', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,3000}$/), fc.integer({ min: 0, max: 1e9 }), (digits, sent) => {
        const acks = new AckCounter()
        acks.add(digits, sent)
        expect(acks.ackedBytes).toBeGreaterThanOrEqual(0)
        expect(acks.ackedBytes).toBeLessThanOrEqual(sent)
      }),
      runs(200),
    )
  })
})

describe('replies', () => {
  it('bears any datagram', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const reply = decodeReply(bytes)
        if ('said' in reply) expect(reply.said).toMatch(/^[\x20-\x7e]{0,160}$/)
      }),
      runs(500),
    )
  })
})
