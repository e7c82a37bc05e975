// Arduino OTA (espota): a device on the LAN is invited by a datagram, connects back to us, takes the image and checks its
// MD5. The order of things, as the README tells it: version | invitation, password | stream, yes | restart, version.
// It has no identity and no version of its own: those come from the firmware's HTTP answer where a profile names one.
import { asFlashlineError, FlashlineError } from '../../../preload/contract/index.ts'
import { parseImage } from '../../firmware/formats/index.ts'
import type { LanHost } from '../../transports/lan-host.ts'
import type { Link } from '../../transports/link.ts'
import { askVersion, type LanIdentity, type VersionQuery } from '../lan/version-query.ts'
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
import { encodeNothing } from './codec.ts'
import { invite } from './invitation.ts'
import { type EspotaOptions, espotaOptionsSchema } from './options.ts'
import { streamImage } from './stream.ts'

/** For estimates: a device on a fair Wi-Fi. */
const bytesPerMs = 100
const overheadMs = 10_000
/** So long the network takes to say that a host is not there. */
const unreachableMs = 3500

export const espota: Protocol<EspotaOptions> = {
  id: 'espota',
  options: espotaOptionsSchema,

  async connect(link, options, context) {
    const host = hostOf(link)
    const told = options.version && (await ask(host, options.version, context, context.signal))
    return new EspotaTarget(host, options, context, told)
  },

  /** A device that was asked nothing else is only told nothing: what nobody listens for comes back as unreachable. */
  async preflight(link, { port, version }, context) {
    const host = hostOf(link)
    const { signal } = context
    if (version) {
      await ask(host, version, context, signal)
      return
    }
    const udp = await host.openUdp(host.port ?? port, { signal })
    try {
      await udp.send(encodeNothing())
      await udp.receive(unreachableMs, signal)
    } finally {
      udp.close()
    }
  },
}

class EspotaTarget implements Target {
  readonly chip: ChipInfo
  readonly version: string | null
  readonly proof = 'deviceDigest'
  readonly #host: LanHost
  readonly #options: EspotaOptions
  readonly #context: ConnectContext
  readonly #before: LanIdentity | null
  #isAccepted = false

  constructor(host: LanHost, options: EspotaOptions, context: ConnectContext, told: LanIdentity | null) {
    this.#host = host
    this.#options = options
    this.#context = context
    this.#before = told
    this.version = told?.version ?? null
    this.chip = {
      family: 'arduino',
      name: told?.model ?? 'Arduino OTA',
      mac: told?.mac ?? null,
      uid: null,
      deviceId: told?.deviceId ?? null,
      flashSizeBytes: null,
      facts: { address: host.ip, port: this.#port },
    }
  }

  /** IMAGE_FORMAT, IMAGE_CHIP. */
  plan(image: Image): FlashPlan {
    const { target, imageFormat, imageChips } = this.#options
    if (image.sizeBytes === 0) throw new FlashlineError('IMAGE_FORMAT', { reason: 'empty' })
    const parsed = target === 'app' ? parseImage(image.bytes) : null
    if (parsed && imageFormat === 'esp' && parsed.format !== 'espApp')
      throw new FlashlineError('IMAGE_FORMAT', { format: parsed.format, reason: 'not an ESP application' })
    if (parsed?.chip && imageChips.length > 0 && !imageChips.includes(parsed.chip))
      throw new FlashlineError('IMAGE_CHIP', { expected: imageChips.join(' '), found: parsed.chip })
    return {
      image,
      regions: [{ address: 0, bytes: image.bytes }],
      totalBytes: image.sizeBytes,
      estimatedMs: Math.ceil(overheadMs + image.sizeBytes / bytesPerMs),
      version: parsed?.version ?? null,
    }
  }

  async *write({ image }: FlashPlan, signal: AbortSignal): AsyncGenerator<WriteEvent, void, void> {
    const { target } = this.#options
    const { sizeBytes, md5 } = image
    const password = () => this.#context.password?.() ?? ''
    this.#isAccepted = false
    const link = await invite(
      this.#host,
      { target, sizeBytes, md5 },
      { ...this.#options, port: this.#port, password },
      signal,
    )
    try {
      yield { kind: 'accepted' }
      // A file system has no second place: it is gone with its first byte.
      if (target === 'fileSystem') yield { kind: 'pointOfNoReturn' }
      yield* streamImage(link, image, { ...this.#options, tellsLastByte: target === 'app' }, signal)
      this.#isAccepted = true
    } catch (error) {
      // Its own word, and the other half of its flash: nothing of what it boots has changed.
      if (target === 'app' && asFlashlineError(error).code === 'OTA_REFUSED') yield { kind: 'kept' }
      throw error
    } finally {
      await link.close()
    }
  }

  /** The device compared the MD5 before it said yes: without its yes write() has thrown. */
  async *verify({ image, totalBytes }: FlashPlan): AsyncGenerator<VerifyEvent, void, void> {
    const { md5 } = image
    if (!this.#isAccepted) throw new FlashlineError('VERIFY_MISMATCH', { algorithm: 'md5', expected: md5 })
    yield { kind: 'progress', doneBytes: totalBytes, totalBytes }
    yield { kind: 'proved', by: 'deviceDigest', algorithm: 'md5', digest: md5 }
  }

  /** It restarts by itself after its yes, and runs on without one. */
  async reset(): Promise<void> {}

  async confirm(_plan: FlashPlan, signal: AbortSignal): Promise<{ version: string | null }> {
    const { version: query, restartTimeoutMs: timeoutMs } = this.#options
    if (query === null) throw new FlashlineError('PROFILE_INVALID', { issue: 'version' })
    this.#context.notice?.('restarting')
    try {
      const asking = (asked: AbortSignal) => ask(this.#host, query, this.#context, asked)
      const { version } = await waitForVersion(asking, { before: this.#before, timeoutMs, signal })
      return { version }
    } finally {
      this.#context.notice?.(null)
    }
  }

  get #port(): number {
    return this.#host.port ?? this.#options.port
  }
}

function ask(
  host: LanHost,
  query: VersionQuery,
  { password }: Pick<ConnectContext, 'password'>,
  signal: AbortSignal,
): Promise<LanIdentity> {
  return askVersion(host, query, signal, password?.())
}

/** LINK_ADDRESS where the link is a pipe. */
function hostOf({ host, address }: Link): LanHost {
  if (host === undefined) throw new FlashlineError('LINK_ADDRESS', { address })
  return host
}
