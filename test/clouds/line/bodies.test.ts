// Answers of every form, and what becomes of those that cannot be read.
import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { lineTo } from '../test-line.ts'
import { call, failureOf, never } from './caught.ts'
import { httpServer } from './servers.ts'

const MIB = 1024 * 1024
const text = JSON.stringify({ name: '固件', list: Array.from({ length: 500 }, (_, at) => at) })

async function answering(answer: (response: ServerResponse) => void) {
  const { url, seen } = await httpServer((_, response) => answer(response))
  return { ...lineTo(url), seen }
}

const packed = (encoding: string, bytes: Uint8Array) => (response: ServerResponse) =>
  void response.writeHead(200, { 'content-encoding': encoding }).end(bytes)

describe('an answer', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['X-GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
    ['', Buffer.from(text)],
  ])('in %j is unpacked', async (encoding, bytes) => {
    const { line } = await answering(packed(encoding, bytes))
    expect((await line.send(call(), never())).text).toBe(text)
  })

  it('in chunks is put together, characters cut in two as well', async () => {
    const { line } = await answering((response) => {
      const bytes = Buffer.from(text)
      response.write(bytes.subarray(0, 10))
      setImmediate(() => response.end(bytes.subarray(10)))
    })
    expect((await line.send(call(), never())).text).toBe(text)
  })

  it('loses a byte order mark, and may be empty although it says gzip', async () => {
    const marked = await answering((response) => void response.end('\ufeff{}'))
    expect((await marked.line.send(call(), never())).text).toBe('{}')
    const empty = await answering(packed('gzip', Buffer.alloc(0)))
    expect((await empty.line.send(call(), never())).text).toBe('')
  })

  it('of eight MiB is read', async () => {
    const { line } = await answering((response) => void response.end(Buffer.alloc(8 * MIB, 'x')))
    expect((await line.send(call(), never())).text.length).toBe(8 * MIB)
  })

  it.each([
    ['10 MB', (response: ServerResponse) => void response.end(Buffer.alloc(10_000_000, 'x'))],
    [
      '10 MB in chunks',
      (response: ServerResponse) => {
        for (let part = 0; part < 10; part++) response.write(Buffer.alloc(1_000_000, 'x'))
        response.end()
      },
    ],
    ['64 MiB, packed to 64 KB', packed('gzip', gzipSync(Buffer.alloc(64 * MIB)))],
    ['64 MiB, packed to less than a hundred bytes', packed('br', brotliCompressSync(Buffer.alloc(64 * MIB)))],
    ['10 MB that packing made no smaller', packed('gzip', gzipSync(randomBytes(10_000_000)))],
  ])('of %s is refused', async (_, answer) => {
    const { line, seen, entries } = await answering(answer)
    expect(await failureOf(line, { repeatable: true })).toEqual(['CLOUD_REPLY', { reason: 'size' }])
    expect(seen).toHaveLength(1)
    expect(entries).toMatchObject([{ status: null, error: 'CLOUD_REPLY' }])
  })

  it.each([
    ['that is no gzip', packed('gzip', Buffer.from(text))],
    ['whose gzip ends early', packed('gzip', gzipSync(text).subarray(0, 60))],
    [
      'whose gzip has a wrong checksum',
      packed('gzip', Buffer.concat([gzipSync(text).subarray(0, -8), Buffer.alloc(8)])),
    ],
    ['whose brotli ends early', packed('br', brotliCompressSync(text).subarray(0, 60))],
    ['that is no deflate', packed('deflate', Buffer.from(text))],
    ['in an encoding of its own', packed('rot13', Buffer.from(text))],
    ['in an encoding named like what every object has', packed('constructor', Buffer.from(text))],
  ])('%s is CLOUD_REPLY, reason encoding', async (_, answer) => {
    const { line, seen } = await answering(answer)
    expect(await failureOf(line, { repeatable: true })).toEqual(['CLOUD_REPLY', { reason: 'encoding' }])
    expect(seen).toHaveLength(1)
  })
})
