import { once } from 'node:events'
import { readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FlashlineError } from '../../preload/contract/index.ts'
import { benchStore, md5, never, sha256, someBytes, wantedOf } from './bench-store.ts'
import { serveFile } from './file-server.ts'

const quiet = () => {}

test('a download is proved, visible under its SHA-256, indexed, and shows its progress', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  const bench = await benchStore()
  const progress: number[] = []
  const image = await bench.firmware.fetch(
    wantedOf(bytes, server.url),
    ({ doneBytes, totalBytes }) => {
      expect(totalBytes).toBe(bytes.length)
      progress.push(doneBytes)
    },
    never,
  )
  expect(image).toMatchObject({
    fileName: 'app_2.0.1.bin',
    sizeBytes: bytes.length,
    md5: md5(bytes),
    sha256: sha256(bytes),
  })
  expect(Buffer.compare(image.bytes, bytes)).toBe(0)
  expect(Buffer.compare(await readFile(bench.pathOf(sha256(bytes))), bytes)).toBe(0)
  expect(await bench.partial()).toEqual([])
  expect(progress).toEqual([...progress].sort((a, b) => a - b))
  expect(progress[0]).toBe(0)
  expect(progress.at(-1)).toBe(bytes.length)
  expect(await bench.index.find({ md5: md5(bytes), sizeBytes: bytes.length })).toMatchObject({
    sha256: sha256(bytes),
    sourceUrl: server.url,
  })
})

test.each([0, 1])('an image of %i bytes is an image', async (sizeBytes) => {
  const bytes = someBytes(sizeBytes)
  const server = await serveFile(bytes)
  const bench = await benchStore()
  const image = await bench.firmware.fetch(wantedOf(bytes, server.url), quiet, never)
  expect(image).toMatchObject({ sizeBytes, sha256: sha256(bytes) })
  expect(await bench.visible()).toEqual([sha256(bytes)])
})

test('a cut connection is continued where it was cut', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  server.cutAfter = [300_000, 200_000]
  const bench = await benchStore()
  const image = await bench.firmware.fetch(wantedOf(bytes, server.url), quiet, never)
  expect(Buffer.compare(image.bytes, bytes)).toBe(0)
  expect(server.requests.map(({ status }) => status)).toEqual([200, 206, 206])
  expect(server.requests[1]).toMatchObject({ range: expect.stringMatching(/^bytes=\d+-$/), ifRange: '"one"' })
})

test('a connection cut every time is IMAGE_SHORT; the next call, also after a restart, continues', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  server.cutAfter = [200_000, 100_000, 100_000, 100_000]
  const bench = await benchStore()
  const wanted = wantedOf(bytes, server.url)
  await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({
    code: 'IMAGE_SHORT',
    context: { expected: bytes.length, found: expect.any(Number) },
  })
  expect(server.requests).toHaveLength(4)
  expect(await bench.visible()).toEqual([])
  expect(await bench.partial()).toEqual([
    `${wanted.md5}-${wanted.sizeBytes}.json`,
    `${wanted.md5}-${wanted.sizeBytes}.part`,
  ])

  const progress: number[] = []
  // A signed address is another one every time; the file is the same.
  const again = { ...wanted, url: `${wanted.url}2` }
  const image = await (await bench.reopen()).fetch(again, ({ doneBytes }) => progress.push(doneBytes), never)
  expect(Buffer.compare(image.bytes, bytes)).toBe(0)
  expect(server.requests[4]?.status).toBe(206)
  expect(progress[0]).toBeGreaterThanOrEqual(200_000)
  expect(await bench.partial()).toEqual([])
})

test.each(['ignores ranges', 'has another ETag now'])('a server that %s sends it all again', async (how) => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  server.cutAfter = [300_000]
  const bench = await benchStore({ retries: 0 })
  const wanted = wantedOf(bytes, server.url)
  await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({ code: 'IMAGE_SHORT' })
  if (how === 'ignores ranges') server.honourRange = false
  else server.etag = '"two"'
  const image = await bench.firmware.fetch(wanted, quiet, never)
  expect(Buffer.compare(image.bytes, bytes)).toBe(0)
  expect(server.requests.map(({ status }) => status)).toEqual([200, 200])
  expect(server.requests[1]?.range).toBeDefined()
})

