// Who a web server on the LAN is, by the pages that tell of a device's firmware without a password. Reads, changes nothing.
// Sources: shelly-api-docs.shelly.cloud, /shelly of both generations; tasmota.github.io, Commands over web requests,
// Status 0; ESPHome web_server, whose page loads its own script. Not here: which addresses are asked (scan.ts).
import { constants, gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { FlashlineError } from '../../preload/contract/index.ts'
import type { LanReply } from './lan-host.ts'
import { readMac, readText, readVersion, type Sighting } from './sighting.ts'

/** What a page says of a device. */
export type PageFacts = Pick<Sighting, 'mac' | 'deviceId' | 'model' | 'version' | 'suggested'> & {
  readonly name: string | null
}

/** LAN_UNREACHABLE, OTA_SILENT, OTA_BROKEN, OTA_REPLY. */
export type ReadPage = (path: string) => Promise<LanReply>

/** Null: nobody there speaks HTTP. One page is asked after the other: small devices serve one at a time. */
export async function recognise(readPage: ReadPage): Promise<PageFacts | null> {
  let answered = false
  for (const { path, read } of pages) {
    try {
      const reply = await readPage(path)
      answered = true
      const facts = reply.status === 200 ? read(reply) : null
      if (facts !== null) return facts
    } catch (error) {
      if (!(error instanceof FlashlineError)) throw error
      if (error.code === 'OTA_REPLY' && error.context.reason === 'tooLarge') answered = true
      // Somebody was there a moment ago, but does not like this question.
      else if (!answered) return null
    }
  }
  return answered ? nobody : null
}

const nobody: PageFacts = {
  name: null,
  mac: null,
  deviceId: null,
  model: null,
  version: null,
  suggested: null,
}

const text = z.string().max(2000).nullish().catch(null)
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((raw, context): unknown => {
      try {
        return JSON.parse(raw)
      } catch {
        context.issues.push({ code: 'custom', message: 'no JSON', input: raw })
        return z.NEVER
      }
    })
    .pipe(schema)

const shellyGen1 = json(z.object({ type: z.string(), mac: z.string(), fw: z.string() }))
const shellyGen2 = json(
  z.object({ id: z.string(), mac: z.string(), gen: z.number().min(2), name: text, ver: text, app: text }),
)
const tasmota = json(
  z.object({
    Status: z.object({ DeviceName: text }).catch({ DeviceName: null }),
    StatusFWR: z.object({ Version: z.string(), Hardware: text }),
    StatusNET: z.object({ Hostname: text, Mac: text }).catch({ Hostname: null, Mac: null }),
  }),
)
const passwordAsked = json(z.object({ WARNING: z.string().regex(/user=.*password=/i) }))

const pages: readonly { readonly path: string; readonly read: (reply: LanReply) => PageFacts | null }[] = [
  { path: '/shelly', read: (reply) => readShelly(textOf(reply)) },
  { path: '/cm?cmnd=Status%200', read: (reply) => readTasmota(textOf(reply)) },
  { path: '/', read: (reply) => readIndex(textOf(reply)) },
]

function readShelly(body: string): PageFacts | null {
  const { data: later } = shellyGen2.safeParse(body)
  if (later !== undefined) {
    return {
      name: readText(later.name) ?? readText(later.id),
      mac: readMac(later.mac),
      deviceId: readText(later.id)?.toLowerCase() ?? null,
      model: readText(later.app),
      version: readVersion(later.ver),
      suggested: 'shelly-gen2',
    }
  }
  const { data: first } = shellyGen1.safeParse(body)
  if (first === undefined) return null
  const model = readText(first.type)
  const facts = { mac: readMac(first.mac), version: readVersion(first.fw), suggested: 'shelly-gen1' }
  return { name: null, deviceId: null, model, ...facts }
}

function readTasmota(body: string): PageFacts | null {
  const { data } = tasmota.safeParse(body)
  if (data !== undefined) {
    return {
      name: readText(data.StatusNET.Hostname) ?? readText(data.Status.DeviceName),
      mac: readMac(data.StatusNET.Mac),
      deviceId: null,
      model: readText(data.StatusFWR.Hardware),
      version: readVersion(data.StatusFWR.Version),
      suggested: 'tasmota-web',
    }
  }
  return passwordAsked.safeParse(body).success ? { ...nobody, suggested: 'tasmota-web' } : null
}

/** Any other web server is told of by its title. */
function readIndex(body: string): PageFacts {
  const title = readText(/<title>([^<]{0,200})<\/title>/i.exec(body)?.[1])
  const isEsphome = /<esp-app\b|\/\/oi\.esphome\.io\//i.test(body)
  return { ...nobody, name: title, suggested: isEsphome ? 'esphome-web' : null }
}

/** ESPHome compresses its page whatever was asked for. A kilobyte of that is at most a megabyte. */
function textOf({ headers, body }: LanReply): string {
  if (headers['content-encoding'] !== 'gzip') return Buffer.from(body).toString('utf8')
  try {
    const start = body.subarray(0, 1024)
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8', 0, 64 * 1024)
  } catch {
    return ''
  }
}
