// The library of images on this station: what is there, what is known of it, and how it comes and goes.
import {
  type CatalogueView,
  type EventBody,
  FlashlineError,
  type ImageReport,
  type Job,
  type LibraryImage,
} from '../../preload/contract/index.ts'
import type { Clock } from '../clouds/clock.ts'
import { SharedWork } from '../firmware/shared-work.ts'
import type { StoredFirmware } from '../store/firmware.ts'
import { findListed, requireAcceptable, requireVerified } from './catalogue-file.ts'
import type { Core } from './core.ts'
import { reportImage, unreadable } from './image-report.ts'
import { type Links, linkLibrary } from './library-links.ts'
import { Uploads } from './uploads.ts'

/** Of one download. */
const progressEveryMs = 200

export interface LibraryDeskParts {
  readonly core: Pick<Core, 'store' | 'firmware' | 'clouds'>
  /** Whatever the bench shows: running ones and results. */
  readonly jobs: () => readonly Job[]
  readonly emit: (event: EventBody) => void
  readonly clock: Clock
}

export class LibraryDesk {
  readonly uploads: Uploads
  readonly #parts: LibraryDeskParts
  readonly #fetching = new SharedWork<string, never>()
  readonly #stopping = new AbortController()

  constructor(parts: LibraryDeskParts) {
    this.#parts = parts
    this.uploads = new Uploads({ folder: parts.core.firmware.partialFolder, clock: parts.clock })
  }

