// What the one who offers is told while a device fetches, and what an end in the middle leaves behind.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Served } from '../../../main/hand-out/hand-out.ts'
import { ask, type Bed, dial, dialAndFetch, open, openBed, untilGone } from './bed.ts'

/** More than the kernel takes at once of a connection that nobody reads. */
const largeBytes = 16 * 1024 * 1024

let bed: Bed
beforeEach(() => {
  bed = openBed()
})
afterEach(() => bed[Symbol.asyncDispose]())

const isWhole = (served: Served) => served.isWhole

describe('served', () => {
  test('progress in steps, never back, up to the last byte', async () => {
    const bytes = randomBytes(1_000_000)
    const offered = await bed.offer(bytes)
    expect((await ask(offered.url)).bytes.equals(bytes)).toBe(true)
    await offered.toldOf(isWhole)
    const done = offered.told.map(({ doneBytes }) => doneBytes)
    expect(offered.told[0]).toEqual({ doneBytes: 0, requests: 1, open: 1, isWhole: false })
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    expect(done.at(-1)).toBe(1_000_000)
    // A fast device: each step larger than the one before.
    expect(done).toEqual([0, 65_536, 327_680, 1_000_000])
    bed.clock.advance(250)
    expect(offered.told.at(-1)).toEqual({ doneBytes: 1_000_000, requests: 1, open: 0, isWhole: true })
  })

  test('a HEAD is a request that fetched nothing', async () => {
    const offered = await bed.offer(randomBytes(1000))
    await ask(offered.url, { method: 'HEAD' })
    expect(offered.told).toEqual([{ doneBytes: 0, requests: 1, open: 0, isWhole: false }])
  })

  test('many small ranges, some twice, are whole when every byte was taken; told now and then', async () => {
    const bytes = randomBytes(200_000)
    const offered = await bed.offer(bytes)
    const firsts = Array.from({ length: 200 }, (_, n) => n * 1000).toReversed()
    for (const first of [...firsts.slice(0, 50), ...firsts]) {
      const { status } = await ask(offered.url, { headers: { Range: `bytes=${first}-${first + 999}` } })
      expect(status).toBe(206)
    }
    const whole = await offered.toldOf(isWhole)
    expect(whole).toMatchObject({ doneBytes: 200_000, requests: 250 })
    expect(offered.told.length).toBeLessThan(10)
  })

  test('a device that lets go in the middle, comes back and goes on where it was', async () => {
    const bytes = randomBytes(largeBytes)
    const offered = await bed.offer(bytes)
    const cut = await open(offered.url)
    const etag = cut.headers.etag ?? ''
    const pieces: Buffer[] = []
    let gotBytes = 0
    for await (const piece of cut) {
      pieces.push(piece)
      gotBytes += piece.length
      if (gotBytes > 1_000_000) break
    }
    const letGo = await bed.turnUntil(offered.toldOf(({ open, doneBytes }) => open === 0 && doneBytes > 0))
    expect(letGo.isWhole).toBe(false)
    expect(letGo.doneBytes).toBeLessThan(largeBytes)
    const rest = await ask(offered.url, { headers: { Range: `bytes=${gotBytes}-`, 'If-Range': etag } })
    expect(rest.status).toBe(206)
    expect(Buffer.concat([...pieces, rest.bytes]).equals(bytes)).toBe(true)
    expect(await offered.toldOf(isWhole)).toMatchObject({ doneBytes: largeBytes, requests: 2 })
  })

  test('another content in between: the whole of it comes, not the rest', async () => {
    const [before, after] = [randomBytes(5000), randomBytes(5000)]
    const first = await bed.offer(before)
    const etag = (await ask(first.url)).headers.etag ?? ''
    const second = await bed.offer(after)
    const answer = await ask(second.url, { headers: { Range: 'bytes=2500-', 'If-Range': etag } })
    expect([answer.status, answer.bytes.equals(after)]).toEqual([200, true])
  })

  test('the end of its life ends a transfer, and the last word is where it stood', async () => {
    const offered = await bed.offer(Buffer.alloc(largeBytes), { lifetimeMs: 1000 })
    const response = await open(offered.url)
    const cut = once(response.resume(), 'error')
    response.pause()
    bed.clock.advance(1000)
    response.resume()
    expect((await cut)[0].code).toBe('ECONNRESET')
    const last = offered.told.at(-1)
    expect(last).toMatchObject({ open: 0, isWhole: false })
    bed.clock.advance(60_000)
    expect(offered.told.at(-1)).toBe(last)
  })

  test('taken back in the middle: the transfer ends and nobody is told', async () => {
    const offered = await bed.offer(Buffer.alloc(largeBytes))
    const socket = await dialAndFetch(offered)
    await offered.toldOf(({ doneBytes }) => doneBytes > 0)
    offered.close()
    const told = offered.told.length
    await untilGone(socket)
    bed.clock.advance(60_000)
    expect(offered.told.length).toBe(told)
  })

  test('close() of the server ends transfers of all and idle connections, and gives the port back', async () => {
    const offers = await Promise.all([1, 2, 3].map(() => bed.offer(Buffer.alloc(largeBytes))))
    const sockets = await Promise.all(offers.map(dialAndFetch))
    const [first] = offers
    if (first === undefined) throw new Error('no offer')
    sockets.push(await dial(first))
    await Promise.all(offers.map((offer) => offer.toldOf(({ doneBytes }) => doneBytes > 0)))
    const gone = sockets.map(untilGone)
    await bed.server.close()
    await bed.server.close()
    await Promise.all(gone)
    await using next = openBed({}, first.port)
    expect((await ask((await next.offer(Buffer.from('new'))).url)).bytes.toString()).toBe('new')
  })

  test('a while after the last offer the port is closed, with the next one it is open again', async () => {
    const first = await bed.offer(randomBytes(10))
    const second = await bed.offer(randomBytes(10))
    first.close()
    bed.clock.advance(3_000_000)
    expect((await ask(second.url)).status).toBe(200)
    const idle = await dial(second)
    second.close()
    bed.clock.advance(59_999)
    expect((await ask(second.url)).status).toBe(404)
    const gone = untilGone(idle)
    bed.clock.advance(1)
    await gone
    expect((await dial(second).catch((error) => error)).code).toBe('ECONNREFUSED')
    const third = await bed.offer(Buffer.from('third'))
    expect((await ask(third.url)).bytes.toString()).toBe('third')
  })
})
