import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type OpenCloud, openCloud, refused } from './open-cloud.ts'

const MAX_BYTES = 300_000

let open: OpenCloud
beforeEach(async () => {
  open = await openCloud({ maxFirmwareBytes: MAX_BYTES })
})
afterEach(() => open[Symbol.asyncDispose]())

const upload = async (
  body: Uint8Array | undefined,
  { query = '?name=app.bin', token = open.token, type = 'application/octet-stream' } = {},
) => {
  const response = await fetch(`${open.cloud.baseUrl}/v2/firmware-files${query}`, {
    method: 'POST',
    headers: { 'Access-Token': token, ...(type === '' ? {} : { 'Content-Type': type }) },
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  })
  return { status: response.status, body: await response.json() }
}
const files = () => readdir(path.join(open.dataDir, 'files'))
const digest = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest('hex')

describe('firmware upload', () => {
  it('stores the bytes and answers where they are, for a task to name', async () => {
    const bytes = randomBytes(MAX_BYTES)
    const { status, body } = await upload(bytes, { query: '?name=gro%C3%9Fe+Datei+%231.bin' })
    const sha256 = digest('sha256', bytes)
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        url: `${open.cloud.baseUrl}/firmware/${sha256}/gro%C3%9Fe%20Datei%20%231.bin`,
        md5: digest('md5', bytes),
        sha256,
        size: MAX_BYTES,
      },
    })
    const back = await fetch((body as { url: string }).url)
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true)
    expect(await files()).toContain(sha256)
  })

  it('takes a body in pieces of unknown number', async () => {
    const bytes = randomBytes(200_000)
    const url = new URL('/v2/firmware-files?name=a', open.cloud.baseUrl)
    const headers = { 'Access-Token': open.token, 'Content-Type': 'application/octet-stream' }
    const answer = await new Promise<string>((resolve, reject) => {
      const sent = request(url, { method: 'POST', headers, agent: false }, (response) => {
        text(response).then(resolve, reject)
      })
      sent.on('error', reject)
      for (let at = 0; at < bytes.length; at += 7777) sent.write(bytes.subarray(at, at + 7777))
      sent.end()
    })
    expect(JSON.parse(answer)).toMatchObject({ sha256: digest('sha256', bytes), size: 200_000 })
  })

  it('refuses too much, nothing, no name, another type, and who may not; nothing of it stays', async () => {
    const before = await files()
    const some = randomBytes(10)
    const no = (code: number, reason: string) => refused(code, reason) as object
    expect(await upload(randomBytes(MAX_BYTES + 1))).toMatchObject(no(4001001, 'FILE_TOO_LARGE'))
    expect(await upload(new Uint8Array(0))).toMatchObject(no(4001002, 'FIELD_MISSING'))
    expect(await upload(undefined, { type: '' })).toMatchObject(no(4001002, 'FIELD_MISSING'))
    expect(await upload(some, { query: '' })).toMatchObject(no(4001002, 'FIELD_MISSING'))
    expect(await upload(some, { query: `?name=${'x'.repeat(201)}` })).toMatchObject(
      no(4001001, 'FIELD_INVALID'),
    )
    expect(await upload(some, { type: 'application/json' })).toMatchObject(no(4001001, 'FIELD_INVALID'))
    const token = await open.cloud.admin.issueToken(['platform'])
    expect(await upload(some, { token })).toMatchObject(no(4031004, 'CORP_NEEDED'))
    expect(await files()).toEqual(before)
  })

  it('leaves nothing of an upload that was cut off', async () => {
    const before = await files()
    const url = new URL('/v2/firmware-files?name=a', open.cloud.baseUrl)
    const headers = {
      'Access-Token': open.token,
      'Content-Type': 'application/octet-stream',
      'Content-Length': 100_000,
    }
    const sent = request(url, { method: 'POST', headers, agent: false })
    sent.on('error', () => {})
    sent.write(randomBytes(50_000))
    await vi.waitFor(async () => expect(await files()).toHaveLength(before.length + 1))
    sent.destroy()
    await vi.waitFor(async () => expect(await files()).toEqual(before))
  })
})
