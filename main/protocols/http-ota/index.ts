// Devices that take their image by one HTTP request: a form or the bare bytes, as the profile describes it. The order of
// things, as the README tells it: version, capacity | password, requests before, upload, answer | restart, version.
import { randomUUID } from 'node:crypto'
import { asFlashlineError, FlashlineError } from '../../../preload/contract/index.ts'
import type { LanHost } from '../../transports/lan-host.ts'
import type { Link } from '../../transports/link.ts'
import { refusalOf, textOf } from '../lan/device-answer.ts'
import { DeviceHttp } from '../lan/device-http.ts'
import { askVersion, type LanIdentity, type VersionQuery, valueAt } from '../lan/version-query.ts'
import { waitForVersion } from '../lan/wait-for-version.ts'
import type {
  ChipInfo,
  ConnectContext,
  FlashPlan,
  Image,
  Protocol,
  Target,
  VerifyEvent,
  WriteEvent,
} from '../protocol.ts'
import { judgeUpload, requireStatus } from './judge.ts'
import { encodeForm } from './multipart.ts'
import { type Call, type HttpOtaOptions, httpOtaOptionsSchema } from './options.ts'
import { imageValues } from './templates.ts'
import { upload } from './upload.ts'

/** For estimates: a small device that writes while it listens. */
const bytesPerMs = 40
const answerMs = 10_000

export const httpOta: Protocol<HttpOtaOptions> = {
  id: 'http-ota',
  options: httpOtaOptionsSchema,

  async connect(link, options, context) {
    const { signal } = context
    const password = context.password?.() ?? ''
    const device = deviceOn(link, options, password)
    const told = await introduce(device, signal)
    const capacityBytes = await askCapacity(device, signal)
    return new HttpOtaTarget(device, context, told, capacityBytes)
  },

  async preflight(link, options, { signal, password }) {
    await introduce(deviceOn(link, options, password?.() ?? ''), signal)
  },
}

interface Device {
  readonly host: LanHost
  readonly options: HttpOtaOptions
  readonly password: string
  /** Null: the device does not say. */
  readonly query: VersionQuery | null
}

/** LINK_ADDRESS: no host of the LAN. */
function deviceOn({ host, address }: Link, options: HttpOtaOptions, password: string): Device {
  if (!host) throw new FlashlineError('LINK_ADDRESS', { address, expected: 'lan://' })
  const port = host.port ?? options.port
  const query = options.version && { ...options.version, port: options.version.port ?? port }
  return { host, options: { ...options, port }, password, query }
}

/** Who it is; or, where it cannot be asked, that it is there at all. */
async function introduce(
  { host, options, password, query }: Device,
  signal: AbortSignal,
): Promise<LanIdentity | null> {
  if (query) return askVersion(host, query, signal, password)
  const { port } = new DeviceHttp(host, options, password)
  const link = await host.connect(port, { timeoutMs: options.connectTimeoutMs, signal })
  await link.close()
  return null
}

/** OTA_REPLY: the device does not say it as the profile expects. */
async function askCapacity({ host, options, password }: Device, signal: AbortSignal): Promise<number | null> {
  const { capacity } = options
  if (capacity === null) return null
  const http = new DeviceHttp(host, options, password)
  const reply = await http.send({ method: 'GET', path: capacity.path }, signal)
  const refusal = refusalOf(reply, http, 'OTA_REPLY')
  if (refusal) throw refusal
  const units = Number(valueAt(textOf(reply), capacity.place) ?? Number.NaN)
  if (!Number.isFinite(units) || units < 0)
    throw new FlashlineError('OTA_REPLY', { address: http.address, reason: 'noCapacity' })
  return Math.floor(units * capacity.unitBytes)
}

class HttpOtaTarget implements Target {
  readonly chip: ChipInfo
  readonly version: string | null
  readonly proof: 'deviceDigest' | 'none'
  readonly confirm?: NonNullable<Target['confirm']>
  readonly #device: Device
  readonly #context: ConnectContext
  readonly #told: LanIdentity | null
  /** It has taken this one and does not run it yet. */
  #taken: Image | null = null

  constructor(
    device: Device,
    context: ConnectContext,
    told: LanIdentity | null,
    capacityBytes: number | null,
  ) {
    this.#device = device
    this.#context = context
    this.#told = told
    this.version = told?.version ?? null
    this.proof = device.options.digest === 'none' ? 'none' : 'deviceDigest'
    const { query } = device
    if (query) this.confirm = (_plan, signal) => this.#confirm(query, signal)
    this.chip = {
      family: 'lan',
      ...(told?.model && { name: told.model }),
      mac: told?.mac ?? null,
      uid: null,
      deviceId: told?.deviceId ?? null,
      flashSizeBytes: capacityBytes,
      facts: { address: device.host.ip },
    }
  }

