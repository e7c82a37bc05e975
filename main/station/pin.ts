// PINs: scrypt with a salt of their own, kept as `<salt hex>:<hash hex>`, compared in constant time. Node's defaults,
// N 16384, r 8, p 1: some 30 ms, off the event loop.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

const saltBytes = 16
const hashBytes = 32
const keptShape = /^([0-9a-f]{32}):([0-9a-f]{64})$/

/** What is kept of a PIN. */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  return `${salt.toString('hex')}:${(await derive(pin, salt)).toString('hex')}`
}

/** `kept` "": there is none. The answer is no then, after the same time. */
export async function isPin(pin: string, kept: string): Promise<boolean> {
  const [, salt, hash] = keptShape.exec(kept) ?? []
  const derived = await derive(pin, salt ? Buffer.from(salt, 'hex') : randomBytes(saltBytes))
  return timingSafeEqual(derived, hash ? Buffer.from(hash, 'hex') : randomBytes(hashBytes))
}

function derive(pin: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, hashBytes, (error, derived) => (error ? reject(error) : resolve(derived)))
  })
}
