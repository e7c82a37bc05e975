// The RPC signature, version 1.0 (HMAC-SHA1), seen from both sides: what is signed, and how. Pure, no clock and no chance
// in it. Source: the cloud vendor's page on the RPC signature mechanism. The text to be signed:
//   METHOD & %2F & encode(encode(name)=encode(value)&...), every parameter but Signature, sorted by name
import { createHmac } from 'node:crypto'
import { percentEncode } from '../line/address.ts'

/** `parameters`: decoded, of the query and of a form body, in any order; `Signature` among them is left out. */
export function stringToSign(method: string, parameters: Iterable<readonly [string, string]>): string {
  const joined = [...parameters]
    .filter(([name]) => name !== 'Signature')
    .sort(([nameA, valueA], [nameB, valueB]) => compareBytes(nameA, nameB) || compareBytes(valueA, valueB))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&')
  return `${method.toUpperCase()}&%2F&${percentEncode(joined)}`
}

/** Base64; `secret` is the access key's, without the ampersand that the scheme adds to it. */
export function sign(secret: string, text: string): string {
  return createHmac('sha1', `${secret}&`).update(text, 'utf8').digest('base64')
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
