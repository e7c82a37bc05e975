// The images of a station: fetched once for all who want the same, proved before they are visible, kept under their
// SHA-256, and shared in memory while somebody uses them.
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Dispatcher } from 'undici'
import { FlashlineError } from '../../preload/contract/index.ts'
import type { Image } from '../protocols/protocol.ts'
import { type ContentFile, ContentFiles, type FileState, syncFile } from './content-files.ts'
import { Digests, readDigested } from './digests.ts'
import { type DownloadSettings, download, type OnProgress, type WantedFirmware } from './download.ts'
import { errnoOf, withFileErrors } from './file-errors.ts'
import type { FirmwareIndex } from './firmware-index.ts'
import { encodeIntelHex } from './formats/intel-hex.ts'
import { joinImages } from './formats/join-images.ts'
import { PartialFile } from './partial-file.ts'
import { SharedWork } from './shared-work.ts'

const CAP_BYTES = 256 * 1024 * 1024

export interface FirmwareStoreOptions {
  /** The station's data folder; the files are in `firmware/` there. */
  readonly dataDir: string
  readonly index: FirmwareIndex
  /** Largest image; 256 MiB when left out. */
  readonly capBytes?: number
  readonly idleTimeoutMs?: number
  readonly retries?: number
  readonly retryDelayMs?: number
  /**
   * The caller's own connections, never the global ones: those belong to the version of the library inside Node, whose
   * parser ends the whole process when a server hangs up while a body waits to be read (seen with Node 24.21).
   */
  readonly dispatcher: Dispatcher
  /** An image has come or gone. */
  readonly onChange?: () => void
  /** DISK_FULL when there is no room for so many bytes more; left out: it is not asked. */
  readonly requireRoom?: (forBytes: number) => Promise<void>
}

export type ImageFacts = Pick<Image, 'sizeBytes' | 'md5' | 'sha256'>
/** Of a file that is not in the store yet. */
export type Offered = ImageFacts & { readonly bytes: Uint8Array }

export interface FirmwareStore {
  /**
   * From the store without any network, else downloaded. IMAGE_OVER_CAP, IMAGE_SIZE, IMAGE_SHORT, IMAGE_DIGEST,
   * IMAGE_NOT_FOUND, CLOUD_*, DISK_FULL, STORE_FULL, INPUT_INVALID for a digest that is none. `dispatcher`: the way out that belongs
   * to who named the file; the store's own when left out.
   */
  fetch(
    wanted: WantedFirmware,
    onProgress: OnProgress,
    signal: AbortSignal,
    dispatcher?: Dispatcher,
  ): Promise<Image>
  /**
   * A local file, taken into the store unless `accept` rejects. `name`: what it is called, where its path does not say.
   * IMAGE_UNREADABLE, IMAGE_OVER_CAP, STORE_FULL, and what `accept` rejects with.
   */
  importFile(path: string, accept?: (image: Offered) => void | Promise<void>, name?: string): Promise<Image>
  /**
   * Several local files with their addresses as one image (Intel HEX), which is taken into the store. As importFile, and
   * IMAGE_FORMAT, IMAGE_ADDRESS for overlaps, IMAGE_CHIP.
   */
  importJoined(parts: readonly LocalPart[]): Promise<Image>
  /** The proved bytes of a stored image, from the disk; null when its file is missing or broken. Does not count as a use. STORE_BROKEN */
  read(image: ImageFacts, signal: AbortSignal): Promise<Uint8Array | null>
  /** Reads the file of an image from the disk and compares; changes nothing. STORE_BROKEN */
  check(image: ImageFacts, signal: AbortSignal): Promise<FileState>
  /**
   * Takes over a file that was proved to be of this digest, from the same disk; whatever is there of it gives way. The
   * index is told by the caller. STORE_*
   */
  adopt(path: string, sha256: string): Promise<void>
  /** Where the file of an image lies, or would. */
  fileOf(sha256: string): string
  /** Whether there is a file, whatever is in it. */
  isThere(sha256: string): Promise<boolean>
  /** Forgets an image and its file. STORE_* */
  remove(sha256: string): Promise<void>
  /** Where files may lie that are not whole yet; what ends in `.tmp` is removed at the next start. */
  readonly partialFolder: string
}

export interface LocalPart {
  readonly path: string
  /** Null for a file that says itself where it belongs. */
  readonly address: number | null
}

