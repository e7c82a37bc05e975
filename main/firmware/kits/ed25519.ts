// Ed25519 keys and signatures (RFC 8032) as texts: a public key is its 32 bytes in base64url, a private key PKCS #8 in
// base64. Pure; where keys are kept and which are trusted is the station's.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { publicKeySchema } from '../../../preload/contract/index.ts'

export interface KeyPair {
  readonly publicKey: string
  /** A secret. */
  readonly privateKey: string
}

export function createKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync('ed25519')
  const publicKey = publicKeyOf(privateKey)
  // A command would take it for an option.
  if (publicKey.startsWith('-')) return createKeyPair()
  return { publicKey, privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64') }
}

/** Null when the text is no Ed25519 key. */
export function readKeyPair(privateKey: string): KeyPair | null {
  try {
    const key = privateKeyOf(privateKey)
    return key.asymmetricKeyType === 'ed25519' ? { publicKey: publicKeyOf(key), privateKey } : null
  } catch {
    return null
  }
}

/** 64 bytes. */
export function signBytes(bytes: Uint8Array, { privateKey }: KeyPair): Uint8Array {
  return sign(null, bytes, privateKeyOf(privateKey))
}

/** False also for a key that is none. */
export function isSignedBy(bytes: Uint8Array, signature: Uint8Array, publicKey: string): boolean {
  if (!isPublicKey(publicKey)) return false
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
  return verify(null, bytes, key, signature)
}

/** One spelling only: the last character of base64url could say the same in several ways. */
export function isPublicKey(text: string): boolean {
  return (
    publicKeySchema.safeParse(text).success && Buffer.from(text, 'base64url').toString('base64url') === text
  )
}

/** What two people compare: the first 80 bits of the key's SHA-256 in groups of four. */
export function fingerprintOf(publicKey: string): string {
  const digest = createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex')
  return (digest.slice(0, 20).match(/.{4}/g) ?? []).join('-')
}

function privateKeyOf(text: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' })
}

function publicKeyOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'jwk' }).x ?? ''
}
