// Secrets that we make ourselves: long and random, so that a plain digest of them is enough to keep. Passwords, which
// people make, are in password.ts.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 32 random bytes as hex. */
export function newSecret(): string {
  return randomBytes(32).toString('hex')
}

/** What is kept of a secret. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** In constant time; nothing is the secret of an empty digest. */
export function isSecret(secret: string, digest: string): boolean {
  const given = Buffer.from(digestOf(secret))
  const kept = Buffer.from(digest)
  return given.length === kept.length && timingSafeEqual(given, kept)
}
