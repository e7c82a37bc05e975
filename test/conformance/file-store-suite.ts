// What every place of firmware files owes: content whole or not at all, ranges, and nobody in the way of another process.
import { createHash, randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileContent, FileStore } from '../../main/local-cloud/files/file-store.ts'
import { stage, stagedPath } from '../../main/local-cloud/files/staging.ts'

export interface FileStoreBed extends AsyncDisposable {
  /** Another process on the same place. */
  open(): Promise<FileStore>
  /** What a stranger put under the name. */
  spoil(sha256: string, bytes: Uint8Array): Promise<void>
  remove(sha256: string): Promise<void>
}

export function fileStoreSuite(name: string, openBed: () => Promise<FileStoreBed>): void {
  describe(`firmware files: ${name}`, () => {
    let bed: FileStoreBed
    let store: FileStore
    beforeAll(async () => {
      bed = await openBed()
      store = await bed.open()
    })
    afterAll(async () => {
      store.close()
      await bed[Symbol.asyncDispose]()
    })

    const add = async (bytes: Uint8Array, to = store): Promise<FileContent> => {
      const path = stagedPath(to.stagingDir)
      try {
        const content = await stage(bytes, path, bytes.length)
        await to.keep(path, content)
        return content
      } finally {
        await rm(path, { force: true })
      }
    }
    const read = async (content: FileContent, first: number, last: number, from = store) => {
      const bytes = await from.read(content, { first, last })
      return bytes === null ? null : buffer(bytes)
    }
    const whole = (content: FileContent, from = store) => read(content, 0, content.sizeBytes - 1, from)

    it('gives back what was put, whole and in parts', async () => {
      const bytes = randomBytes(300_001)
      const content = await add(bytes)
      expect(await store.findSize(content.sha256)).toBe(300_001)
      expect((await whole(content))?.equals(bytes)).toBe(true)
      for (const [first, last] of [
        [0, 0],
        [300_000, 300_000],
        [70_000, 200_000],
      ] as const) {
        expect((await read(content, first, last))?.equals(bytes.subarray(first, last + 1))).toBe(true)
      }
    })

    it('keeps an empty file', async () => {
      expect(await store.findSize((await add(new Uint8Array(0))).sha256)).toBe(0)
    })

    it('knows nothing of what nobody put', async () => {
      const sha256 = createHash('sha256').update('nobody').digest('hex')
      expect(await store.findSize(sha256)).toBeNull()
      expect(await store.read({ sha256, sizeBytes: 6 }, { first: 0, last: 5 })).toBeNull()
    })

    it('takes the same content from two processes at once, and again', async () => {
      const bytes = randomBytes(200_000)
      const other = await bed.open()
      try {
        const put = [store, other, store, other].map((to) => add(bytes, to))
        const [content] = await Promise.all(put)
        if (content === undefined) throw new Error('nothing was put')
        await add(bytes, other)
        for (const from of [store, other]) expect((await whole(content, from))?.equals(bytes)).toBe(true)
      } finally {
        other.close()
      }
    })

    it('hands out nothing of another length under the name', async () => {
      const bytes = randomBytes(5000)
      const content = await add(bytes)
      for (const wrong of [
        bytes.subarray(0, 4999),
        Buffer.concat([bytes, Buffer.from([1])]),
        Buffer.alloc(0),
      ]) {
        await bed.spoil(content.sha256, wrong)
        expect(await store.findSize(content.sha256)).toBe(wrong.length)
        expect(await whole(content)).toBeNull()
        expect(await read(content, 0, 99)).toBeNull()
      }
      // Putting it again mends it.
      await add(bytes)
      expect((await whole(content))?.equals(bytes)).toBe(true)
    })

    it('finds nothing where content was removed', async () => {
      const content = await add(randomBytes(100))
      await bed.remove(content.sha256)
      expect([await store.findSize(content.sha256), await whole(content)]).toEqual([null, null])
    })

    it('stops reading when nobody listens any more', async () => {
      const content = await add(randomBytes(4_000_000))
      const bytes = await store.read(content, { first: 0, last: content.sizeBytes - 1 })
      if (bytes === null) throw new Error('nothing to read')
      for await (const _ of bytes) break
      await finished(bytes).catch(() => {})
      expect([bytes.destroyed, bytes.readableEnded]).toEqual([true, false])
      expect(await store.findSize(content.sha256)).toBe(4_000_000)
    })
  })
}
