// Devices that fetch their image themselves after they were told to. The order of things, as the README tells it:
// who is there | offer, instruction, fetch, the device's word, offer closed | the device restarts by itself | its version.
import { randomInt } from 'node:crypto'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
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
import { type DeviceWay, openWay } from './device-way.ts'
import { watchFetch } from './fetch.ts'
import { FetchNews } from './fetch-news.ts'
import { saysDone } from './follow-options.ts'
import { type PullOptions, pullOptionsSchema } from './options.ts'
import type { Said } from './said.ts'
import { pullValues } from './template.ts'

/** Bytes per millisecond of a device on a weak Wi-Fi, for estimates. */
const slowBytesPerMs = 50

export const pull: Protocol<PullOptions> = {
  id: 'pull',
  options: pullOptionsSchema,
  async connect(link, options, context) {
    const way = await openWay(link, options, context)
    return new PullTarget(link, options, context, way, await way.introduce(context.signal))
  },
  async preflight(link, options, { signal, password }) {
    const way = await openWay(link, options, { signal, log: () => {}, ...(password && { password }) })
    try {
      await way.introduce(signal)
    } finally {
      way.close()
    }
  },
}

class PullTarget implements Target {
  readonly chip: ChipInfo
  readonly version: string | null
  readonly proof: Target['proof']
  readonly confirm?: NonNullable<Target['confirm']>
  readonly #link: Link
  readonly #options: PullOptions
  readonly #context: ConnectContext
  readonly #way: DeviceWay
  readonly #introduced: Said | null
  #news: FetchNews

  constructor(
    link: Link,
    options: PullOptions,
    context: ConnectContext,
    way: DeviceWay,
    introduced: Said | null,
  ) {
    this.#link = link
    this.#options = options
    this.#context = context
    this.#way = way
    this.#introduced = introduced
    this.#news = new FetchNews(way.bell, now)
    this.version = introduced?.version ?? null
    this.proof = options.deviceChecksDigest === null ? 'none' : 'deviceDigest'
    this.chip = {
      family: 'lan',
      mac: introduced?.mac ?? null,
      uid: null,
      deviceId: introduced?.deviceId ?? null,
      flashSizeBytes: options.capacityBytes,
      ...(introduced?.model && { name: introduced.model }),
    }
    const { waitForVersion } = way
    if (waitForVersion !== null)
      this.confirm = ({ image }, signal) => this.#confirm(waitForVersion, image.version ?? null, signal)
  }

  /** IMAGE_TOO_LARGE. */
  plan(image: Image): FlashPlan {
    const { capacityBytes, startTimeoutMs, doneTimeoutMs } = this.#options
    const { sizeBytes } = image
    if (capacityBytes !== null && sizeBytes > capacityBytes)
      throw new FlashlineError('IMAGE_TOO_LARGE', { sizeBytes, capacityBytes })
    return {
      image,
      regions: [{ address: 0, bytes: image.bytes }],
      totalBytes: sizeBytes,
      // The step ends at four times this, and may not end before the waits of the profile do.
      estimatedMs: Math.ceil(sizeBytes / slowBytesPerMs + (startTimeoutMs + doneTimeoutMs) / 4),
    }
  }

  /** HANDOUT_UNSET and PROFILE_INVALID before anything is sent; then what instruct() and watchFetch() say. LINK_LOST. */
  async *write(
    { image, totalBytes }: FlashPlan,
    signal: AbortSignal,
  ): AsyncGenerator<WriteEvent, void, void> {
    const { handOut } = this.#context
    if (handOut === undefined) throw new FlashlineError('HANDOUT_UNSET')
    const news = new FetchNews(this.#way.bell, now)
    this.#news = news
    const { host } = this.#link
    const { fileName, lifetimeMs, bindToDevice, startTimeoutMs, stallTimeoutMs, doneTimeoutMs } =
      this.#options
    const offered = await handOut.http({
      file: image,
      fileName,
      deviceIp: bindToDevice && host ? host.ip : null,
      host: host ? await host.localIp() : null,
      lifetimeMs,
      onServed: (served) => {
        // From its last byte on, what the device says of its version may be about this image.
        if (served.isWhole && !news.served.isWhole) this.#way.forget()
        news.onServed(served)
      },
    })
    const ending = new AbortController()
    let ended: Promise<void> | null = null
    void this.#link.closed.then((reason) => {
      if (reason === 'lost') news.onFailure(new FlashlineError('LINK_LOST', { address: this.#link.address }))
    })
    try {
      const { sizeBytes, md5, sha256, version = null } = image
      const { url, port, path } = offered
      const values = pullValues(
        {
          ...{ url, port, path, fileName, sizeBytes, md5, sha256, version },
          host: offered.host,
          name: this.#way.name,
          messageId: String(randomInt(1, 2 ** 31)),
        },
        this.#options.values,
      )
      const until = AbortSignal.any([signal, ending.signal])
      ended = (await this.#way.start(values, news, until)).ended
      const wordIsNeeded = this.proof === 'deviceDigest' || this.confirm === undefined
      yield* watchFetch(
        news,
        {
          ...{ totalBytes, startTimeoutMs, stallTimeoutMs, wordIsNeeded },
          doneTimeoutMs: saysDone(this.#options.follow) ? doneTimeoutMs : null,
        },
        now,
        { signal, ...(this.#context.notice && { notice: this.#context.notice }) },
      )
    } finally {
      ending.abort()
      offered.close()
      this.#context.notice?.(null)
      await ended
    }
  }

  /** The device's word is in already: write() ends with it. */
  async *verify({ image, totalBytes }: FlashPlan): AsyncGenerator<VerifyEvent, void, void> {
    const algorithm = this.#options.deviceChecksDigest ?? 'sha256'
    yield { kind: 'progress', doneBytes: totalBytes, totalBytes }
    yield { kind: 'proved', by: 'deviceDigest', algorithm, digest: image[algorithm] }
  }

  /** The device restarts by itself once it has what it fetched. */
  async reset(): Promise<void> {}

  async #confirm(
    wait: NonNullable<DeviceWay['waitForVersion']>,
    expected: string | null,
    signal: AbortSignal,
  ): Promise<{ readonly version: string }> {
    const { notice } = this.#context
    notice?.('restarting')
    try {
      const { version, mac } = await wait(
        {
          before: this.#introduced,
          expected,
          timeoutMs: this.#options.restartTimeoutMs,
          failure: () => this.#news.failure,
        },
        signal,
      )
      const known = this.#introduced?.mac ?? null
      if (known !== null && mac !== null && mac !== known)
        throw new FlashlineError('DEVICE_DIFFERS', { expected: known, found: mac })
      return { version }
    } finally {
      notice?.(null)
      this.#way.close()
    }
  }
}

const now = (): number => performance.now()
