import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteQueue } from '../../main/transports/byte-queue.ts'
import { FlashlineError } from '../../preload/contract/index.ts'
import { bytesOf, codeOf, same, textOf } from '../conformance/link-suite.ts'

const signal = new AbortController().signal
const lost = new FlashlineError('LINK_LOST', { address: 'test' })

/** What a queue is: a list of bytes. */
type Step =
  | { readonly do: 'push'; readonly bytes: Uint8Array }
  | { readonly do: 'read'; readonly atLeast: number; readonly more: number }
  | { readonly do: 'unread'; readonly count: number }
  | { readonly do: 'discard' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes): Step => ({ do: 'push', bytes })) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 70_000 })
      .map(
        (length): Step => ({ do: 'push', bytes: Uint8Array.from({ length }, (_, at) => (at * 31) % 256) }),
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ atLeast: fc.nat(60), more: fc.oneof(fc.nat(60), fc.nat(60_000)) })
      .map((range): Step => ({ do: 'read', ...range })),
  },
  { weight: 2, arbitrary: fc.nat(50).map((count): Step => ({ do: 'unread', count })) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'discard' }) },
)

describe('ByteQueue', () => {
  test('does what a plain list of bytes does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const queue = new ByteQueue(1 << 22)
        let model = Buffer.alloc(0)
        let lastRead = new Uint8Array(0)
        for (const now of steps) {
          if (now.do === 'push') {
            expect(queue.push(now.bytes)).toBe(true)
            model = Buffer.concat([model, now.bytes])
          } else if (now.do === 'discard') {
            expect(queue.discard()).toBe(model.length)
            model = Buffer.alloc(0)
          } else if (now.do === 'unread') {
            const back = lastRead.subarray(Math.max(0, lastRead.length - now.count))
            queue.unread(back)
            model = Buffer.concat([back, model])
            lastRead = lastRead.subarray(0, lastRead.length - back.length)
          } else {
            const atLeast = Math.min(now.atLeast, model.length)
            const atMost = atLeast + now.more
            const read = await queue.read({ atLeast, atMost, timeoutMs: 1000, signal })
            expect(same(read, model.subarray(0, atMost))).toBe(true)
            model = model.subarray(read.length)
            lastRead = Uint8Array.from(read)
          }
          expect(queue.size).toBe(model.length)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('keeps its own copy of what was pushed and unread', async () => {
    const queue = new ByteQueue()
    const bytes = bytesOf('abc')
    queue.push(bytes)
    queue.unread(bytes)
    bytes.fill(0)
    expect(textOf(await queue.read({ atLeast: 6, timeoutMs: 0, signal }))).toBe('abcabc')
  })

  test('a waiting read is answered by the push that completes it, with all that is there', async () => {
    const queue = new ByteQueue()
    const reading = queue.read({ atLeast: 3, timeoutMs: Number.POSITIVE_INFINITY, signal })
    expect(queue.wanted).toBe(3)
    queue.push(bytesOf('ab'))
    queue.push(bytesOf('cd'))
    expect(textOf(await reading)).toBe('abcd')
    expect(queue.wanted).toBe(0)
  })

  test('a read that waits is answered by unread too, and never twice', async () => {
    const queue = new ByteQueue()
    const reading = queue.read({ atLeast: 1, atMost: 1, timeoutMs: 60_000, signal })
    queue.unread(bytesOf('ab'))
    expect(textOf(await reading)).toBe('a')
    expect(queue.size).toBe(1)
  })

  test('a timeout in the past still returns what is there', async () => {
    const queue = new ByteQueue()
    queue.push(bytesOf('ab'))
    expect(textOf(await queue.read({ atLeast: 3, timeoutMs: -5, signal }))).toBe('ab')
  })

  test('after close the rest is delivered, then the error, also to a waiting read', async () => {
    const queue = new ByteQueue()
    queue.push(bytesOf('ab'))
    const reading = queue.read({ atLeast: 5, timeoutMs: 60_000, signal })
    queue.close(lost)
    queue.close(new FlashlineError('SOFTWARE'))
    expect(textOf(await reading)).toBe('ab')
    await expect(queue.read({ atLeast: 0, timeoutMs: 0, signal })).rejects.toBe(lost)
    queue.unread(bytesOf('b'))
    expect(textOf(await queue.read({ atLeast: 2, timeoutMs: 0, signal }))).toBe('b')
    expect(queue.push(bytesOf('late'))).toBe(false)
    await expect(queue.read({ atLeast: 1, timeoutMs: 0, signal })).rejects.toBe(lost)
  })

  test('is bounded: what does not fit is refused whole', async () => {
    const queue = new ByteQueue(4)
    expect(queue.push(bytesOf('abc'))).toBe(true)
    expect(queue.push(bytesOf('de'))).toBe(false)
    expect(queue.size).toBe(3)
    expect(await codeOf(queue.read({ atLeast: 5, timeoutMs: 0, signal }))).toBe('SOFTWARE')
  })

  test('two reads at a time and impossible ranges are mistakes of the program', async () => {
    const queue = new ByteQueue()
    const first = queue.read({ atLeast: 1, timeoutMs: 60_000, signal })
    expect(await codeOf(queue.read({ atLeast: 1, timeoutMs: 0, signal }))).toBe('SOFTWARE')
    queue.push(bytesOf('a'))
    expect(textOf(await first)).toBe('a')
    expect(await codeOf(queue.read({ atLeast: 2, atMost: 1, timeoutMs: 0, signal }))).toBe('SOFTWARE')
    expect(await codeOf(queue.read({ atLeast: Number.NaN, timeoutMs: 0, signal }))).toBe('SOFTWARE')
  })
})
