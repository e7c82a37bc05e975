// A Living call, signed as the gateway wants it, with a chance to spoil it before or after the signing.
import { randomUUID } from 'node:crypto'
import { contentMd5, type SignatureMethod, sign, stringToSign } from '../../../main/clouds/living/sign.ts'

export interface LivingCaller {
  readonly baseUrl: string
  readonly appKey: string
  readonly appSecret: string
  readonly iotToken: string
  readonly now: () => Date
}

export interface CallChange {
  /** With query. */
  readonly url?: string
  /** In place of the usual envelope. */
  readonly body?: string
  /** Sent and signed; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly method?: SignatureMethod
  /** Put over what was signed. */
  readonly spoil?: { readonly url?: string; readonly body?: string; readonly headers?: CallChange['headers'] }
}

export interface LivingReply {
  readonly status: number
  readonly gateway: string | null
  readonly requestId: string | null
  readonly text: string
  /** The envelope; undefined when there was no body. */
  readonly body: Record<string, unknown> | undefined
}

export function envelope(caller: LivingCaller, params: object): Record<string, unknown> {
  return { id: '1', version: '1.0', request: { apiVer: '1.0.0', iotToken: caller.iotToken }, params }
}

export async function callLiving(
  caller: LivingCaller,
  path: string,
  params: object,
  change: CallChange = {},
): Promise<LivingReply> {
  const url = change.url ?? path
  const body = change.body ?? JSON.stringify(envelope(caller, params))
  const method = change.method ?? 'HmacSHA256'
  const signed = {
    'x-ca-key': caller.appKey,
    'x-ca-nonce': randomUUID(),
    'x-ca-signature-method': method,
    'x-ca-stage': 'RELEASE',
    'x-ca-timestamp': String(caller.now().getTime()),
  }
  const headers = present({
    accept: 'application/json',
    'content-type': 'application/json; charset=utf-8',
    'content-md5': contentMd5(body),
    ...signed,
    'x-ca-signature-headers': Object.keys(signed).join(','),
    ...change.headers,
  })
  const [pathname = '', query = ''] = url.split('?')
  const text = stringToSign({
    method: 'POST',
    headers,
    signedHeaders: (headers['x-ca-signature-headers'] ?? '').split(/ ?, ?/).filter((name) => name !== ''),
    path: pathname,
    parameters: [...new URLSearchParams(query)],
  })
  const spoil = change.spoil ?? {}
  const response = await fetch(caller.baseUrl + (spoil.url ?? url), {
    method: 'POST',
    headers: present({
      ...headers,
      'x-ca-signature': sign(caller.appSecret, text, method),
      ...spoil.headers,
    }),
    body: spoil.body ?? body,
  })
  const answered = await response.text()
  return {
    status: response.status,
    gateway: response.headers.get('x-ca-error-message'),
    requestId: response.headers.get('x-ca-request-id'),
    text: answered,
    body: answered === '' ? undefined : JSON.parse(answered),
  }
}

function present(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(headers)
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
