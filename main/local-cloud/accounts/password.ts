// Passwords of members and users: scrypt with a salt of their own, kept as `<salt hex>:<hash hex>`, compared in constant
// time. Node's defaults: N 16384, r 8, p 1, some 30 ms.
import { randomBytes, type ScryptOptions, scrypt, scryptSync, timingSafeEqual } from 'node:crypto'
import { FlashlineError } from '../../../preload/contract/index.ts'

const SALT_BYTES = 16
const HASH_BYTES = 32
const MIN_CHARS = 6
/** Also of what a login may send: hashing is paid for by the byte. */
export const PASSWORD_MAX_CHARS = 128

const settings: ScryptOptions = { N: 16_384, r: 8, p: 1 }

/** INPUT_INVALID {field: 'password'} for one that is too short or too long. */
export function hashPassword(password: string): string {
  if (password.length < MIN_CHARS || password.length > PASSWORD_MAX_CHARS) {
    throw new FlashlineError('INPUT_INVALID', { field: 'password', minChars: MIN_CHARS })
  }
  const salt = randomBytes(SALT_BYTES)
  return `${salt.toString('hex')}:${scryptSync(password, salt, HASH_BYTES, settings).toString('hex')}`
}

/** In place of a hash, for whom no password is right: what nobody knows a password for. */
export const hashOfNone = (): string =>
  `${randomBytes(SALT_BYTES).toString('hex')}:${randomBytes(HASH_BYTES).toString('hex')}`

/** Off the event loop: a login must not hold up the devices. */
export function isPassword(password: string, kept: string): Promise<boolean> {
  const [salt = '', hash = ''] = kept.split(':')
  return new Promise((resolve, reject) => {
    scrypt(password, Buffer.from(salt, 'hex'), HASH_BYTES, settings, (error, derived) => {
      if (error === null) resolve(timingSafeEqual(derived, Buffer.from(hash, 'hex')))
      else reject(error)
    })
  })
}