export async function openFirmwareStore(options: FirmwareStoreOptions): Promise<FirmwareStore> {
  const files = new ContentFiles(join(options.dataDir, 'firmware'))
  await withFileErrors(() => files.prepare(new Date()))
  return new DiskFirmwareStore(files, options)
}

type Content = Omit<Image, 'fileName'>

class DiskFirmwareStore implements FirmwareStore {
  readonly #files: ContentFiles
  readonly #index: FirmwareIndex
  readonly #capBytes: number
  readonly #settings: DownloadSettings
  readonly #onChange: () => void
  readonly #requireRoom: (forBytes: number) => Promise<void>
  readonly #work = new SharedWork<Content, { doneBytes: number; totalBytes: number }>()
  /** By SHA-256. Slots that flash the same image at the same time hold the same bytes; later they may go. */
  readonly #inMemory = new Map<string, WeakRef<Uint8Array>>()

  constructor(files: ContentFiles, options: FirmwareStoreOptions) {
    this.#files = files
    this.#index = options.index
    this.#capBytes = options.capBytes ?? CAP_BYTES
    this.#onChange = options.onChange ?? (() => {})
    this.#requireRoom = options.requireRoom ?? (async () => {})
    this.#settings = {
      idleTimeoutMs: options.idleTimeoutMs ?? 15_000,
      retries: options.retries ?? 3,
      retryDelayMs: options.retryDelayMs ?? 500,
      dispatcher: options.dispatcher,
    }
  }

  async fetch(
    wanted: WantedFirmware,
    onProgress: OnProgress,
    signal: AbortSignal,
    dispatcher?: Dispatcher,
  ): Promise<Image> {
    const { sizeBytes, url } = wanted
    const name = nameOf(wanted)
    if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) {
      throw new FlashlineError('INPUT_INVALID', { field: 'sizeBytes' })
    }
    if (sizeBytes > this.#capBytes) throw overCap(sizeBytes, this.#capBytes)
    const settings = dispatcher === undefined ? this.#settings : { ...this.#settings, dispatcher }
    const content = await this.#work.run(
      name,
      (report, cancelled) => this.#obtain(wanted, name, settings, report, cancelled),
      onProgress,
      signal,
    )
    return { ...content, fileName: fileNameOf(url) }
  }

  get partialFolder(): string {
    return this.#files.partialFolder
  }

  async importFile(
    path: string,
    accept?: (image: Offered) => void | Promise<void>,
    name = basename(path),
  ): Promise<Image> {
    const content = await readLocal(path, this.#capBytes)
    await accept?.(content)
    return this.#take(content, name)
  }

  async importJoined(parts: readonly LocalPart[]): Promise<Image> {
    const read = parts.map(async ({ path, address }) => ({
      bytes: (await readLocal(path, this.#capBytes)).bytes,
      address,
    }))
    const bytes = encodeIntelHex(joinImages(await Promise.all(read)).regions)
    const digests = new Digests()
    digests.update(bytes)
    const name = `${basename(parts[0]?.path ?? 'image')}+${parts.length - 1}.hex`
    return this.#take({ bytes, sizeBytes: bytes.length, ...digests.finish() }, name)
  }

  async read(image: ContentFile, signal: AbortSignal): Promise<Uint8Array | null> {
    return withFileErrors(async () =>
      (await this.#files.check(image, signal)) === 'good' ? this.#files.read(image) : null,
    )
  }

  check(image: ContentFile, signal: AbortSignal): Promise<FileState> {
    return withFileErrors(() => this.#files.check(image, signal))
  }

  async adopt(path: string, sha256: string): Promise<void> {
    await withFileErrors(async () => {
      await syncFile(path)
      await this.#files.adopt(path, sha256)
    })
  }

  fileOf(sha256: string): string {
    return this.#files.path(sha256)
  }

  isThere(sha256: string): Promise<boolean> {
    return withFileErrors(() => this.#files.isThere(sha256))
  }

  async remove(sha256: string): Promise<void> {
    await withFileErrors(() => this.#files.remove(sha256))
    await this.#index.remove(sha256)
    this.#onChange()
  }

  async #take(content: Content, fileName: string): Promise<Image> {
    const { bytes, ...facts } = content
    await withFileErrors(async () => {
      if ((await this.#files.read(facts)) !== null) return
      await this.#requireRoom(facts.sizeBytes)
      await this.#files.add(bytes, facts.sha256)
    })
    await this.#index.add({ ...facts, sourceUrl: null, name: fileName })
    this.#onChange()
    return { ...this.#remember(content), fileName }
  }

  async #obtain(
    wanted: WantedFirmware,
    name: string,
    settings: DownloadSettings,
    report: OnProgress,
    signal: AbortSignal,
  ): Promise<Content> {
    const stored = await this.#load(wanted)
    if (stored !== null) {
      report({ doneBytes: stored.sizeBytes, totalBytes: stored.sizeBytes })
      return stored
    }
    await this.#requireRoom(wanted.sizeBytes)
    const partial = new PartialFile(this.#files.partialFolder, name)
    const { md5, sha256 } = await download(wanted, partial, settings, report, signal)
    await withFileErrors(async () => {
      await this.#files.adopt(partial.path, sha256)
      await partial.forget()
    })
    const { sizeBytes, url } = wanted
    await this.#index.add({ sha256, md5, sizeBytes, sourceUrl: url, name: fileNameOf(url) })
    this.#onChange()
    const loaded = await this.#load(wanted)
    // Proved on the way to the disk, and different on the way back.
    if (loaded === null) throw new FlashlineError('STORE_BROKEN', { sha256 })
    return loaded
  }

  /** From memory, else from disk with its digests computed anew; null when it is not in the store. */
  async #load(wanted: Omit<WantedFirmware, 'url'>): Promise<Content | null> {
    const row = await this.#index.find(wanted)
    if (row === null) return null
    const { sha256, md5, sizeBytes } = row
    const inMemory = this.#inMemory.get(sha256)?.deref()
    const bytes = inMemory ?? (await withFileErrors(() => this.#files.read(row)))
    if (bytes === null) {
      await this.#index.lost(sha256)
      this.#onChange()
      return null
    }
    await this.#index.touch(sha256)
    return this.#remember({ bytes, sizeBytes, md5, sha256 })
  }

  #remember(content: Content): Content {
    const known = this.#inMemory.get(content.sha256)?.deref()
    if (known !== undefined) return { ...content, bytes: known }
    this.#inMemory.set(content.sha256, new WeakRef(content.bytes))
    return content
  }
}

/** What tells files apart; it becomes part of a file name, so the digest must be one. */
function nameOf({ md5, sha256 = null, sizeBytes }: WantedFirmware): string {
  const digest = md5 ?? sha256 ?? ''
  const valid = (hex: string | null, chars: number) =>
    hex === null || new RegExp(`^[0-9a-f]{${chars}}$`).test(hex)
  if (digest === '' || !valid(md5, 32) || !valid(sha256, 64)) {
    throw new FlashlineError('INPUT_INVALID', { field: md5 === null ? 'sha256' : 'md5' })
  }
  return `${digest}-${sizeBytes}`
}

/** The size is known before anything is allocated, and a file that changes meanwhile is refused. */
async function readLocal(path: string, capBytes: number): Promise<Content> {
  try {
    const facts = await stat(path)
    if (facts.isFile() && facts.size > capBytes) throw overCap(facts.size, capBytes)
    const found = facts.isFile() ? await readDigested(path, facts.size) : null
    if (found !== null) return { ...found, sizeBytes: facts.size }
  } catch (error) {
    if (error instanceof FlashlineError) throw error
    throw unreadable(path, errnoOf(error) ?? 'unknown', error)
  }
  throw unreadable(path, 'not a file', undefined)
}

function unreadable(path: string, reason: string, cause: unknown): FlashlineError {
  return new FlashlineError('IMAGE_UNREADABLE', { file: basename(path), reason }, { cause })
}

function overCap(sizeBytes: number, capBytes: number): FlashlineError {
  return new FlashlineError('IMAGE_OVER_CAP', { sizeBytes, capBytes })
}

/** The last part of the address, as a name that a boot loader can be told. */
function fileNameOf(url: string): string {
  const name = (URL.parse(url)?.pathname ?? '').split('/').at(-1) ?? ''
  let decoded = name
  try {
    decoded = decodeURIComponent(name)
  } catch {
    // Not percent-encoded after all: taken as it is.
  }
  const plain = decoded.replace(/[^\w.+-]/g, '_').slice(0, 100)
  return plain === '' ? 'firmware.bin' : plain
}
