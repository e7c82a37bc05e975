// A local cloud with an access key for the RPC calls, a clock that tests set, and calls with a chance to spoil them.
import { randomUUID } from 'node:crypto'
import { sign, stringToSign } from '../../../main/clouds/iot-rpc/sign.ts'
import type { NewCatalogueEntry } from '../../../main/local-cloud/catalogue-admin.ts'
import type { LocalCloudOptions } from '../../../main/local-cloud/server.ts'
import { type OpenCloud, openCloud } from '../open-cloud.ts'

export const startMs = Date.parse('2026-01-02T03:00:00Z')
export const MINUTE_MS = 60_000

export type Query = Readonly<Record<string, string | undefined>>

export interface RpcChange {
  readonly method?: 'GET' | 'POST'
  /** Put over what was signed. */
  readonly spoil?: Query
  /** Raw, behind the signed query. */
  readonly more?: string
}

export interface RpcCloud extends AsyncDisposable {
  readonly open: OpenCloud
  /** Who calls. */
  key: { readonly accessKeyId: string; readonly accessKeySecret: string }
  nowMs: number
  ask(parameters: Query, change?: RpcChange): Promise<{ status: number; text: string; type: string | null }>
  askJson(parameters: Query, change?: RpcChange): Promise<{ status: number; body: Record<string, unknown> }>
  /** A package of p1 with the usual file; its id. */
  add(version: string, change?: Partial<NewCatalogueEntry>): Promise<string>
}

export const list = { Action: 'ListOTAFirmware', CurrentPage: '1', PageSize: '10' }

export const timestamp = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`

export async function openRpcCloud(options: Partial<LocalCloudOptions> = {}): Promise<RpcCloud> {
  let cloud: RpcCloud | null = null
  const open = await openCloud({ now: () => new Date(cloud?.nowMs ?? startMs), ...options })
  const { admin, baseUrl } = open.cloud
  const opened: RpcCloud = {
    open,
    key: await admin.addAccessKeyPair(),
    nowMs: startMs,
    async ask(parameters, { method = 'GET', spoil = {}, more = '' } = {}) {
      const all = {
        SignatureNonce: randomUUID(),
        AccessKeyId: opened.key.accessKeyId,
        SignatureMethod: 'HMAC-SHA1',
        Timestamp: timestamp(opened.nowMs),
        ...parameters,
      }
      const Signature = sign(opened.key.accessKeySecret, stringToSign(method, present(all)))
      const sent = new URLSearchParams(present({ ...all, Signature, ...spoil }))
      const response = await fetch(
        method === 'GET' ? `${baseUrl}/?${sent}${more}` : `${baseUrl}/${more}`,
        method === 'GET' ? {} : { method, body: sent },
      )
      const text = await response.text()
      return { status: response.status, text, type: response.headers.get('content-type') }
    },
    async askJson(parameters, change) {
      const { status, text } = await opened.ask(parameters, change)
      return { status, body: JSON.parse(text) }
    },
    add: (version, change = {}) =>
      admin.addCatalogueEntry({
        productId: 'p1',
        name: `fw ${version}`,
        version,
        firmware: open.firmware,
        ...change,
      }),
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  }
  cloud = opened
  return opened
}

function present(parameters: Query): [string, string][] {
  return Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
}