  /** Last used first. STORE_* */
  async list(): Promise<{ images: LibraryImage[]; totalBytes: number }> {
    const [rows, links] = await Promise.all([this.#store.firmware.list(), linkLibrary(this.#store)])
    const images = await Promise.all(rows.map((row) => this.#shown(row, links)))
    return { images, totalBytes: images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
  }

  /** What is listed, and what was listed once and is here. STORE_* */
  async catalogue(productKey?: string): Promise<CatalogueView[]> {
    const query = productKey === undefined ? {} : { productKey }
    const entries = await this.#store.catalogue.list({ ...query, withVanished: true })
    const { imageOf } = await linkLibrary(this.#store)
    return entries
      .map((entry) => ({ ...entry, sha256: imageOf(entry)?.sha256 ?? null }))
      .filter(({ vanished, sha256 }) => !vanished || sha256 !== null)
  }

  /** One that cannot be read is no error: see image-report.ts. FIRMWARE_GONE, STORE_* */
  async inspect(sha256: string, signal: AbortSignal): Promise<ImageReport> {
    const { md5, sizeBytes } = await this.#find(sha256)
    const known = { sha256, md5, sizeBytes }
    const { firmware } = this.#parts.core
    const bytes = await firmware.read(known, signal)
    if (bytes !== null) return reportImage(known, bytes)
    const reason = (await firmware.isThere(sha256)) ? 'IMAGE_DIGEST' : 'IMAGE_UNREADABLE'
    return unreadable(known, { reason })
  }

  /** A broken one stays to be seen, and whoever needs it next fetches it anew. FIRMWARE_GONE, STORE_* */
  async check(sha256: string, signal: AbortSignal): Promise<LibraryImage> {
    const state = await this.#parts.core.firmware.check(await this.#find(sha256), signal)
    await this.#store.firmware.checked(sha256, state === 'good')
    return this.#changed(sha256)
  }

  /** FIRMWARE_GONE, STORE_* */
  async pin(sha256: string, pinned: boolean): Promise<LibraryImage> {
    await this.#find(sha256)
    await this.#store.firmware.pin(sha256, pinned)
    return this.#changed(sha256)
  }

  /** False: it was not there. FIRMWARE_PINNED, FIRMWARE_IN_USE, STORE_* */
  async remove(sha256: string): Promise<boolean> {
    const row = await this.#store.firmware.get(sha256)
    if (!row) return false
    if (row.pinned) throw new FlashlineError('FIRMWARE_PINNED', { name: row.name })
    const user = this.#parts.jobs().find((job) => job.outcome === 'running' && flashes(job, row))
    if (user) throw new FlashlineError('FIRMWARE_IN_USE', { slot: user.slotName })
    await this.#parts.core.firmware.remove(sha256)
    return true
  }

  /** One download for all who ask. FIRMWARE_NOT_FOUND, FIRMWARE_UNVERIFIED, CONNECTION_*, CLOUD_*, IMAGE_*, STORE_* */
  async fetch(
    entry: { connectionId: string; firmwareId: string },
    signal: AbortSignal,
  ): Promise<LibraryImage> {
    const key = JSON.stringify([entry.connectionId, entry.firmwareId])
    const sha256 = await this.#fetching.run(
      key,
      (_report, cancelled) => this.#fetch(entry, cancelled),
      () => {},
      AbortSignal.any([signal, this.#stopping.signal]),
    )
    return this.#image(sha256)
  }

  /** UPLOAD_*, FIRMWARE_UNMATCHED, FIRMWARE_UNVERIFIED, IMAGE_KIND, STORE_* */
  async finishUpload(uploadId: string, allowUnmatched: boolean): Promise<LibraryImage> {
    const { firmware } = this.#parts.core
    const { tasksOf } = await linkLibrary(this.#store)
    const { sha256 } = await this.uploads.finish(uploadId, ({ path, name }) =>
      firmware.importFile(
        path,
        async (image) => {
          // What a synced task flashes is known as well as what a catalogue lists.
          const isKnown = allowUnmatched || tasksOf(image).length > 0
          const rules = { name, connectionId: null, allowUnmatched: isKnown }
          await requireAcceptable(this.#store.catalogue, image, rules)
        },
        name,
      ),
    )
    return this.#image(sha256)
  }

  /** Breaks downloads off and forgets what is being handed in. */
  async stop(): Promise<void> {
    this.#stopping.abort(new FlashlineError('JOB_CANCELLED'))
    await this.#fetching.idle()
    await this.uploads.stop()
  }

  async #fetch(wanted: { connectionId: string; firmwareId: string }, signal: AbortSignal): Promise<string> {
    const { core, emit, clock } = this.#parts
    const listed = await findListed(core.clouds, wanted, signal)
    requireVerified(listed.entry)
    let progress = { doneBytes: 0, totalBytes: listed.entry.sizeBytes }
    const tell = (ended: boolean) =>
      emit({ type: 'firmwareFetchChanged', fetch: { ...wanted, ...progress }, ended })
    let toldMs = clock.now().getTime()
    tell(false)
    try {
      const { sha256 } = await listed.fetch(
        core.firmware,
        (now) => {
          progress = now
          const nowMs = clock.now().getTime()
          if (nowMs - toldMs < progressEveryMs) return
          toldMs = nowMs
          tell(false)
        },
        signal,
      )
      return sha256
    } finally {
      tell(true)
    }
  }

  get #store(): Core['store'] {
    return this.#parts.core.store
  }

  async #find(sha256: string): Promise<StoredFirmware> {
    const row = await this.#store.firmware.get(sha256)
    if (!row) throw new FlashlineError('FIRMWARE_GONE', { sha256 })
    return row
  }

  async #changed(sha256: string): Promise<LibraryImage> {
    this.#parts.emit({ type: 'listsChanged', lists: ['firmware'] })
    return this.#image(sha256)
  }

  async #image(sha256: string): Promise<LibraryImage> {
    return this.#shown(await this.#find(sha256), await linkLibrary(this.#store))
  }

  async #shown({ isGood, ...row }: StoredFirmware, { tasksOf, entriesOf }: Links): Promise<LibraryImage> {
    const checked = isGood === null ? 'unchecked' : isGood ? 'good' : 'broken'
    const digest = (await this.#parts.core.firmware.isThere(row.sha256)) ? checked : 'missing'
    return { ...row, digest, tasks: tasksOf(row), entries: entriesOf(row) }
  }
}

/** The digest of the bytes is known only when the job has fetched them. */
function flashes({ firmware }: Job, { sha256, md5, sizeBytes }: StoredFirmware): boolean {
  if (!firmware) return false
  return firmware.sha256 === sha256 || (firmware.md5 === md5 && firmware.sizeBytes === sizeBytes)
}
