// On a wire that loses, doubles and delays, a client that follows the RFCs gets the file to the byte; and doubled
// datagrams do not breed.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runs } from '../../runs.ts'
import { TransferBed } from './transfer-bed.ts'

/** RFC 7440: acknowledges the last block of a window, and what it has when a block is missing. */
class Client {
  readonly parts: Buffer[] = []
  readonly #windowSize: number
  readonly #blockSize: number
  #inWindow = 0
  isDone = false

  constructor(windowSize: number, blockSize: number) {
    this.#windowSize = windowSize
    this.#blockSize = blockSize
  }

  /** The number to acknowledge; null: nothing to say. */
  take(datagram: Buffer): number | null {
    const payload = datagram.subarray(4)
    if (this.isDone || datagram.readUInt16BE(2) !== (this.parts.length + 1) % 0x1_0000) {
      this.#inWindow = 0
      return this.parts.length % 0x1_0000
    }
    this.parts.push(payload)
    this.isDone = payload.length < this.#blockSize
    this.#inWindow += 1
    if (!this.isDone && this.#inWindow < this.#windowSize) return null
    this.#inWindow = 0
    return this.parts.length % 0x1_0000
  }
}

const fates = fc.infiniteStream(fc.constantFrom('ok', 'ok', 'ok', 'lost', 'twice'))

it('brings every byte across a bad wire', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 600 }),
      fc.integer({ min: 1, max: 16 }),
      fates,
      (bytes, windowSize, fate) => {
        const bed = new TransferBed(bytes, { blockSize: 8, windowSize })
        const client = new Client(windowSize, 8)
        const across = <Item>(items: Item[]): Item[] =>
          items.flatMap((item) => {
            const { value } = fate.next()
            return value === 'lost' ? [] : value === 'twice' ? [item, item] : [item]
          })
        while (bed.ends.length === 0) {
          const datagrams = across(bed.datagrams())
          const answers = across(datagrams.flatMap((one) => client.take(one) ?? []))
          for (const block of answers) bed.ack(block)
          if (answers.length === 0) bed.passTime()
        }
        // Its last word may be lost; then the server cannot know, but the client has the file.
        expect(client.isDone || bed.ends[0] === 'silent').toBe(true)
        if (bed.ends[0] === 'whole') expect(client.isDone).toBe(true)
        if (client.isDone) expect(Buffer.concat(client.parts).equals(bytes)).toBe(true)
      },
    ),
    runs(300),
  )
})

it('sends a block no more often than a window has blocks, though every datagram comes twice and is answered twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 16 }), (size, windowSize) => {
      const bed = new TransferBed(new Uint8Array(size), { blockSize: 8, windowSize })
      const client = new Client(windowSize, 8)
      const times = new Map<number, number>()
      while (bed.ends.length === 0) {
        const answers: number[] = []
        for (const one of bed.datagrams()) {
          const block = one.readUInt16BE(2)
          times.set(block, (times.get(block) ?? 0) + 1)
          for (let copy = 0; copy < 2; copy += 1) {
            const answer = client.take(one)
            if (answer !== null) answers.push(answer, answer)
          }
        }
        if (answers.length === 0) bed.passTime()
        for (const block of answers) bed.ack(block)
      }
      expect(bed.ends).toEqual(['whole'])
      expect(Math.max(...times.values())).toBeLessThanOrEqual(windowSize)
    }),
    runs(200),
  )
})