test.each([null, 'W/"weak"'])('with ETag %s nothing can be continued, so nothing is kept', async (etag) => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  server.etag = etag
  server.cutAfter = [300_000, 300_000]
  const bench = await benchStore({ retries: 1 })
  await expect(bench.firmware.fetch(wantedOf(bytes, server.url), quiet, never)).rejects.toMatchObject({
    code: 'IMAGE_SHORT',
  })
  expect(server.requests.map(({ range }) => range)).toEqual([undefined, undefined])
  expect(await bench.partial()).toEqual([])
})

test('a partial file that went bad on disk costs one download from the beginning', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  server.cutAfter = [300_000]
  const bench = await benchStore({ retries: 0 })
  const wanted = wantedOf(bytes, server.url)
  await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({ code: 'IMAGE_SHORT' })
  const part = join(bench.dataDir, 'firmware', 'partial', `${wanted.md5}-${wanted.sizeBytes}.part`)
  await truncate(part, 0)
  await truncate(part, 250_000) // zeros, as a power cut may leave them
  const image = await bench.firmware.fetch(wanted, quiet, never)
  expect(Buffer.compare(image.bytes, bytes)).toBe(0)
  expect(server.requests.map(({ status }) => status)).toEqual([200, 206, 200])
})

test('a partial file that is whole already needs no network', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  server.cutAfter = [300_000]
  const bench = await benchStore({ retries: 0 })
  const wanted = wantedOf(bytes, server.url)
  await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({ code: 'IMAGE_SHORT' })
  await writeFile(join(bench.dataDir, 'firmware', 'partial', `${wanted.md5}-${wanted.sizeBytes}.part`), bytes)
  await server.close()
  expect((await bench.firmware.fetch(wanted, quiet, never)).sha256).toBe(sha256(bytes))
})

test('wrong bytes are IMAGE_DIGEST, never visible, and nothing of them stays', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  const bench = await benchStore()
  const wanted = { ...wantedOf(bytes, server.url), md5: md5(Buffer.from('other')) }
  await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({
    code: 'IMAGE_DIGEST',
    context: { algorithm: 'md5', expected: wanted.md5, found: md5(bytes) },
  })
  expect(server.requests).toHaveLength(1)
  expect(await bench.visible()).toEqual([])
  expect(await bench.partial()).toEqual([])
  expect(await bench.index.list()).toEqual([])
})

test('a stated length that differs is IMAGE_SIZE before the first byte', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  const bench = await benchStore()
  const progress: number[] = []
  const wanted = { ...wantedOf(bytes, server.url), sizeBytes: bytes.length - 1 }
  await expect(
    bench.firmware.fetch(wanted, ({ doneBytes }) => progress.push(doneBytes), never),
  ).rejects.toMatchObject({
    code: 'IMAGE_SIZE',
    context: { expected: bytes.length - 1, found: bytes.length },
  })
  expect(progress).toEqual([])
  expect(await bench.partial()).toEqual([])
})

test('a body without a stated length is stopped when it is too long, and short when it ends early', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  server.chunked = true
  const bench = await benchStore()
  const wanted = wantedOf(bytes, server.url)
  await expect(bench.firmware.fetch({ ...wanted, sizeBytes: 1000 }, quiet, never)).rejects.toMatchObject({
    code: 'IMAGE_SIZE',
  })
  expect(await bench.partial()).toEqual([])
  await expect(
    bench.firmware.fetch({ ...wanted, sizeBytes: bytes.length + 7 }, quiet, never),
  ).rejects.toMatchObject({
    code: 'IMAGE_SHORT',
    context: { expected: bytes.length + 7, found: bytes.length },
  })
  expect(await bench.visible()).toEqual([])
  expect((await bench.firmware.fetch(wanted, quiet, never)).sha256).toBe(sha256(bytes))
})

test.each([
  [404, 'IMAGE_NOT_FOUND'],
  [410, 'IMAGE_NOT_FOUND'],
  [403, 'CLOUD_FORBIDDEN'],
  [429, 'CLOUD_BUSY'],
  [500, 'CLOUD_SERVER'],
  [503, 'CLOUD_SERVER'],
  [304, 'CLOUD_REPLY'],
])('status %i is %s', async (status, code) => {
  const bytes = someBytes(10)
  const server = await serveFile(bytes)
  server.status = status
  const bench = await benchStore()
  const error: unknown = await bench.firmware.fetch(wantedOf(bytes, server.url), quiet, never).catch((e) => e)
  expect(error).toMatchObject({ code, context: { status } })
  expect(JSON.stringify(error)).not.toContain('secret')
  expect(server.requests).toHaveLength(1)
  expect(await bench.partial()).toEqual([])
})

