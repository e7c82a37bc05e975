// What every Link must do, whatever carries it. Called by the tests of each carrier with a way to make one that is
// connected to a peer which is not ours (or, in memory, to the other end).
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Link } from '../../main/transports/link.ts'
import { FlashlineError } from '../../preload/contract/index.ts'

/** Whoever is at the other end of the wire. */
export interface LinkPeer {
  send(bytes: Uint8Array): Promise<void>
  /** The next `count` bytes that the link wrote. */
  receive(count: number): Promise<Uint8Array>
  /** Whatever has arrived, at least one byte. */
  receiveSome(): Promise<Uint8Array>
  /** Takes nothing any more, without hanging up. */
  freeze(): void
  /** Takes again. */
  thaw(): void
  /** Is gone, without a word. */
  vanish(): void
}

export interface LinkBench {
  readonly link: Link
  readonly peer: LinkPeer
  /** More than the carrier ever holds for a peer that does not read. */
  readonly moreThanFits: number
  dispose(): Promise<void>
}

/** `open` must give links whose writes are reported as stalled within a few seconds. */
export function describeLink(name: string, open: () => Promise<LinkBench>): void {
  describe(`a link over ${name}`, () => {
    let bench: LinkBench
    let link: Link
    let peer: LinkPeer
    const signal = new AbortController().signal
    const longMs = 15_000

    beforeEach(async () => {
      bench = await open()
      link = bench.link
      peer = bench.peer
    })
    afterEach(async () => {
      await link.close()
      await bench.dispose()
    })

    const readExactly = (count: number): Promise<Uint8Array> =>
      link.read({ atLeast: count, atMost: count, timeoutMs: longMs, signal })

    test('reads what arrives, at least and at most what is asked for', async () => {
      await peer.send(bytesOf('abcdef'))
      expect(textOf(await readExactly(2))).toBe('ab')
      expect(textOf(await link.read({ atLeast: 3, timeoutMs: longMs, signal }))).toBe('cdef')
    })

    test('a read waits until enough has arrived', async () => {
      const reading = readExactly(6)
      await peer.send(bytesOf('abc'))
      await peer.send(bytesOf('def'))
      expect(textOf(await reading)).toBe('abcdef')
    })

    test('a read that runs out of time returns what is there, possibly nothing', async () => {
      expect(await link.read({ atLeast: 1, timeoutMs: 5, signal })).toHaveLength(0)
      await peer.send(bytesOf('abc'))
      await readExactly(3).then((bytes) => link.unread(bytes))
      expect(textOf(await link.read({ atLeast: 4, timeoutMs: 5, signal }))).toBe('abc')
    })

    test('unread bytes come first, discarded ones never', async () => {
      await peer.send(bytesOf('abcd'))
      const all = await readExactly(4)
      link.unread(all.subarray(2))
      expect(textOf(await readExactly(1))).toBe('c')
      expect(link.discard()).toBe(1)
      await peer.send(bytesOf('x'))
      expect(textOf(await readExactly(1))).toBe('x')
    })

    test('an aborted read rejects with the reason and takes nothing', async () => {
      const abort = new AbortController()
      const reason = new Error('enough')
      const reading = link.read({ atLeast: 10, timeoutMs: longMs, signal: abort.signal })
      await peer.send(bytesOf('abc'))
      abort.abort(reason)
      await expect(reading).rejects.toBe(reason)
      await expect(link.read({ atLeast: 0, timeoutMs: 0, signal: abort.signal })).rejects.toBe(reason)
      expect(textOf(await readExactly(3))).toBe('abc')
    })

    test('every byte value arrives unchanged, both ways', async () => {
      const all = Uint8Array.from({ length: 256 }, (_, value) => value)
      await link.write(all, signal)
      expect(same(await peer.receive(256), all)).toBe(true)
      await peer.send(all)
      expect(same(await readExactly(256), all)).toBe(true)
    })

    test('large transfers arrive whole, in order, both ways at once', async () => {
      const out = randomBytes(700_001)
      const back = randomBytes(600_001)
      const sent = [link.write(out, signal), peer.send(back)]
      const [received, read] = await Promise.all([peer.receive(out.length), readExactly(back.length)])
      await Promise.all(sent)
      expect(same(received, out)).toBe(true)
      expect(same(read, back)).toBe(true)
    })

    test('writes at the same time do not mix', async () => {
      const buffer = new Uint8Array(50_000).fill(1)
      const writes = [link.write(buffer.slice(), signal), link.write(buffer.slice().fill(2), signal)]
      const received = await peer.receive(100_000)
      await Promise.all(writes)
      expect(same(received, Buffer.concat([buffer, buffer.slice().fill(2)]))).toBe(true)
    })

    test('a write that the peer does not take stalls, and says so', async () => {
      peer.freeze()
      const writing = link.write(new Uint8Array(bench.moreThanFits), signal)
      expect(await codeOf(writing)).toBe('LINK_STALLED')
      expect(await codeOf(link.write(bytesOf('x'), signal))).toBe('LINK_STALLED')
      await link.close()
      expect(await link.closed).toBe('asked')
    })

    test('a blocked write can be aborted; later writes go on where the carrier was', async () => {
      peer.freeze()
      const abort = new AbortController()
      const reason = new Error('enough')
      const first = randomBytes(bench.moreThanFits)
      const writing = link.write(first, abort.signal)
      await nothingMoves(writing)
      abort.abort(reason)
      await expect(writing).rejects.toBe(reason)
      peer.thaw()
      const mark = bytesOf('--the mark--')
      const [, tail] = await Promise.all([link.write(mark, signal), receiveUntil(peer, mark)])
      expect(same(tail, first.subarray(0, tail.length))).toBe(true)
    })

    test('close is idempotent and ends reads, writes and further calls', async () => {
      const reading = codeOf(readExactly(1))
      await Promise.all([link.close(), link.close()])
      await link.close()
      expect(await reading).toBe('LINK_LOST')
      expect(await link.closed).toBe('asked')
      expect(await codeOf(readExactly(1))).toBe('LINK_LOST')
      expect(await codeOf(link.write(bytesOf('x'), signal))).toBe('LINK_LOST')
      expect(await codeOf(link.write(new Uint8Array(0), signal))).toBe('LINK_LOST')
      expect(await codeOf(link.drain(signal))).toBe('LINK_LOST')
      expect(await codeOf(link.setBaud(9600))).toBe('LINK_LOST')
      expect(await codeOf(link.setSignals({ dtr: true }))).toBe('LINK_LOST')
    })

    test('close resolves while a write is blocked, which ends as lost', async () => {
      peer.freeze()
      const code = codeOf(link.write(new Uint8Array(bench.moreThanFits), signal))
      await nothingMoves(code)
      await link.close()
      expect(await code).toBe('LINK_LOST')
      expect(await link.closed).toBe('asked')
    })

    test('a peer that vanishes is noticed; what arrived before is delivered first', async () => {
      await peer.send(bytesOf('abc'))
      link.unread(await readExactly(3))
      peer.vanish()
      expect(await link.closed).toBe('lost')
      expect(textOf(await link.read({ atLeast: 10, timeoutMs: longMs, signal }))).toBe('abc')
      expect(await codeOf(readExactly(1))).toBe('LINK_LOST')
      expect(await codeOf(link.write(bytesOf('x'), signal))).toBe('LINK_LOST')
      await link.close()
      expect(await link.closed).toBe('lost')
    })

    test('a peer that vanishes ends a waiting read and a blocked write', async () => {
      peer.freeze()
      const read = codeOf(readExactly(1))
      const written = codeOf(link.write(new Uint8Array(bench.moreThanFits), signal))
      await nothingMoves(written)
      peer.vanish()
      expect(await read).toBe('LINK_LOST')
      expect(await written).toBe('LINK_LOST')
      expect(await link.closed).toBe('lost')
    })

    test('rates and drain are taken; without modem lines setting them does nothing', async () => {
      await link.setBaud(921_600)
      await link.drain(signal)
      expect(link.hasSignals).toBe(false)
      await link.setSignals({ dtr: false, rts: true })
      await link.write(bytesOf('still here'), signal)
      expect(textOf(await peer.receive(10))).toBe('still here')
    })
  })
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
/** toEqual on megabytes takes seconds. */
export const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** The code that it fails with; `null` when it does not fail. */
export async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof FlashlineError) return error.code
    throw error
  }
}

/** A write is blocked when turn after turn of the loop, with time for I/O in each, does not end it. */
async function nothingMoves(work: Promise<unknown>): Promise<void> {
  let isOver = false
  work.then(
    () => {
      isOver = true
    },
    () => {
      isOver = true
    },
  )
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2))
  expect(isOver).toBe(false)
}

/** What comes before `mark`, which is the last that comes. */
async function receiveUntil(peer: LinkPeer, mark: Uint8Array): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let tail = Buffer.alloc(0)
  while (!tail.equals(mark)) {
    const chunk = await peer.receiveSome()
    chunks.push(chunk)
    tail = Buffer.concat([tail, chunk.subarray(-mark.length)]).subarray(-mark.length)
  }
  return Buffer.concat(chunks).subarray(0, -mark.length)
}
