// Firmware files in an object store with the S3 interface, one object `<prefix>/<sha256>` each. The store takes a whole
// object or none, and checks what it was sent by the digests. It needs leave to list the bucket (else a missing object
// looks like a forbidden one), to get and to put; credentials are found where the AWS tools find theirs.
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { FileStore } from './file-store.ts'

export interface S3Place {
  readonly bucket: string
  /** Without slashes at its ends; "" for none. */
  readonly prefix: string
  /** `http://host:port`; null for Amazon's own. */
  readonly endpoint: string | null
  /** Null: as the AWS tools are set up. */
  readonly region: string | null
}

const CONNECT_TIMEOUT_MS = 5_000
/** Until the store begins to answer. */
const ANSWER_TIMEOUT_MS = 10_000
/** Of a whole file on its way in. */
const PUT_TIMEOUT_MS = 600_000
const ATTEMPTS = 2
/** As many as the local cloud has seats: nobody waits for another device's slow download. */
const MAX_CONNECTIONS = 1024

/** Asks for the bucket first. FILES_UNREACHABLE {host}, FILES_REFUSED {host, reason} */
export async function openS3Store(place: S3Place, stagingDir: string): Promise<FileStore> {
  // Many megabytes of code that nobody else needs.
  const s3 = await import('@aws-sdk/client-s3')
  const host = hostOf(place)
  const client = openClient(s3, place)
  const keyOf = (sha256: string) => ({
    Bucket: place.bucket,
    Key: place.prefix === '' ? sha256 : `${place.prefix}/${sha256}`,
  })

  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw asFilesError(error, host)
    }
  }
  /** Null for what the store says is not there. */
  const ifThere = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work()
    } catch (error) {
      if (absences.has(readS3Error(error).name)) return null
      throw asFilesError(error, host)
    }
  }

  try {
    await ask(() =>
      client.send(new s3.HeadBucketCommand({ Bucket: place.bucket }), { requestTimeout: ANSWER_TIMEOUT_MS }),
    )
  } catch (error) {
    client.destroy()
    throw error
  }
  return {
    stagingDir,
    async keep(stagedPath, { sha256, md5, sizeBytes }) {
      const body = createReadStream(stagedPath)
      try {
        const put = new s3.PutObjectCommand({
          ...keyOf(sha256),
          Body: body,
          ContentLength: sizeBytes,
          ContentType: 'application/octet-stream',
          // Every store knows the first; the second covers the stores that no longer trust it.
          ContentMD5: Buffer.from(md5, 'hex').toString('base64'),
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
        })
        await ask(() => client.send(put, { requestTimeout: PUT_TIMEOUT_MS }))
      } finally {
        body.destroy()
      }
    },
    async findSize(sha256) {
      const head = new s3.HeadObjectCommand(keyOf(sha256))
      const found = await ifThere(() => client.send(head, { requestTimeout: ANSWER_TIMEOUT_MS }))
      return found?.ContentLength ?? null
    },
    async read({ sha256, sizeBytes }, { first, last }) {
      const get = new s3.GetObjectCommand({ ...keyOf(sha256), Range: `bytes=${first}-${last}` })
      const found = await ifThere(() => client.send(get, { requestTimeout: ANSWER_TIMEOUT_MS }))
      if (!(found?.Body instanceof Readable)) return null
      // The end that it says is the object's: another than ours is another content.
      if (found.ContentRange === `bytes ${first}-${last}/${sizeBytes}`) return found.Body
      found.Body.destroy()
      return null
    },
    close: () => client.destroy(),
  }
}

function openClient(
  s3: typeof import('@aws-sdk/client-s3'),
  { endpoint, region }: Pick<S3Place, 'endpoint' | 'region'>,
): S3Client {
  const agent = { keepAlive: true, maxSockets: MAX_CONNECTIONS }
  return new s3.S3Client({
    // Stores of one's own have one address for all buckets.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(region === null ? {} : { region }),
    maxAttempts: ATTEMPTS,
    // What it adds by itself is a trailer that other stores do not understand; we send digests of our own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  })
}

/** InvalidRange: shorter than it should be. */
const absences = new Set(['NoSuchKey', 'NotFound', 'InvalidRange'])

const s3Error = z.object({
  name: z.string(),
  code: z.string().optional(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
})

function readS3Error(error: unknown): z.infer<typeof s3Error> {
  return s3Error.safeParse(error).data ?? { name: '' }
}

function asFilesError(cause: unknown, host: string): FlashlineError {
  const { name, code, $metadata } = readS3Error(cause)
  const status = $metadata?.httpStatusCode
  const isAnswer = status !== undefined && status >= 300 && status < 500 && status !== 429
  // No credentials, no region: nobody was asked yet, and asking again would not help.
  const isUnasked = name === 'CredentialsProviderError' || /region/i.test(code ?? '')
  return isAnswer || isUnasked
    ? new FlashlineError('FILES_REFUSED', { place: host, reason: status ?? name }, { cause })
    : new FlashlineError('FILES_UNREACHABLE', { place: host, reason: status ?? code ?? name }, { cause })
}

function hostOf({ endpoint, bucket }: S3Place): string {
  return endpoint === null ? `s3://${bucket}` : new URL(endpoint).host
}