test('nobody there is CLOUD_UNREACHABLE, and what was begun stays for later', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  server.cutAfter = [300_000]
  const bench = await benchStore({ retries: 0 })
  const wanted = wantedOf(bytes, server.url)
  await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({ code: 'IMAGE_SHORT' })
  await server.close()
  await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({
    code: 'CLOUD_UNREACHABLE',
    context: { reason: 'ECONNREFUSED' },
  })
  expect(await bench.partial()).toHaveLength(2)
})

test('a server that falls silent is CLOUD_TIMEOUT', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  server.beforePiece = (sentBytes) => (sentBytes > 0 ? new Promise<void>(() => {}) : undefined)
  const bench = await benchStore({ idleTimeoutMs: 100 })
  await expect(bench.firmware.fetch(wantedOf(bytes, server.url), quiet, never)).rejects.toMatchObject({
    code: 'CLOUD_TIMEOUT',
  })
  expect(await bench.visible()).toEqual([])
})

test('redirects are followed, up to five, and only to the web', async () => {
  const bytes = someBytes(1000)
  const server = await serveFile(bytes)
  const bench = await benchStore()
  const wanted = wantedOf(bytes, server.url)
  server.redirects = ['file:///etc/passwd']
  await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({ code: 'CLOUD_REPLY' })
  server.redirects = Array.from({ length: 6 }, () => '/again')
  await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({
    code: 'CLOUD_REPLY',
    context: { reason: 'redirects' },
  })
  server.redirects = ['/1', '/2', '/3', '/4', '/5']
  expect((await bench.firmware.fetch(wanted, quiet, never)).sha256).toBe(sha256(bytes))
  expect(server.requests.at(-1)?.url).toBe('/5')
})

test('an address that is none is refused', async () => {
  const bench = await benchStore()
  for (const url of ['', 'ftp://127.0.0.1/x', 'file:///etc/passwd']) {
    await expect(bench.firmware.fetch(wantedOf(someBytes(1), url), quiet, never)).rejects.toMatchObject({
      code: 'CLOUD_REPLY',
    })
  }
})

test('a disk without room is STORE_FULL', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  const bench = await benchStore()
  const wanted = wantedOf(bytes, server.url)
  // The kernel's own full device in place of the partial file.
  const part = join(bench.dataDir, 'firmware', 'partial', `${wanted.md5}-${wanted.sizeBytes}.part`)
  await symlink('/dev/full', part)
  await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({
    code: 'STORE_FULL',
    context: { reason: 'ENOSPC' },
  })
  expect(await bench.visible()).toEqual([])
  // Half a file is only in the way there.
  expect(await bench.partial()).toEqual([])
})

test('without room for the file nothing is asked for and nothing is left', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  const asked: number[] = []
  const bench = await benchStore({
    requireRoom: async (forBytes) => {
      asked.push(forBytes)
      throw new FlashlineError('DISK_FULL')
    },
  })
  const local = join(bench.dataDir, 'local.bin')
  await writeFile(local, bytes)
  await expect(bench.firmware.fetch(wantedOf(bytes, server.url), quiet, never)).rejects.toMatchObject({
    code: 'DISK_FULL',
  })
  await expect(bench.firmware.importFile(local)).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect(asked).toEqual([bytes.length, bytes.length])
  expect([server.requests.length, await bench.visible(), await bench.partial()]).toEqual([0, [], []])
})

test('a server that hangs up while the body waits to be read ends the download, never the process', async () => {
  const sizeBytes = 2_000_000
  let sent = 0
  const server = createServer((_, response) => {
    sent += 40_000
    response.writeHead(200, { 'Content-Length': sizeBytes, Connection: 'close' })
    // Half of them are a proper end of the connection, half are not.
    response.write(Buffer.alloc(sent), () =>
      sent % 80_000 === 0 ? response.destroy() : response.socket?.end(),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/f`
  const bench = await benchStore({ retries: 0 })
  for (let round = 0; round < 30; round += 1) {
    const wanted = { url, md5: String(round).padStart(32, '0'), sizeBytes }
    await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({ code: 'IMAGE_SHORT' })
  }
  server.close()
})
