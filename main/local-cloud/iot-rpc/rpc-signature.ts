// Who sends an RPC call, and whether it is signed right and fresh. It is signed over whatever parameters came: none of
// Version, Format, SignatureVersion and RegionId is asked for. Source: the vendor's page on the RPC signature 1.0.
import { sign, stringToSign } from '../../clouds/iot-rpc/sign.ts'
import { readTime } from '../../clouds/tolerant-reader.ts'
import { digestOf, isSecret } from '../accounts/secret.ts'
import { type CallFreshness, NONCE_MAX_CHARS } from '../call-freshness.ts'
import type { AccessKeyPairs } from './access-key-pairs.ts'
import { RpcRefusal } from './rpc-answer.ts'

const MESSAGE_MAX_CHARS = 2000

/** Decoded, of the query and of a form; names may repeat, the first one counts. */
export type RpcParameters = readonly (readonly [string, string])[]

/** "" when it is not there. */
export function parameterOf(parameters: RpcParameters, name: string): string {
  return parameters.find(([given]) => given === name)?.[1].trim() ?? ''
}

/** The corp that the access key belongs to. RpcRefusal. */
export async function checkRpcSignature(
  method: string,
  parameters: RpcParameters,
  parts: { readonly pairs: AccessKeyPairs; readonly freshness: CallFreshness },
): Promise<string> {
  const required = (name: string) => {
    const value = parameterOf(parameters, name)
    if (value === '') throw new RpcRefusal(400, `Missing${name}`, `${name} is mandatory for this action.`)
    return value
  }
  const accessKeyId = required('AccessKeyId')
  const given = required('Signature')
  const nonce = required('SignatureNonce')
  const timestamp = readTime(required('Timestamp'))
  if (timestamp === null) throw new RpcRefusal(400, 'InvalidTimeStamp.Format')
  const atMs = Date.parse(timestamp)
  if (!parts.freshness.isTimely(atMs)) throw new RpcRefusal(400, 'InvalidTimeStamp.Expired')
  const signatureMethod = parameterOf(parameters, 'SignatureMethod') || 'HMAC-SHA1'
  if (signatureMethod !== 'HMAC-SHA1') throw new RpcRefusal(400, 'InvalidParameter', 'SignatureMethod')
  if (nonce.length > NONCE_MAX_CHARS) throw new RpcRefusal(400, 'InvalidParameter', 'SignatureNonce')
  const pair = await parts.pairs.find(accessKeyId)
  if (pair === null) throw new RpcRefusal(404, 'InvalidAccessKeyId.NotFound')
  const signed = stringToSign(method, parameters)
  if (!isSecret(given, digestOf(sign(pair.secret, signed)))) {
    const message = `server string to sign is:${signed}`.slice(0, MESSAGE_MAX_CHARS)
    throw new RpcRefusal(400, 'SignatureDoesNotMatch', message)
  }
  if (!(await parts.freshness.spendNonce(accessKeyId, nonce, atMs)))
    throw new RpcRefusal(400, 'SignatureNonceUsed')
  return pair.corpId
}
