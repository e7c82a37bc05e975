// The answer to a device that asks for the password. Two ways, told apart by the length of its nonce. Pure but for the time
// that the derivation takes. Not here: when it is sent (invitation.ts).
// Sources: tools/espota.py and ArduinoOTA.cpp of the Arduino cores; PBKDF2 since version 3.3.1 of the one for ESP32.
//
//   32 digits   MD5( MD5(password) ":" nonce ":" ours )                                       all hex, lower case
//   64 digits   SHA-256( PBKDF2(SHA-256(password), nonce ":" ours) ":" nonce ":" ours )       10,000 rounds of HMAC-SHA-256
import { createHash, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { encodeResponse } from './codec.ts'

/**
 * What a device of the second kind keeps of its password: usually its SHA-256; its MD5 where the firmware was only given that,
 * from the time before.
 */
export type KeptHash = 'sha256' | 'md5'

const md5NonceDigits = 32
const rounds = 10_000
const keyBytes = 32
const derive = promisify(pbkdf2)

export function isOldNonce(nonce: string): boolean {
  return nonce.length === md5NonceDigits
}

/** `clientNonce`: as many hex digits as the device's nonce has. */
export async function answerChallenge(
  nonce: string,
  clientNonce: string,
  password: string,
  kept: KeptHash,
): Promise<Uint8Array> {
  if (isOldNonce(nonce)) {
    const response = hexDigest('md5', `${hexDigest('md5', password)}:${nonce}:${clientNonce}`)
    return encodeResponse(clientNonce, response)
  }
  const salt = `${nonce}:${clientNonce}`
  const key = await derive(hexDigest(kept, password), salt, rounds, keyBytes, 'sha256')
  return encodeResponse(clientNonce, hexDigest('sha256', `${key.toString('hex')}:${salt}`))
}

function hexDigest(algorithm: KeptHash, text: string): string {
  return createHash(algorithm).update(text, 'utf8').digest('hex')
}
