// One transfer, datagram by datagram: windows, repetitions, lost and doubled acknowledgements, numbers that wrap, ends.
import { describe, expect, it } from 'vitest'
import { TransferBed } from './transfer-bed.ts'

const bytesOf = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, at) => (at * 7) & 0xff)

describe('one block at a time', () => {
  it('goes block by block, and a short one ends it', () => {
    const bytes = bytesOf(1000)
    const bed = new TransferBed(bytes)
    expect(bed.datagrams()).toEqual([Buffer.concat([Buffer.from('00030001', 'hex'), bytes.subarray(0, 512)])])
    bed.ack(1)
    expect(bed.datagrams()).toEqual([Buffer.concat([Buffer.from('00030002', 'hex'), bytes.subarray(512)])])
    expect(bed.ends).toEqual([])
    bed.ack(2)
    expect(bed.done).toEqual([512, 1000])
    expect(bed.ends).toEqual(['whole'])
    expect(bed.isWaiting).toBe(false)
  })

  it('ends a file of whole blocks with an empty one', () => {
    const bed = new TransferBed(bytesOf(512))
    bed.ack(1)
    expect(bed.datagrams().map((one) => one.length)).toEqual([516, 4])
    expect(bed.ends).toEqual([])
    bed.ack(2)
    expect(bed.ends).toEqual(['whole'])
  })

  it('sends nothing for an acknowledgement that comes twice', () => {
    const bed = new TransferBed(bytesOf(5000))
    bed.said()
    for (let block = 1; block <= 9; block += 1) {
      bed.ack(block)
      bed.ack(block)
      bed.ack(block - 1)
      expect(bed.said()).toEqual([`DATA ${block + 1}`])
    }
  })

  it('waits for the answer to its options, and says them again', () => {
    const bed = new TransferBed(bytesOf(100), { granted: [['blksize', '512']] })
    expect(bed.said()).toEqual(['OACK'])
    bed.passTime()
    expect(bed.said()).toEqual(['OACK'])
    expect(bed.transfer.isUnderWay).toBe(false)
    bed.ack(0)
    expect(bed.said()).toEqual(['DATA 1'])
    expect(bed.transfer.isUnderWay).toBe(true)
    expect(bed.done).toEqual([])
  })

  it('repeats later and later, at most as late as the client wished, and then gives up', () => {
    const bed = new TransferBed(bytesOf(100), { timeoutMs: 3000 })
    const waits = Array.from({ length: 9 }, () => bed.passTime())
    expect(waits).toEqual([1000, 2000, 3000, 3000, 3000, 3000, 3000, 3000, 3000])
    expect(bed.said()).toEqual(Array.from({ length: 9 }, () => 'DATA 1'))
    expect(bed.ends).toEqual(['silent'])
    expect(bed.passTime()).toBe(0)
  })

  it('counts on behind block 65535', () => {
    const bed = new TransferBed(bytesOf(8 * 65_540), { blockSize: 8 })
    for (let block = 1; block < 65_535; block += 1) bed.ack(block)
    bed.said()
    bed.ack(65_535)
    bed.ack(0)
    bed.ack(0)
    bed.ack(1)
    expect(bed.said()).toEqual(['DATA 0', 'DATA 1', 'DATA 2'])
    expect(bed.done.at(-1)).toBe(8 * 65_537)
    for (const block of [2, 3, 4, 5]) bed.ack(block)
    expect(bed.ends).toEqual(['whole'])
  })
})

describe('in windows', () => {
  const window = (first: number, last: number): string[] =>
    Array.from({ length: last - first + 1 }, (_, at) => `DATA ${first + at}`)

  it('sends a window, and the next one when its last block is there', () => {
    const bed = new TransferBed(bytesOf(512 * 9), { windowSize: 4 })
    expect(bed.said()).toEqual(window(1, 4))
    bed.ack(4)
    expect(bed.said()).toEqual(window(5, 8))
    bed.ack(8)
    expect(bed.said()).toEqual(window(9, 10))
    bed.ack(10)
    expect(bed.ends).toEqual(['whole'])
  })

  it('starts again behind a gap, once, however often the gap is reported', () => {
    const bed = new TransferBed(bytesOf(512 * 20), { windowSize: 4 })
    bed.said()
    bed.ack(2)
    expect(bed.said()).toEqual(window(3, 6))
    bed.ack(2)
    bed.ack(2)
    expect(bed.said()).toEqual([])
    bed.passTime()
    expect(bed.said()).toEqual(window(3, 6))
  })

  it('starts again when the first block of a window was lost, once', () => {
    const bed = new TransferBed(bytesOf(512 * 20), { windowSize: 4 })
    bed.ack(4)
    bed.said()
    bed.ack(4)
    expect(bed.said()).toEqual(window(5, 8))
    bed.ack(4)
    expect(bed.said()).toEqual([])
  })

  it('passes over what was never sent and what is long past', () => {
    const bed = new TransferBed(bytesOf(512 * 20), { windowSize: 4 })
    bed.ack(4)
    bed.ack(8)
    bed.said()
    bed.ack(13)
    bed.ack(3)
    bed.ack(40_000)
    expect(bed.said()).toEqual([])
    expect(bed.done.at(-1)).toBe(512 * 8)
  })
})

describe('ends', () => {
  it('when the client breaks off', () => {
    const bed = new TransferBed(bytesOf(1000))
    bed.transfer.receive({ kind: 'error', code: 3, message: 'full' })
    bed.said()
    bed.ack(1)
    expect(bed.said()).toEqual([])
    expect(bed.ends).toEqual(['refused'])
  })

  it('when it is taken back, with a word to the client', () => {
    const bed = new TransferBed(bytesOf(1000))
    bed.said()
    bed.transfer.close()
    bed.transfer.close()
    bed.transfer.lost()
    expect(bed.said()).toEqual(['ERROR 0'])
    expect(bed.ends).toEqual(['closed'])
  })
})
