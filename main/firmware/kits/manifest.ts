// The first two entries of a sealed file: the manifest, which names every other entry with its size and digest, and the
// signature over the manifest's exact bytes. Pure. The page: docs/kits.md.
import { z } from 'zod'
import { FlashlineError, publicKeySchema, sha256Schema } from '../../../preload/contract/index.ts'
import { isSignedBy, type KeyPair, signBytes } from './ed25519.ts'

/** `flashline-kit` is a kit, `flashline-results` a result file; a signature of one is none of the other. */
export type SealedFormat = 'flashline-kit' | 'flashline-results'

/** Of the whole form: entries, schemas, signature. */
export const schemaVersion = 1
export const manifestPath = 'manifest.json'
export const signaturePath = 'signature.json'
export const maxManifestBytes = 1024 * 1024
export const maxSignatureBytes = 1024

const entrySchema = z.strictObject({
  path: z.string().min(1).max(200),
  sizeBytes: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  sha256: sha256Schema,
})
export type ManifestEntry = z.infer<typeof entrySchema>

const headSchema = z.object({ format: z.string(), schema: z.number() })
const manifestSchema = z.strictObject({
  format: z.string(),
  schema: z.literal(schemaVersion),
  about: z.unknown(),
  entries: z.array(entrySchema).max(2000),
})
const signatureSchema = z.strictObject({
  algorithm: z.literal('ed25519'),
  publicKey: publicKeySchema,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
})

export interface Manifest {
  readonly about: unknown
  readonly entries: readonly ManifestEntry[]
}

export function encodeManifest(format: SealedFormat, { about, entries }: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify({ format, schema: schemaVersion, about, entries }, null, 1)}\n`)
}

/** KIT_UNREADABLE for what is none of this format, KIT_NEWER {found, known}. */
export function readManifest(bytes: Uint8Array, format: SealedFormat): Manifest {
  const value = parseJson(bytes)
  const head = headSchema.safeParse(value)
  if (!head.success || head.data.format !== format) throw new FlashlineError('KIT_UNREADABLE')
  const { schema } = head.data
  if (schema > schemaVersion) throw new FlashlineError('KIT_NEWER', { found: schema, known: schemaVersion })
  const manifest = manifestSchema.safeParse(value)
  if (!manifest.success) throw new FlashlineError('KIT_UNREADABLE', { path: manifestPath })
  return manifest.data
}

export function encodeSignature(manifest: Uint8Array, format: SealedFormat, keys: KeyPair): Buffer {
  const signature = Buffer.from(signBytes(signedBytes(manifest, format), keys)).toString('base64url')
  return Buffer.from(
    `${JSON.stringify({ algorithm: 'ed25519', publicKey: keys.publicKey, signature }, null, 1)}\n`,
  )
}

/** The public key that signed the manifest. KIT_CHANGED when it did not. */
export function readSignature(bytes: Uint8Array, manifest: Uint8Array, format: SealedFormat): string {
  const read = signatureSchema.safeParse(parseJson(bytes))
  if (!read.success) throw new FlashlineError('KIT_CHANGED', { path: signaturePath })
  const { publicKey, signature } = read.data
  if (!isSignedBy(signedBytes(manifest, format), Buffer.from(signature, 'base64url'), publicKey))
    throw new FlashlineError('KIT_CHANGED', { path: manifestPath })
  return publicKey
}

/** What it is stands before what it says: bytes that were signed for another purpose are no kit. */
function signedBytes(manifest: Uint8Array, format: SealedFormat): Uint8Array {
  return Buffer.concat([Buffer.from(`${format}\0`), manifest])
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new FlashlineError('KIT_UNREADABLE', {}, { cause })
  }
}
