// What devices of several makers are asked over HTTP, and how they answer. Pure. Sources: Shelly Technical Documentation
// (Gen1 `/shelly`, `/ota`; Gen2+ `Shelly.GetDeviceInfo`, `Shelly.Update` over HTTP and as JSON-RPC), Tasmota documentation,
// Commands (`OtaUrl`, `Upgrade`, `Status 2` through `/cm?cmnd=`); `plain` is a device of nobody.
import type { UnitIdentity } from '../../unit.ts'

export type PullDialect = 'gen1' | 'gen2' | 'tasmota' | 'plain'

export interface DeviceFacts {
  readonly device: UnitIdentity
  readonly version: string
  /** What became of the last update. */
  readonly progress: { readonly state: 'idle' | 'updating' | 'failed' | 'done'; readonly percent: number }
  /** Where Tasmota fetches from. */
  readonly otaUrl: string
}

export interface AskedPage {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
}

export type PageAnswer =
  | { readonly kind: 'page'; readonly json: unknown }
  | { readonly kind: 'otaUrl'; readonly url: string; readonly json: unknown }
  | { readonly kind: 'update'; readonly url: string; readonly md5: string | null; readonly json: unknown }
  | { readonly kind: 'unknown' }

export function answerPage(dialect: PullDialect, asked: AskedPage, facts: DeviceFacts): PageAnswer {
  switch (dialect) {
    case 'gen1':
      return answerGen1(asked, facts)
    case 'gen2':
      return answerGen2(asked, facts)
    case 'tasmota':
      return answerTasmota(asked, facts)
    case 'plain':
      return answerPlain(asked, facts)
  }
}

function answerGen1({ path, query }: AskedPage, { device, version, progress }: DeviceFacts): PageAnswer {
  const fw = `20230913-112316/v${version}-g1a2b3c4`
  if (path === '/shelly')
    return page({ type: 'SHSW-25', mac: device.mac, auth: false, fw, longid: 1, num_outputs: 2 })
  if (path !== '/ota') return { kind: 'unknown' }
  const url = query.get('url')
  const status = { status: url !== null || progress.state === 'updating' ? 'updating' : 'idle' }
  const json = { ...status, has_update: false, new_version: fw, old_version: fw }
  return url === null ? page(json) : { kind: 'update', url, md5: null, json }
}

function answerGen2({ method, path, query, body }: AskedPage, { device, version }: DeviceFacts): PageAnswer {
  const call = path === '/rpc' && method === 'POST' ? parsed(body) : null
  const name = call ? String(call.method) : path.replace(/^\/rpc\//, '')
  const params = call ? recordOf(call.params) : method === 'POST' ? parsed(body) : Object.fromEntries(query)
  const result = (json: unknown) => (call ? { id: call.id, src: device.deviceId, result: json } : json)
  if (name === 'Shelly.GetDeviceInfo')
    return page(
      result({
        ...{ id: device.deviceId, mac: device.mac, model: 'SNSW-002P16EU', gen: 2 },
        ...{ fw_id: `20240430-105751/${version}-g5ebc6f6`, ver: version, app: 'Plus2PM', auth_en: false },
      }),
    )
  if (name !== 'Shelly.Update' || typeof params.url !== 'string') return { kind: 'unknown' }
  return { kind: 'update', url: params.url, md5: null, json: result(null) }
}

function answerTasmota({ path, query }: AskedPage, { version, device, otaUrl }: DeviceFacts): PageAnswer {
  const [, command = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(query.get('cmnd') ?? '') ?? []
  if (path !== '/cm') return { kind: 'unknown' }
  switch (command.toLowerCase()) {
    case 'otaurl':
      return { kind: 'otaUrl', url: rest, json: { OtaUrl: rest } }
    case 'upgrade':
      return {
        kind: 'update',
        url: otaUrl,
        md5: null,
        json: { Upgrade: `Version ${version} from ${otaUrl}` },
      }
    case 'status':
      return page(
        rest === '5'
          ? { StatusNET: { Hostname: device.deviceId, Mac: device.mac.replace(/(..)(?=.)/g, '$1:') } }
          : { StatusFWR: { Version: `${version}(release-tasmota)`, Hardware: 'ESP8266EX' } },
      )
    default:
      return page({ Command: 'Unknown' })
  }
}

function answerPlain(
  { path, query, body }: AskedPage,
  { version, device, progress }: DeviceFacts,
): PageAnswer {
  if (path === '/version') return page({ version, mac: device.mac, deviceId: device.deviceId })
  if (path === '/progress') return page(progress)
  if (path !== '/update') return { kind: 'unknown' }
  const order = body === '' ? Object.fromEntries(query) : parsed(body)
  if (typeof order.url !== 'string') return { kind: 'unknown' }
  return {
    kind: 'update',
    url: order.url,
    md5: typeof order.md5 === 'string' ? order.md5 : null,
    json: { ok: true },
  }
}

function page(json: unknown): PageAnswer {
  return { kind: 'page', json }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return recordOf(JSON.parse(text))
  } catch {
    return {}
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
