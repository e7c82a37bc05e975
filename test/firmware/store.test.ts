import { mkdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { tempFolder } from '../store/job-fixture.ts'
import { benchStore, md5, never, sha256, someBytes, wantedOf } from './bench-store.ts'
import { serveFile } from './file-server.ts'

/** A loaded machine may be slow; the condition decides, not the time. */
const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 15_000 })

const quiet = () => {}

test('64 callers share one download, its bytes and its progress', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  const bench = await benchStore()
  const last = new Array<number>(64).fill(-1)
  const images = await Promise.all(
    last.map((_, index) =>
      bench.firmware.fetch(
        wantedOf(bytes, server.url),
        ({ doneBytes }) => {
          last[index] = doneBytes
        },
        never,
      ),
    ),
  )
  expect(server.requests).toHaveLength(1)
  expect(last).toEqual(new Array(64).fill(bytes.length))
  for (const image of images) expect(image.bytes).toBe(images[0]?.bytes)
  expect(images[0]?.sha256).toBe(sha256(bytes))
})

test('what is in the store needs no network, also after a restart', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  const bench = await benchStore()
  const first = await bench.firmware.fetch(wantedOf(bytes, server.url), quiet, never)
  await server.close()
  const progress: number[] = []
  const wanted = wantedOf(bytes, 'http://127.0.0.1:1/other-name.bin')
  const second = await bench.firmware.fetch(wanted, ({ doneBytes }) => progress.push(doneBytes), never)
  expect(second.bytes).toBe(first.bytes)
  expect(second.fileName).toBe('other-name.bin')
  expect(progress).toEqual([bytes.length])
  const third = await (await bench.reopen()).fetch(wanted, quiet, never)
  expect(Buffer.compare(third.bytes, bytes)).toBe(0)
})

test.each(['changed', 'shortened'])('a stored file that was %s on disk is fetched again', async (how) => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  const bench = await benchStore()
  await bench.firmware.fetch(wantedOf(bytes, server.url), quiet, never)
  const path = bench.pathOf(sha256(bytes))
  if (how === 'changed') await writeFile(path, someBytes())
  else await truncate(path, 100)
  const image = await (await bench.reopen()).fetch(wantedOf(bytes, server.url), quiet, never)
  expect(Buffer.compare(image.bytes, bytes)).toBe(0)
  expect(server.requests).toHaveLength(2)
  expect(Buffer.compare(await readFile(path), bytes)).toBe(0)
})

test('one caller leaves and the others get their image; a late one joins', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  let goOn = () => {}
  const held = new Promise<void>((resolve) => (goOn = resolve))
  server.beforePiece = (sentBytes) => (sentBytes > 200_000 ? held : undefined)
  const bench = await benchStore()
  const wanted = wantedOf(bytes, server.url)
  const leaver = new AbortController()
  const seen: number[] = []
  const leaving = bench.firmware.fetch(wanted, ({ doneBytes }) => seen.push(doneBytes), leaver.signal)
  const staying = bench.firmware.fetch(wanted, quiet, never)
  await until(() => expect(seen.at(-1)).toBeGreaterThan(100_000))
  const reason = new Error('cancelled by hand')
  leaver.abort(reason)
  await expect(leaving).rejects.toBe(reason)
  const seenWhenLeft = seen.length
  const lateSeen: number[] = []
  const late = bench.firmware.fetch(wanted, ({ doneBytes }) => lateSeen.push(doneBytes), never)
  expect(lateSeen[0]).toBeGreaterThan(100_000)
  goOn()
  expect(Buffer.compare((await staying).bytes, bytes)).toBe(0)
  expect((await late).bytes).toBe((await staying).bytes)
  expect(seen).toHaveLength(seenWhenLeft)
  expect(server.requests).toHaveLength(1)
})

test('when the last caller leaves the download ends, and the next one continues it', async () => {
  const bytes = someBytes()
  const server = await serveFile(bytes)
  let hold = true
  server.beforePiece = (sentBytes) => (hold && sentBytes > 200_000 ? new Promise<void>(() => {}) : undefined)
  const bench = await benchStore()
  const wanted = wantedOf(bytes, server.url)
  const callers = [new AbortController(), new AbortController()]
  const seen: number[] = []
  const fetches = callers.map(({ signal }) =>
    bench.firmware.fetch(wanted, ({ doneBytes }) => seen.push(doneBytes), signal),
  )
  await until(() => expect(seen.at(-1)).toBeGreaterThan(100_000))
  for (const caller of callers) caller.abort()
  await Promise.all(fetches.map((one) => expect(one).rejects.toMatchObject({ name: 'AbortError' })))
  hold = false
  // At once, while the first download is still letting its file go.
  const image = await bench.firmware.fetch(wanted, quiet, never)
  expect(Buffer.compare(image.bytes, bytes)).toBe(0)
  expect(server.requests.map(({ status }) => status)).toEqual([200, 206])
  expect(await bench.partial()).toEqual([])
})

