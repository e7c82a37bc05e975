// The independent receiver, frame by frame, against frames that are written out here: no sender of ours is involved.
import { describe, expect, test } from 'vitest'
import { crc16, type ReceiverOptions, receiveYmodem } from '../../main/practice/ymodem-receiver.ts'

const [ack, nak, can, eot, request] = [0x06, 0x15, 0x18, 0x04, 0x43]

function block(number: number, content: Uint8Array, size = content.length > 128 ? 1024 : 128): Uint8Array {
  const data = Buffer.alloc(size, 0x1a)
  data.set(content)
  const crc = crc16(data)
  return Buffer.concat([
    Uint8Array.of(size === 128 ? 1 : 2, number, 255 - number),
    data,
    Uint8Array.of(crc >> 8, crc & 0xff),
  ])
}
const header = (text: string) => block(0, Buffer.concat([Buffer.from(text), Buffer.alloc(128 - text.length)]))
const lastHeader = block(0, Buffer.alloc(128))

/** Lets the receiver loose on a line that has all of `frames` on it already; then the line is silent. */
async function receive(frames: readonly Uint8Array[], options: Partial<ReceiverOptions> = {}) {
  const line = Buffer.concat(frames)
  let at = 0
  const replies: number[] = []
  let file = Buffer.alloc(0)
  let begun: [string, number | null] | null = null
  const result = await receiveYmodem(
    {
      async read(count) {
        if (at + count > line.length) return null
        at += count
        return line.subarray(at - count, at)
      },
      send: (bytes) => replies.push(...bytes),
      discard: () => {},
    },
    {
      begin: (name, sizeBytes) => {
        begun = [name, sizeBytes]
        return sizeBytes === null || sizeBytes < 100_000
      },
      data: (offset, bytes) => {
        expect(offset).toBe(file.length)
        file = Buffer.concat([file, bytes])
        return file.length < 100_000
      },
    },
    { style: 'lrzsz', pollMs: 1, attempts: 3, ...options },
  )
  return { result, replies, file, begun }
}

const content = Buffer.from(Array.from({ length: 1500 }, (_, index) => index % 251))
const first = block(1, content.subarray(0, 1024))
const second = block(2, content.subarray(1024), 1024)
const name = header('app.bin\x001500 0 0')

test('the check is CRC-16/XMODEM', () => {
  expect(crc16(Buffer.from('123456789'))).toBe(0x31c3)
})

describe('a whole file', () => {
  test('as rb takes it', async () => {
    const { result, replies, file, begun } = await receive([
      name,
      first,
      second,
      Uint8Array.of(eot),
      lastHeader,
    ])
    expect(result).toEqual({ kind: 'received', name: 'app.bin', sizeBytes: 1500 })
    expect(begun).toEqual(['app.bin', 1500])
    expect(file.equals(content)).toBe(true)
    expect(replies).toEqual([request, ack, request, ack, ack, ack, request, ack])
  })

  test('as loady takes it', async () => {
    const { replies, file } = await receive([name, first, second, Uint8Array.of(eot), lastHeader], {
      style: 'u-boot',
    })
    expect(file.equals(content)).toBe(true)
    expect(replies).toEqual([request, ack, ack, ack, ack, ack, request, ack])
  })

  test('without a size the padding stays', async () => {
    const { result } = await receive([header('x'), first, second, Uint8Array.of(eot), lastHeader])
    expect(result).toEqual({ kind: 'received', name: 'x', sizeBytes: 2048 })
  })

  test('an empty one', async () => {
    const { result } = await receive([header('x\x000'), Uint8Array.of(eot), lastHeader])
    expect(result).toEqual({ kind: 'received', name: 'x', sizeBytes: 0 })
  })
})

describe('what goes wrong on the line', () => {
  const rest = [second, Uint8Array.of(eot), lastHeader]
  const broken = Uint8Array.from(first)
  broken[500] = (broken[500] ?? 0) ^ 4

  test.each([
    ['lrzsz', nak],
    ['u-boot', request],
  ] as const)('a flipped bit is asked for again as %s does', async (style, answer) => {
    const { replies, file } = await receive([name, broken, first, ...rest], { style })
    expect(file.equals(content)).toBe(true)
    expect(replies.filter((byte) => byte === answer).length).toBeGreaterThan(0)
    expect(replies.slice(style === 'lrzsz' ? 3 : 2)[0]).toBe(answer)
  })

  test('a repeated block is acknowledged and not stored twice', async () => {
    const { file, result } = await receive([name, name, first, first, ...rest])
    expect(result.kind).toBe('received')
    expect(file.equals(content)).toBe(true)
  })

  test('a missing block cancels', async () => {
    const { result, replies } = await receive([name, second])
    expect(result).toEqual({ kind: 'cancelled', by: 'receiver' })
    expect(replies.slice(-2)).toEqual([can, can])
  })

  test('the sender cancels', async () => {
    const { result } = await receive([name, first, Uint8Array.of(can, can)])
    expect(result).toEqual({ kind: 'cancelled', by: 'sender' })
  })

  test('too large a file is cancelled before its data', async () => {
    const { result, file } = await receive([header('x\x00100000'), first])
    expect(result).toEqual({ kind: 'cancelled', by: 'receiver' })
    expect(file).toHaveLength(0)
  })

  test('silence ends it', async () => {
    expect((await receive([])).result).toEqual({ kind: 'timedOut' })
    expect((await receive([name, first])).result).toEqual({ kind: 'timedOut' })
  })

  test('faults by number of block', async () => {
    const { replies } = await receive([name, first, first, ...rest], {
      judge: (count) => (count === 1 ? 'corrupt' : 'take'),
    })
    expect(replies.slice(3, 5)).toEqual([nak, ack])
    const cancelled = await receive([name, first, ...rest], {
      judge: (count) => (count > 1 ? 'cancel' : 'take'),
    })
    expect(cancelled.result).toEqual({ kind: 'cancelled', by: 'receiver' })
  })
})
