// What a device sees on the wire when it fetches: the bytes themselves, in whole, in part, and in the old forms of HTTP.
import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask, type Bed, type BedOffer, dial, openBed, textUntilEnd } from './bed.ts'

const bytes = randomBytes(300_000)
const etag = `"sha256-${createHash('sha256').update(bytes).digest('hex')}"`

let bed: Bed
let offered: BedOffer
beforeEach(async () => {
  bed = openBed()
  offered = await bed.offer(bytes)
})
afterEach(() => bed[Symbol.asyncDispose]())

const rawAnswer = async (request: string) => {
  const text = await textUntilEnd(await dial(offered, request))
  const [head = '', ...body] = text.split('\r\n\r\n')
  const lines = head.split('\r\n').filter((line) => !line.startsWith('Date: '))
  return { lines, body: Buffer.from(body.join('\r\n\r\n'), 'latin1') }
}

describe('hand-out over HTTP', () => {
  test('the URL names our address, port and file, and cannot be guessed', async () => {
    expect(offered.url).toBe(`http://127.0.0.1:${offered.port}/${offered.path}`)
    expect(offered.path).toMatch(/^[\w-]{24}\/firmware\.bin$/)
    const second = await bed.offer(bytes)
    expect(second.path).not.toBe(offered.path)
  })

  test('the whole answer, byte by byte: no banner, nothing to cache or to sniff', async () => {
    const request = `GET /${offered.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
    expect(await rawAnswer(request)).toEqual({
      lines: [
        'HTTP/1.1 200 OK',
        'Cache-Control: private, no-store, no-transform',
        "Content-Security-Policy: default-src 'none'",
        'X-Content-Type-Options: nosniff',
        `ETag: ${etag}`,
        'Accept-Ranges: bytes',
        'Content-Type: application/octet-stream',
        'Content-Length: 300000',
        'Connection: close',
      ],
      body: bytes,
    })
  })

  test('HEAD has the same head and no body', async () => {
    const answer = await rawAnswer(`HEAD /${offered.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(answer.lines).toContain('Content-Length: 300000')
    expect(answer.lines).toContain(`ETag: ${etag}`)
    expect(answer.body.length).toBe(0)
  })

  test('HTTP/1.0 without a host, absolute form, a query: the same file', async () => {
    expect((await rawAnswer(`GET /${offered.path} HTTP/1.0\r\n\r\n`)).body).toEqual(bytes)
    expect((await ask(offered.url, { target: offered.url })).bytes).toEqual(bytes)
    expect((await ask(offered.url, { target: `/${offered.path}?v=2&x=%2e%2e` })).bytes).toEqual(bytes)
  })

  test.each([
    ['bytes=0-0', 0, 0],
    ['bytes=65535-65536', 65_535, 65_536],
    ['bytes=299999-', 299_999, 299_999],
    ['bytes=-70000', 230_000, 299_999],
    ['bytes=100000-', 100_000, 299_999],
  ])('%s', async (range, first, last) => {
    const answer = await ask(offered.url, { headers: { Range: range } })
    expect(answer.status).toBe(206)
    expect(answer.headers['content-range']).toBe(`bytes ${first}-${last}/300000`)
    expect(answer.headers['content-length']).toBe(String(last - first + 1))
    expect(answer.bytes).toEqual(bytes.subarray(first, last + 1))
  })

  test('outside, several ranges, known already, unmet condition', async () => {
    const outside = await ask(offered.url, { headers: { Range: 'bytes=300000-' } })
    expect([outside.status, outside.headers['content-range'], outside.bytes.length]).toEqual([
      416,
      'bytes */300000',
      0,
    ])
    const several = await ask(offered.url, { headers: { Range: 'bytes=0-1,4-5' } })
    expect([several.status, several.bytes.equals(bytes)]).toEqual([200, true])
    const known = await ask(offered.url, { headers: { 'If-None-Match': etag } })
    expect([known.status, known.headers.etag, known.bytes.length]).toEqual([304, etag, 0])
    const unmet = await ask(offered.url, { headers: { 'If-Match': '"other"' } })
    expect([unmet.status, unmet.bytes.length]).toEqual([412, 0])
  })

  test('requests one after the other and in one go on one connection are answered in order', async () => {
    const part = (range: string, more = '') =>
      `GET /${offered.path} HTTP/1.1\r\nHost: x\r\nRange: bytes=${range}\r\n${more}\r\n`
    const text = await textUntilEnd(
      await dial(offered, part('0-99999') + part('5-9') + part('100000-199999', 'Connection: close\r\n')),
    )
    const found = Buffer.from(text, 'latin1')
    const bodies = [bytes.subarray(0, 100_000), bytes.subarray(5, 10), bytes.subarray(100_000, 200_000)]
    let at = 0
    for (const body of bodies) {
      at = found.indexOf('\r\n\r\n', at) + 4
      expect(found.subarray(at, at + body.length).equals(body)).toBe(true)
      at += body.length
    }
    expect(at).toBe(found.length)
  })

  test('names that a client would have to encode or tidy become plain; the ending stays', async () => {
    const names = ['固件 v1.bin', '../../etc/passwd', '..', 'a'.repeat(200).concat('.ota'), 'x?y#z%2e.hex']
    for (const fileName of names) {
      const { url } = await bed.offer(bytes, { fileName })
      expect(new URL(url).href).toBe(url)
      expect((await ask(url)).bytes.equals(bytes)).toBe(true)
    }
    const { url } = await bed.offer(bytes, { fileName: names[0] ?? '' })
    expect(url.endsWith('_v1.bin')).toBe(true)
  })
})
