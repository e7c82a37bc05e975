import { createHash, randomBytes } from 'node:crypto'
import { readdir, truncate, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decideRange } from '../../main/hand-out/http/byte-range.ts'
import { firmwareBytes, type OpenCloud, openCloud } from './open-cloud.ts'

let open: OpenCloud
beforeEach(async () => {
  open = await openCloud()
})
afterEach(() => open[Symbol.asyncDispose]())

const fetchFirmware = async (headers: Record<string, string> = {}, method = 'GET') => {
  const response = await fetch(open.cloud.baseUrl + open.firmware.urlPath, { method, headers })
  return {
    status: response.status,
    length: response.headers.get('content-length'),
    range: response.headers.get('content-range'),
    etag: response.headers.get('etag'),
    acceptRanges: response.headers.get('accept-ranges'),
    bytes: Buffer.from(await response.arrayBuffer()),
  }
}
const whole = { status: 200, length: '1000', range: null, bytes: firmwareBytes }
const etag = () => `"${open.firmware.sha256}"`

/** The path goes out exactly as written; fetch would tidy it. */
const rawStatus = (rawPath: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(open.cloud.baseUrl)
    const sent = httpRequest({ hostname, port, path: rawPath, agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', reject)
    sent.end()
  })

describe('firmware hand-out', () => {
  it('hands out the whole file, without a token', async () => {
    const answer = await fetchFirmware()
    expect(answer).toMatchObject({ ...whole, etag: etag(), acceptRanges: 'bytes' })
    expect(open.firmware).toMatchObject({
      md5: createHash('md5').update(firmwareBytes).digest('hex'),
      sha256: createHash('sha256').update(firmwareBytes).digest('hex'),
      sizeBytes: 1000,
    })
  })

  it('says the size without sending the file', async () => {
    const expected = { status: 200, length: '1000', range: null, etag: etag(), bytes: Buffer.alloc(0) }
    expect(await fetchFirmware({}, 'HEAD')).toMatchObject(expected)
    expect(await fetchFirmware({ Range: 'bytes=5-' }, 'HEAD')).toMatchObject(expected)
  })

  it.each([
    ['bytes=0-0', 'bytes 0-0/1000', 0, 1],
    ['bytes=400-', 'bytes 400-999/1000', 400, 1000],
    ['bytes=400-5000', 'bytes 400-999/1000', 400, 1000],
    ['bytes=-100', 'bytes 900-999/1000', 900, 1000],
    ['bytes=-5000', 'bytes 0-999/1000', 0, 1000],
  ])('%s gives %s', async (range, contentRange, start, end) => {
    expect(await fetchFirmware({ Range: range })).toMatchObject({
      status: 206,
      range: contentRange,
      length: String(end - start),
      bytes: firmwareBytes.subarray(start, end),
    })
  })

  it.each(['bytes=1000-', 'bytes=-0'])('%s is not satisfiable', async (range) => {
    expect(await fetchFirmware({ Range: range })).toMatchObject({ status: 416, range: 'bytes */1000' })
  })

  it.each(['bytes=0-1,5-6', 'lines=1-2', 'bytes=9-3', 'bytes=-'])('%s is ignored', async (range) => {
    expect(await fetchFirmware({ Range: range })).toMatchObject(whole)
  })

  it('continues only what is the same content', async () => {
    const Range = 'bytes=400-'
    expect(await fetchFirmware({ Range, 'If-Range': etag() })).toMatchObject({ status: 206 })
    for (const other of ['"other"', `W/${etag()}`, 'Wed, 21 Oct 2015 07:28:00 GMT']) {
      expect(await fetchFirmware({ Range, 'If-Range': other })).toMatchObject(whole)
    }
  })

  it('answers 304 to one who has it', async () => {
    expect(await fetchFirmware({ 'If-None-Match': `"a", ${etag()}` })).toMatchObject({ status: 304 })
    expect(await fetchFirmware({ 'If-None-Match': '"a"' })).toMatchObject(whole)
  })

  it('hands out an empty file', async () => {
    const empty = await open.cloud.admin.addFirmwareFile(new Uint8Array(0))
    const response = await fetch(open.cloud.baseUrl + empty.urlPath)
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      '0',
      '',
    ])
  })

  it('serves many readers at once', async () => {
    const bytes = randomBytes(300_000)
    const source = path.join(open.dataDir, 'source.bin')
    await writeFile(source, bytes)
    const file = await open.cloud.admin.addFirmwareFile(source, 'große Datei #1.bin')
    const answers = await Promise.all(
      Array.from({ length: 32 }, async () => {
        const response = await fetch(open.cloud.baseUrl + file.urlPath)
        return Buffer.from(await response.arrayBuffer()).equals(bytes)
      }),
    )
    expect(answers).toEqual(Array.from({ length: 32 }, () => true))
  })

  it('stores the same content once and leaves nothing half-written', async () => {
    await open.cloud.admin.addFirmwareFile(firmwareBytes, 'again.bin')
    await expect(open.cloud.admin.addFirmwareFile(path.join(open.dataDir, 'missing'))).rejects.toThrow()
    expect(await readdir(path.join(open.dataDir, 'files'))).toEqual([open.firmware.sha256])
  })

  it('does not hand out a file that is no longer whole', async () => {
    await truncate(path.join(open.dataDir, 'files', open.firmware.sha256), 10)
    expect(await fetchFirmware()).toMatchObject({ status: 404 })
  })

  it('hands out nothing but firmware', async () => {
    const { sha256 } = open.firmware
    for (const rawPath of [
      `/firmware/${'0'.repeat(64)}/x`,
      `/firmware/${sha256.toUpperCase()}/x`,
      '/firmware/../cloud.sqlite',
      '/firmware/..%2fcloud.sqlite/x',
      '/firmware/%2e%2e%2fcloud.sqlite/x',
      `/firmware/${sha256}/../../../cloud.sqlite`,
      `/firmware/${sha256}%00/x`,
      `/firmware/${sha256}`,
    ]) {
      expect(await rawStatus(rawPath), rawPath).toBe(404)
    }
    // What follows the digest is a name, whatever it says.
    expect(await rawStatus(`/firmware/${sha256}/..%2f..%2fcloud.sqlite`)).toBe(200)
  })
})

describe('decideRange', () => {
  it('stays inside the file, or says that it cannot', () => {
    const part = fc.oneof(fc.constant(''), fc.nat(2000).map(String))
    fc.assert(
      fc.property(part, part, fc.nat(1000), (from, to, sizeBytes) => {
        const range = decideRange(`bytes=${from}-${to}`, sizeBytes)
        if (typeof range === 'string') return
        expect(range.first).toBeGreaterThanOrEqual(0)
        expect(range.last).toBeGreaterThanOrEqual(range.first)
        expect(range.last).toBeLessThan(sizeBytes)
      }),
    )
  })

  it('takes any header', () => {
    fc.assert(fc.property(fc.string(), fc.nat(), (header, sizeBytes) => void decideRange(header, sizeBytes)))
  })
})