  /** The image as it is: what it has to be, the device knows. IMAGE_TOO_LARGE. */
  plan(image: Image): FlashPlan {
    const { bytes, sizeBytes } = image
    const { flashSizeBytes: capacityBytes } = this.chip
    if (capacityBytes !== null && sizeBytes > capacityBytes)
      throw new FlashlineError('IMAGE_TOO_LARGE', { sizeBytes, capacityBytes })
    const estimatedMs = answerMs + Math.ceil(sizeBytes / bytesPerMs)
    return { image, regions: [{ address: 0, bytes }], totalBytes: sizeBytes, estimatedMs }
  }

  async *write(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<WriteEvent, void, void> {
    const { options } = this.#device
    const image = { ...plan.image, fileName: options.fileName || plan.image.fileName }
    const http = this.#http(image)
    await this.#login(http, signal)
    for (const call of options.before) await this.#call(http, call, signal)
    yield { kind: 'accepted' }
    const { type, head, tail } = bodyAround(image, options, http)
    const { method, path, uploadHeaders, answer, inPlace } = options
    const { connectTimeoutMs: connectMs, stallTimeoutMs: stallMs, answerTimeoutMs: answerMs } = options
    const request = {
      method,
      path,
      headers: { ...uploadHeaders, 'Content-Type': type },
      connectMs,
      stallMs,
      answerMs,
    }
    const { reply, ...sent } = yield* upload(
      { head, image: image.bytes, tail, inPlace },
      (sending, signal) => http.sendOnce({ ...request, ...sending }, signal),
      signal,
    )
    try {
      judgeUpload(reply, answer, http, sent)
    } catch (error) {
      // Its own word, and the other half of its flash: nothing of what it boots has changed.
      if (!inPlace && asFlashlineError(error).code === 'OTA_REFUSED') yield { kind: 'kept' }
      throw error
    }
    this.#taken = image
  }

  /** The device compared the digest that it was given, and said yes: write() would have ended otherwise. */
  async *verify({ image, totalBytes }: FlashPlan): AsyncGenerator<VerifyEvent, void, void> {
    const { digest: algorithm } = this.#device.options
    yield { kind: 'progress', doneBytes: totalBytes, totalBytes }
    if (algorithm === 'none') return
    yield { kind: 'proved', by: 'deviceDigest', algorithm, digest: image[algorithm] }
  }

  async reset(signal: AbortSignal): Promise<void> {
    const { restart } = this.#device.options
    const taken = this.#taken
    if (taken === null || restart === null) return
    this.#taken = null
    try {
      await this.#call(this.#http(taken), restart, signal)
    } catch (error) {
      // A device that restarts without an answer is believed: what it runs then, it will say.
      if (asFlashlineError(error).code !== 'OTA_BROKEN') throw error
    }
  }

  async #confirm(query: VersionQuery, signal: AbortSignal): Promise<{ version: string }> {
    const { host, password, options } = this.#device
    const { notice } = this.#context
    notice?.('restarting')
    try {
      return await waitForVersion((signal) => askVersion(host, query, signal, password), {
        before: this.#told,
        timeoutMs: options.restartTimeoutMs,
        signal,
      })
    } finally {
      notice?.(null)
    }
  }

  /** A wrong password is found before anything is sent that is to be stored. What else the page says does not matter. */
  async #login(http: DeviceHttp, signal: AbortSignal): Promise<void> {
    const { password, options } = this.#device
    if (password === '' || options.auth === 'none') return
    const path = options.loginPath ?? options.path.split('?')[0] ?? '/'
    const { status } = await http.send({ method: 'GET', path }, signal)
    if (status === 401 || status === 403)
      throw new FlashlineError('OTA_PASSWORD', { address: http.address, status })
  }

  async #call(
    http: DeviceHttp,
    { method, path, body, bodyType, statuses }: Call,
    signal: AbortSignal,
  ): Promise<void> {
    const filled = body === '' ? [] : [Buffer.from(http.fill(body))]
    const headers: Record<string, string> = body === '' ? {} : { 'Content-Type': bodyType }
    const reply = await http.send({ method, path, headers, body: filled }, signal)
    requireStatus(reply, statuses, http)
  }

  #http(image: Image): DeviceHttp {
    const { host, options, password } = this.#device
    return new DeviceHttp(host, options, password, imageValues(image))
  }
}

function bodyAround(image: Image, options: HttpOtaOptions, http: DeviceHttp) {
  const { body, field, fields, contentType } = options
  const none = new Uint8Array(0)
  if (body === 'raw') return { type: contentType, head: none, tail: none }
  const filled = Object.entries(fields).map(([name, text]) => [name, http.fill(text)])
  const file = { field, fileName: image.fileName, contentType }
  const {
    contentType: type,
    head,
    tail,
  } = encodeForm(Object.fromEntries(filled), file, `flashline-${randomUUID()}`)
  return { type, head, tail }
}