test('a caller that has aborted already starts nothing', async () => {
  const server = await serveFile(someBytes(10))
  const bench = await benchStore()
  const wanted = wantedOf(server.bytes, server.url)
  await expect(bench.firmware.fetch(wanted, quiet, AbortSignal.abort())).rejects.toMatchObject({
    name: 'AbortError',
  })
  expect(server.requests).toEqual([])
})

test('a failure reaches every caller, and the next call tries again', async () => {
  const server = await serveFile(someBytes(10))
  server.status = 500
  const bench = await benchStore()
  const wanted = wantedOf(server.bytes, server.url)
  const failures = [1, 2, 3].map(() => bench.firmware.fetch(wanted, quiet, never))
  await Promise.all(failures.map((one) => expect(one).rejects.toMatchObject({ code: 'CLOUD_SERVER' })))
  expect(server.requests).toHaveLength(1)
  server.status = null
  expect((await bench.firmware.fetch(wanted, quiet, never)).sizeBytes).toBe(10)
})

test('an image over the cap is refused before anything is asked or written', async () => {
  const server = await serveFile(someBytes(101))
  const bench = await benchStore({ capBytes: 100 })
  await expect(bench.firmware.fetch(wantedOf(server.bytes, server.url), quiet, never)).rejects.toMatchObject({
    code: 'IMAGE_OVER_CAP',
    context: { sizeBytes: 101, capBytes: 100 },
  })
  expect(server.requests).toEqual([])
  const file = join(await tempFolder(), 'big.bin')
  await writeFile(file, someBytes(101))
  await expect(bench.firmware.importFile(file)).rejects.toMatchObject({ code: 'IMAGE_OVER_CAP' })
})

test('a digest or size that is none never becomes a file name', async () => {
  const bench = await benchStore()
  const wanted = { url: 'http://127.0.0.1:1/x', md5: '../../x', sizeBytes: 1 }
  await expect(bench.firmware.fetch(wanted, quiet, never)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  await expect(
    bench.firmware.fetch({ ...wanted, md5: 'a'.repeat(32), sizeBytes: Number.NaN }, quiet, never),
  ).rejects.toMatchObject({ code: 'INPUT_INVALID' })
})

test('a local file is taken into the store once', async () => {
  const bytes = someBytes()
  const file = join(await tempFolder(), 'app.bin')
  await writeFile(file, bytes)
  const bench = await benchStore()
  const image = await bench.firmware.importFile(file)
  expect(image).toMatchObject({ fileName: 'app.bin', md5: md5(bytes), sha256: sha256(bytes) })
  const again = await bench.firmware.importFile(file)
  expect(again.bytes).toBe(image.bytes)
  expect(await bench.visible()).toEqual([sha256(bytes)])
  expect(await bench.partial()).toEqual([])
  expect(await bench.index.list()).toMatchObject([{ sha256: sha256(bytes), sourceUrl: null }])
  const wanted = wantedOf(bytes, 'http://127.0.0.1:1/x')
  expect((await bench.firmware.fetch(wanted, quiet, never)).bytes).toBe(image.bytes)
})

test('a local file that cannot be read is IMAGE_UNREADABLE, with the reason', async () => {
  const folder = await tempFolder()
  const bench = await benchStore()
  await expect(bench.firmware.importFile(join(folder, 'none.bin'))).rejects.toMatchObject({
    code: 'IMAGE_UNREADABLE',
    context: { file: 'none.bin', reason: 'ENOENT' },
  })
  await mkdir(join(folder, 'folder.bin'))
  await expect(bench.firmware.importFile(join(folder, 'folder.bin'))).rejects.toMatchObject({
    code: 'IMAGE_UNREADABLE',
    context: { reason: 'not a file' },
  })
  await expect(bench.firmware.importFile('/dev/zero')).rejects.toMatchObject({ code: 'IMAGE_UNREADABLE' })
})

test('opening removes what a dead process left half written, and partial files nobody wants any more', async () => {
  const bench = await benchStore()
  const folder = join(bench.dataDir, 'firmware', 'partial')
  await writeFile(join(folder, 'x.tmp'), 'half')
  await writeFile(join(folder, 'old.part'), 'old')
  await writeFile(join(folder, 'new.part'), 'new')
  const old = new Date(Date.now() - 40 * 24 * 3600_000)
  await utimes(join(folder, 'old.part'), old, old)
  await bench.reopen()
  expect(await bench.partial()).toEqual(['new.part'])
})

test('a store that cannot be written is STORE_BROKEN', async () => {
  const bench = await benchStore()
  const file = join(await tempFolder(), 'app.bin')
  await writeFile(file, 'x')
  const digest = sha256(Buffer.from('x'))
  // A file where the folder of the image has to be; permissions would not stop root.
  await writeFile(join(bench.dataDir, 'firmware', 'sha256', digest.slice(0, 2)), 'in the way')
  await expect(bench.firmware.importFile(file)).rejects.toMatchObject({ code: 'STORE_BROKEN' })
  expect(await bench.partial()).toEqual([])
})
