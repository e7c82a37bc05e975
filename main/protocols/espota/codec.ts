// What the two ends of an Arduino OTA say, as bytes. Pure. Not here: when it is said (invitation.ts, stream.ts), the answer
// to a challenge (challenge.ts). Sources: tools/espota.py and ArduinoOTA.cpp of the Arduino cores for ESP8266 and ESP32.
//
//   UDP to the device    "<command> <our TCP port> <size> <MD5>\n"     command 0 application, 100 file system
//                        "200 <our nonce> <response>\n"                answers a challenge
//   UDP from the device  "OK"    "AUTH <nonce>"    "Authentication Failed"    "ERR: <sentence>"
//   TCP, device to us    counts of bytes it wrote, in decimal, nothing between them; then "OK" or a sentence

export type OtaTarget = 'app' | 'fileSystem'

const commandOf: Readonly<Record<OtaTarget, number>> = { app: 0, fileSystem: 100 }
const authCommand = 200
/** No command at all: a device that waits for the answer to a challenge forgets about it, every other ignores it. */
const noCommand = 1

const longestSaid = 160

export interface Invitation {
  readonly target: OtaTarget
  /** Where we listen for the device. */
  readonly port: number
  readonly sizeBytes: number
  /** Lower-case hex. */
  readonly md5: string
}

export function encodeInvitation({ target, port, sizeBytes, md5 }: Invitation): Uint8Array {
  return Buffer.from(`${commandOf[target]} ${port} ${sizeBytes} ${md5}\n`, 'latin1')
}

export function encodeResponse(clientNonce: string, response: string): Uint8Array {
  return Buffer.from(`${authCommand} ${clientNonce} ${response}\n`, 'latin1')
}

export function encodeNothing(): Uint8Array {
  return Buffer.from(`${noCommand}\n`, 'latin1')
}

export type Reply =
  | { readonly kind: 'accepted' }
  /** 32 hex digits: the answer is made with MD5; 64: with PBKDF2 and SHA-256. */
  | { readonly kind: 'challenge'; readonly nonce: string }
  | { readonly kind: 'wrongPassword' }
  | { readonly kind: 'refused'; readonly said: string }
  | { readonly kind: 'unknown'; readonly said: string }

/** What a datagram of the device means. Never throws. */
export function decodeReply(datagram: Uint8Array): Reply {
  const said = plainSentence(Buffer.from(datagram.subarray(0, longestSaid)).toString('latin1'))
  if (said === 'OK') return { kind: 'accepted' }
  const nonce = /^AUTH ((?:[0-9a-fA-F]{32}){1,2})(?: |$)/.exec(said)?.[1]
  if (nonce !== undefined) return { kind: 'challenge', nonce }
  if (/^auth\S* fail/i.test(said)) return { kind: 'wrongPassword' }
  return /^ERR/i.test(said) ? { kind: 'refused', said } : { kind: 'unknown', said }
}

/** Printable, on one line, bounded: for an error's context. */
export function plainSentence(text: string): string {
  return text
    .slice(0, longestSaid)
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
}
