// Firmware files of the local cloud in a real object store: the suite of every place, and what is an object store's own -
// its signatures, its absence, and the hand-out with ranges through the cloud's own route.
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FilesPlace, openFileStore, readFilesPlace } from '../../main/local-cloud/files/files-place.ts'
import { fileStoreSuite } from '../conformance/file-store-suite.ts'
import { type OpenCloud, openCloud, refused } from '../local-cloud/open-cloud.ts'
import { type S3Server, startS3Server } from './s3-server.ts'

let server: S3Server
let dataDir: string
beforeAll(async () => {
  server = await startS3Server()
  dataDir = await mkdtemp(join(tmpdir(), 'flashline-staging-'))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})
beforeEach(() => {
  // As a plant gives them: in the environment.
  useCredentials(server.credentials.accessKeyId, server.credentials.secretAccessKey)
})
afterEach(() => void vi.unstubAllEnvs())

function useCredentials(accessKeyId: string, secretAccessKey: string): void {
  const nowhere = join(dataDir, 'nowhere')
  for (const [name, value] of Object.entries({
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SHARED_CREDENTIALS_FILE: nowhere,
    AWS_CONFIG_FILE: nowhere,
    AWS_EC2_METADATA_DISABLED: 'true',
  })) {
    vi.stubEnv(name, value)
  }
}

const place = (path = 'firmware/images', endpoint = server.endpoint): FilesPlace =>
  readFilesPlace(`s3://${path}`, { endpoint })
const now = () => new Date()
const open = (at = place()) => openFileStore(at, dataDir, now)
const keyOf = (sha256: string) => ({ Bucket: server.bucket, Key: `images/${sha256}` })

fileStoreSuite('an object store', async () => {
  useCredentials(server.credentials.accessKeyId, server.credentials.secretAccessKey)
  return {
    open,
    spoil: async (sha256, bytes) =>
      void (await server.client.send(new PutObjectCommand({ ...keyOf(sha256), Body: bytes }))),
    remove: async (sha256) => void (await server.client.send(new DeleteObjectCommand(keyOf(sha256)))),
    [Symbol.asyncDispose]: async () => {},
  }
})

describe('an object store', () => {
  it('refuses a wrong secret, an unknown key and a bucket that is not there', async () => {
    const refusal = (reason: number) => ({ code: 'FILES_REFUSED', context: { reason } })
    await expect(open(place('no-such-bucket'))).rejects.toMatchObject(refusal(404))
    useCredentials(server.credentials.accessKeyId, randomBytes(24).toString('hex'))
    await expect(open()).rejects.toMatchObject(refusal(403))
    useCredentials('plant:nobody', server.credentials.secretAccessKey)
    await expect(open()).rejects.toMatchObject(refusal(403))
  })

  it('needs credentials', async () => {
    useCredentials('', '')
    await expect(open()).rejects.toMatchObject({
      code: 'FILES_REFUSED',
      context: { reason: 'CredentialsProviderError' },
    })
  })

  it('never tells the secret', async () => {
    const secret = randomBytes(24).toString('hex')
    useCredentials(server.credentials.accessKeyId, secret)
    const error = await open().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'FILES_REFUSED' })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secret)
  })

  it('is unreachable where nobody listens', async () => {
    const nobody = place('firmware', 'http://127.0.0.1:1')
    await expect(open(nobody)).rejects.toMatchObject({
      code: 'FILES_UNREACHABLE',
      context: { place: '127.0.0.1:1', reason: 'ECONNREFUSED' },
    })
  })
})

describe('the local cloud with its firmware in an object store', () => {
  let cloud: OpenCloud
  beforeEach(async () => {
    cloud = await openCloud({ files: place() })
  })
  afterEach(() => cloud[Symbol.asyncDispose]())

  const upload = async (bytes: Uint8Array) => {
    const response = await fetch(`${cloud.cloud.baseUrl}/v2/firmware-files?name=app.bin`, {
      method: 'POST',
      headers: { 'Access-Token': cloud.token, 'Content-Type': 'application/octet-stream' },
      body: Buffer.from(bytes),
    })
    return { status: response.status, body: (await response.json()) as { url: string; sha256: string } }
  }
  const staged = () => readdir(join(cloud.dataDir, 'staging'))

  it('takes an upload and hands it out, whole and in parts; nothing stays on this disk', async () => {
    const bytes = randomBytes(2_000_000)
    const { status, body } = await upload(bytes)
    expect(status).toBe(200)
    const head = await server.client.send(new HeadObjectCommand(keyOf(body.sha256)))
    expect([head.ContentLength, head.ContentType]).toEqual([2_000_000, 'application/octet-stream'])
    const whole = await fetch(body.url)
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
    const part = await fetch(body.url, {
      headers: { Range: 'bytes=1999990-', 'If-Range': `"${body.sha256}"` },
    })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 1999990-1999999/2000000'])
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1_999_990))).toBe(true)
    expect(await staged()).toEqual([])
  })

  it('takes the same content from eight callers at once', async () => {
    const bytes = randomBytes(400_000)
    const answers = await Promise.all(Array.from({ length: 8 }, () => upload(bytes)))
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.sha256}`)).size).toBe(1)
    const back = await fetch(answers[0]?.body.url ?? '')
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true)
    expect(await staged()).toEqual([])
  })

  it('does not hand out what is of another length, or gone', async () => {
    const { body } = await upload(randomBytes(1000))
    await server.client.send(new PutObjectCommand({ ...keyOf(body.sha256), Body: randomBytes(999) }))
    const path = new URL(body.url).pathname
    const missing = refused(4041001, 'URL_UNKNOWN') as object
    expect(await cloud.call('GET', path)).toMatchObject(missing)
    await server.client.send(new DeleteObjectCommand(keyOf(body.sha256)))
    expect(await cloud.call('GET', path)).toMatchObject(missing)
  })

  it('says so while the store is down, loses nothing, and goes on when it is back', async () => {
    const bytes = randomBytes(50_000)
    const { body } = await upload(bytes)
    await server.kill()
    try {
      // Not 404: a device would give up.
      expect((await fetch(body.url)).status).toBe(503)
      expect((await upload(randomBytes(1000))).status).toBe(503)
      expect(await staged()).toEqual([])
      // What needs no firmware goes on.
      expect((await cloud.call('GET', '/v2/upgrade/firmware/tasks?product_id=p1')).status).not.toBe(503)
    } finally {
      await server.start()
    }
    expect(Buffer.from(await (await fetch(body.url)).arrayBuffer()).equals(bytes)).toBe(true)
    expect((await upload(randomBytes(1000))).status).toBe(200)
  })
})
