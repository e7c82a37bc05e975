// Thousands who hold connections and give or take nothing: bounded, and nobody else waits for them.
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ask, type BedOffer, dial, dialAndFetch, openBed, textUntilEnd, untilGone } from './bed.ts'

const bytes = randomBytes(2_000_000)
/** More than the kernel takes at once of a connection that nobody reads. */
const largeBytes = 16 * 1024 * 1024

describe('connections that ask nothing', () => {
  test('half a request held open is answered 408 and hung up on; others are served meanwhile', async () => {
    await using bed = openBed({ headerMs: 200 })
    const offered = await bed.offer(bytes)
    const silent = await dial(offered)
    const half = await dial(offered, `GET /${offered.path} HTTP/1.1\r\nHost: x\r\nX-A: `)
    const ends = [textUntilEnd(silent), textUntilEnd(half)]
    expect((await ask(offered.url)).bytes.equals(bytes)).toBe(true)
    for (const text of await Promise.all(ends)) expect(text).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('drip-fed headers buy no time', async () => {
    await using bed = openBed({ headerMs: 200 })
    const offered = await bed.offer(bytes)
    const socket = await dial(offered, `GET /${offered.path} HTTP/1.1\r\nHost: x\r\n`)
    const dripping = setInterval(() => socket.write('X-A: b\r\n'), 20)
    const text = await textUntilEnd(socket)
    clearInterval(dripping)
    // What is dripped after the answer can make the kernel drop it on the way.
    expect(text).toMatch(/^$|^HTTP\/1\.1 408 /)
  })

  test('2000 of one device: it keeps its newest 256, and everybody is served', async () => {
    await using bed = openBed()
    const offered = await bed.offer(bytes)
    await using crowd = await gather(offered, 2000, () => '127.0.0.1')
    await crowd.hungUpOn(2000 - 256)
    expect(crowd.sockets.slice(0, -256).every((socket) => socket.destroyed)).toBe(true)
    expect((await ask(offered.url, { from: '127.0.0.2' })).bytes.equals(bytes)).toBe(true)
    expect(crowd.sockets.slice(-256).some((socket) => socket.destroyed)).toBe(false)
    // The same address: the oldest of its own makes room.
    expect((await ask(offered.url)).bytes.equals(bytes)).toBe(true)
    await crowd.hungUpOn(2000 - 255)
  })

  test('2000 of 20 devices: the server keeps what it has room for, and everybody is served', async () => {
    await using bed = openBed({ connections: 300 })
    const offered = await bed.offer(bytes)
    await using crowd = await gather(offered, 2000, (n) => `127.0.0.${10 + (n % 20)}`)
    await crowd.hungUpOn(1700)
    expect(crowd.sockets.slice(0, 1700).every((socket) => socket.destroyed)).toBe(true)
    expect((await ask(offered.url)).bytes.equals(bytes)).toBe(true)
  })
})

describe('connections that take nothing', () => {
  test('50 slow readers beside a fast one: one copy, no stall; hung up on when they take nothing for long', async () => {
    await using bed = openBed()
    const hot = Buffer.alloc(largeBytes, 0x5a)
    const offers = await Promise.all(Array.from({ length: 50 }, () => bed.offer(hot)))
    const fast = await bed.offer(hot)
    const heldBefore = process.memoryUsage().arrayBuffers
    const sockets = await Promise.all(offers.map(dialAndFetch))
    await Promise.all(offers.map(({ toldOf }) => toldOf(({ doneBytes }) => doneBytes > 0)))
    expect((await ask(fast.url)).bytes.equals(hot)).toBe(true)
    // The client's own copy of the one file and what it read it in, but not fifty.
    expect(process.memoryUsage().arrayBuffers - heldBefore).toBeLessThan(4 * largeBytes)

    bed.clock.advance(120_000)
    await Promise.all(sockets.map(untilGone))
    bed.clock.advance(10_000)
    for (const { told } of offers) expect(told.at(-1)).toMatchObject({ open: 0, isWhole: false })
    expect(bed.logged).toMatchObject([{ refused: { stalled: 50 } }])
  })

  test('slow but steady is let be', async () => {
    await using bed = openBed()
    const offered = await bed.offer(Buffer.alloc(4 * largeBytes))
    const socket = await dialAndFetch(offered)
    await offered.toldOf(({ doneBytes }) => doneBytes > 0)
    for (let round = 0; round < 3; round += 1) {
      const before = offered.told.at(-1)?.doneBytes ?? 0
      bed.clock.advance(100_000)
      socket.resume()
      await offered.toldOf(({ doneBytes }) => doneBytes > before)
      socket.pause()
    }
    bed.clock.advance(1000)
    expect(offered.told.at(-1)?.open).toBe(1)
    socket.destroy()
  })

  test('when nobody is idle, who comes is hung up on until somebody ends', async () => {
    await using bed = openBed({ connections: 3 })
    const hot = Buffer.alloc(largeBytes)
    const offers = await Promise.all([1, 2, 3].map(() => bed.offer(hot)))
    const sockets = await Promise.all(offers.map(dialAndFetch))
    await Promise.all(offers.map(({ toldOf }) => toldOf(({ doneBytes }) => doneBytes > 0)))
    const [first] = offers
    if (first === undefined) throw new Error('no offer')
    expect(await textUntilEnd(await dialAndFetch(first))).toBe('')
    first.close()
    await untilGone(sockets[0] as Socket)
    const small = await bed.offer(bytes)
    expect((await ask(small.url)).bytes.equals(bytes)).toBe(true)
  })
})

interface Crowd extends AsyncDisposable {
  /** In order of their coming. */
  readonly sockets: readonly Socket[]
  /** Resolves when the server has hung up on so many. */
  hungUpOn(count: number): Promise<void>
}

async function gather(offered: BedOffer, size: number, from: (n: number) => string): Promise<Crowd> {
  const sockets: Socket[] = []
  const goings: Promise<unknown>[] = []
  let look = () => {}
  let gone = 0
  for (let n = 0; n < size; n += 1) {
    const socket = await dial(offered, '', from(n))
    sockets.push(socket)
    const going = untilGone(socket).then(() => {
      gone += 1
      look()
    })
    goings.push(going)
  }
  return {
    sockets,
    hungUpOn: (count) =>
      new Promise((resolve) => {
        look = () => {
          if (gone >= count) resolve()
        }
        look()
      }),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await Promise.all(goings)
    },
  }
}
