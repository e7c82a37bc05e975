// A file on its way from the browser to the station: in pieces that fit, in order, and called off on the station too.
import { expect, test } from 'vitest'
import { largestUploadBytes, uploadChunkBytes } from '../../preload/contract/upload-sizes.ts'
import {
  FileUnreadable,
  refuseFile,
  toBase64,
  type UploadCalls,
  uploadFile,
} from '../../renderer/screens/firmware/upload-file.ts'

const never = new AbortController().signal

/** A station that keeps what it is handed. */
function station() {
  const received: Buffer[] = []
  const cancelled: string[] = []
  const names: string[] = []
  const calls = {
    beginUpload: async ({ name }: { name: string }) => {
      names.push(name)
      return { uploadId: 'u1' }
    },
    upload: async ({ offset, bytes }: { offset: number; bytes: string }) => {
      const receivedBytes = received.reduce((sum, { length }) => sum + length, 0)
      if (offset !== receivedBytes) throw new Error('a gap')
      received.push(Buffer.from(bytes, 'base64'))
      return { receivedBytes: receivedBytes + Buffer.from(bytes, 'base64').length }
    },
    cancelUpload: async ({ uploadId }: { uploadId: string }) => {
      cancelled.push(uploadId)
      return { cancelled: true }
    },
  } as unknown as UploadCalls
  return { calls, received, cancelled, names }
}

const bytes = Buffer.from(Uint8Array.from({ length: uploadChunkBytes * 2 + 5 }, (_, index) => index * 7))

test('pieces of the size that fits, in order, with what has come so far', async () => {
  const { calls, received, cancelled } = station()
  const done: number[] = []
  const file = new File([bytes], 'app.bin')
  expect(await uploadFile(calls, file, (count) => done.push(count), never)).toBe('u1')
  expect(Buffer.compare(Buffer.concat(received), bytes)).toBe(0)
  expect(done).toEqual([uploadChunkBytes, uploadChunkBytes * 2, bytes.length])
  expect(cancelled).toEqual([])
})

test('stopped half way, the station forgets it', async () => {
  const { calls, received, cancelled } = station()
  const stop = new AbortController()
  const uploading = uploadFile(calls, new File([bytes], 'app.bin'), () => stop.abort(), stop.signal)
  await expect(uploading).rejects.toMatchObject({ name: 'AbortError' })
  expect(received).toHaveLength(1)
  expect(cancelled).toEqual(['u1'])
})

test('a file that goes away meanwhile is called that, and the station forgets it', async () => {
  const { calls, cancelled } = station()
  const file = {
    name: 'app.bin',
    size: 10,
    slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }),
  }
  await expect(uploadFile(calls, file, () => {}, never)).rejects.toBeInstanceOf(FileUnreadable)
  expect(cancelled).toEqual(['u1'])
})

test('an endless name keeps its end', async () => {
  const { calls, names } = station()
  await uploadFile(calls, new File([Buffer.of(1)], `${'x'.repeat(300)}.bin`), () => {}, never)
  expect(names[0]).toHaveLength(200)
  expect(names[0]?.endsWith('x.bin')).toBe(true)
})

test('what can be said without asking is said at once', () => {
  expect(refuseFile({ size: 0 })).toBe('empty')
  expect(refuseFile({ size: largestUploadBytes })).toBe(null)
  expect(refuseFile({ size: largestUploadBytes + 1 })).toEqual({
    code: 'IMAGE_OVER_CAP',
    context: { sizeBytes: largestUploadBytes + 1, capBytes: largestUploadBytes },
  })
  expect(toBase64(bytes)).toBe(bytes.toString('base64'))
})
