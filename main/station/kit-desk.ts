// Kits and result files as people have them: handed in piece by piece, looked into and taken, and fetched piece by piece
// when they were made here. A result file stays in the data folder: its messages go no other way. A kit can be made again.
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  FlashlineError,
  type ImportedKit,
  type Job,
  type KitDraft,
  type KitEntry,
  type KitPreview,
  type KitSummary,
  type MadeFile,
  type ResultFile,
  type ResultsPreview,
  type Settings,
  uploadChunkBytes,
} from '../../preload/contract/index.ts'
import type { Clock } from '../clouds/clock.ts'
import { withFileErrors } from '../firmware/file-errors.ts'
import type { KeptKit } from '../store/kits.ts'
import { benchOfFirstKit } from './first-kit.ts'
import { type KitImport, KitImporter, type KitImporterParts } from './kit-importer.ts'
import type { KitKeys } from './kit-keys.ts'
import { type KitMakerParts, makeKit } from './kit-maker.ts'
import { ResultCarrier, type ResultCarrierParts } from './result-carrier.ts'
import { Uploads } from './uploads.ts'

export interface KitDeskParts
  extends KitMakerParts,
    Omit<KitImporterParts, 'tempFolder'>,
    Omit<ResultCarrierParts, 'tempFolder' | 'stationName'> {
  readonly core: KitMakerParts['core'] & KitImporterParts['core']
  /** Its folder `kits/` is this file's. */
  readonly dataDir: string
  /** It makes files and takes none in: what is on a practice bench is gone with it. */
  readonly isPractice: boolean
  readonly saveSettings: (settings: Settings) => Promise<unknown>
  readonly clock: Clock
}

export type Inspected = ({ kind: 'kit' } & KitPreview) | ({ kind: 'results' } & ResultsPreview)

/** Of kits that were made since the start. */
const mostMade = 8
const mostListed = 100

export class KitDesk {
  readonly uploads: Uploads
  readonly keys: KitKeys
  readonly #parts: KitDeskParts
  readonly #folder: string
  readonly #importer: KitImporter
  readonly #carrier: ResultCarrier
  readonly #made = new Map<string, MadeFile & { path: string }>()
  readonly #stopping = new AbortController()
  /** One after the other: what is decided about a kit holds until it is in. */
  #turn: Promise<unknown> = Promise.resolve()

  /** Finishes what a dead process had begun. STORE_* */
  static async open(parts: KitDeskParts): Promise<KitDesk> {
    const folder = join(parts.dataDir, 'kits')
    const tempFolder = join(folder, 'temp')
    await withFileErrors(async () => {
      await rm(tempFolder, { recursive: true, force: true })
      await mkdir(tempFolder, { recursive: true, mode: 0o700 })
    })
    const desk = new KitDesk(parts, folder, tempFolder)
    await desk.#importer.resume()
    return desk
  }

  private constructor(parts: KitDeskParts, folder: string, tempFolder: string) {
    this.#parts = parts
    this.#folder = folder
    this.keys = parts.keys
    this.uploads = new Uploads({ folder: tempFolder, clock: parts.clock })
    this.#importer = new KitImporter({ ...parts, tempFolder })
    const stationName = () => parts.settings().stationName
    this.#carrier = new ResultCarrier({ ...parts, stationName, tempFolder })
  }

  async list(): Promise<{ kits: KitEntry[]; files: ResultFile[]; waiting: number }> {
    const { store } = this.#parts.core
    const kits = await Promise.all((await store.kits.list()).map((kit) => this.#entry(kit)))
    const files = await store.resultFiles.list(mostListed)
    return { kits, files, waiting: await store.resultFiles.countWaiting() }
  }

  /** As makeKit. */
  async create(draft: KitDraft, by: string, signal: AbortSignal): Promise<MadeFile> {
    const fileOf = ({ kitId }: { readonly kitId: string }) => join(this.#folder, 'temp', `${kitId}.flkit`)
    const { path, ...made } = await this.createTo(draft, by, fileOf, signal)
    this.#made.set(made.fileId, { ...made, path })
    for (const [oldest, { path }] of this.#made) {
      if (this.#made.size <= mostMade) break
      this.#made.delete(oldest)
      await rm(path, { force: true })
    }
    return made
  }

  /** As `create`, to a place of the caller's. */
  async createTo(
    draft: KitDraft,
    by: string,
    fileOf: (about: { readonly kitId: string }) => string,
    signal: AbortSignal,
  ): Promise<MadeFile & { path: string }> {
    const { about, path, sizeBytes } = await makeKit(this.#parts, draft, by, fileOf, this.#stop(signal))
    const { kitId: fileId, name, sequence } = about
    return { fileId, name: `${plainName(name)}-${sequence}.flkit`, sizeBytes, path }
  }

  /** UPLOAD_*, KIT_UNREADABLE, KIT_CHANGED, KIT_NEWER, KIT_TOO_LARGE; every other reason against it is in the answer. */
  inspect(uploadId: string, signal: AbortSignal): Promise<Inspected> {
    return this.uploads.look(uploadId, ({ path }) => this.inspectFile(path, signal))
  }

  async inspectFile(path: string, signal: AbortSignal): Promise<Inspected> {
    const stop = this.#stop(signal)
    const practising = this.#parts.isPractice && { refusal: { code: 'KIT_PRACTICE', context: {} } as const }
    try {
      return { kind: 'kit', ...(await this.#importer.preview(path, stop)), ...practising }
    } catch (error) {
      if (!(error instanceof FlashlineError && error.code === 'KIT_UNREADABLE')) throw error
      const results = await this.#carrier.preview(path, stop).catch((other: unknown) => {
        throw other instanceof FlashlineError && other.code !== 'KIT_UNREADABLE' ? other : error
      })
      return { kind: 'results', ...results, ...practising }
    }
  }

  /** UPLOAD_*, KIT_PRACTICE, and as the importer's `take`. */
  import(uploadId: string, how: KitImport, signal: AbortSignal): Promise<ImportedKit> {
    return this.uploads.finish(uploadId, ({ path }) => this.importFile(path, how, signal))
  }

  importFile(path: string, how: KitImport, signal: AbortSignal): Promise<ImportedKit> {
    return this.#inTurn(async () => {
      this.#requireOwnBench()
      const taken = await this.#importer.take(path, how, this.#stop(signal))
      this.#parts.onChange()
      return { ...taken, bench: await this.#setBench(taken.kit) }
    })
  }

  /** UPLOAD_*, KIT_PRACTICE, and as the carrier's `take`. */
  importResults(uploadId: string, by: string, signal: AbortSignal): Promise<ResultFile> {
    return this.uploads.finish(uploadId, (file) => this.importResultsFile(file, by, signal))
  }

  importResultsFile(
    file: { readonly path: string; readonly name: string },
    by: string,
    signal: AbortSignal,
  ): Promise<ResultFile> {
    return this.#inTurn(async () => {
      this.#requireOwnBench()
      return this.#carrier.take(file, by, this.#stop(signal))
    })
  }

  /** Null: nothing waits. */
  async exportResults(by: string, signal: AbortSignal): Promise<(MadeFile & { file: ResultFile }) | null> {
    const done = await this.exportResultsTo(by, ({ fileId }) => this.#resultsPath(fileId), signal)
    if (done === null) return null
    const { path: _, sizeBytes, ...file } = done
    return { fileId: file.fileId, name: resultsName(file), sizeBytes, file }
  }

  exportResultsTo(
    by: string,
    fileOf: (about: { readonly fileId: string }) => string,
    signal: AbortSignal,
  ): ReturnType<ResultCarrier['export']> {
    return this.#carrier.export(by, fileOf, this.#stop(signal))
  }

  /** KIT_UNREADABLE: there is no such file any more. */
  async download(fileId: string, offset: number): Promise<MadeFile & { bytes: string }> {
    const { path, ...made } = this.#made.get(fileId) ?? (await this.#resultFile(fileId))
    return withFileErrors(async () => {
      const file = await open(path, 'r')
      try {
        const piece = Buffer.alloc(Math.max(0, Math.min(uploadChunkBytes, made.sizeBytes - offset)))
        const { bytesRead } = await file.read(piece, 0, piece.length, offset)
        return { ...made, bytes: piece.subarray(0, bytesRead).toString('base64') }
      } finally {
        await file.close()
      }
    })
  }

  /** Of a result file that came in. */
  records(fileId: string): Promise<Job[]> {
    return this.#parts.core.store.resultFiles.records(fileId)
  }

  /** Breaks off what runs and forgets what is being handed in. */
  async stop(): Promise<void> {
    this.#stopping.abort(new FlashlineError('JOB_CANCELLED'))
    await this.#turn
    await this.uploads.stop()
  }

  async #entry({ summary: kit, importedAt, importedBy, isReplaced }: KeptKit): Promise<KitEntry> {
    const code = await this.#parts.core.kits.requireValid(kit).then(
      () => null,
      (error: unknown) => (error instanceof FlashlineError ? error.code : null),
    )
    const inTime = code === 'KIT_EARLY' ? 'early' : code === null ? 'valid' : 'expired'
    return { kit, importedAt, importedBy, state: isReplaced ? 'replaced' : inTime }
  }

  async #resultFile(fileId: string): Promise<MadeFile & { path: string }> {
    const files = await this.#parts.core.store.resultFiles.list(Number.MAX_SAFE_INTEGER)
    const row = files.find((one) => one.fileId === fileId && one.direction === 'out')
    const path = this.#resultsPath(fileId)
    const facts = row && (await stat(path).catch(() => null))
    if (!row || !facts) throw new FlashlineError('KIT_UNREADABLE', { file: row?.name ?? fileId })
    return { fileId, name: resultsName(row), sizeBytes: facts.size, path }
  }

  async #setBench(kit: KitSummary): Promise<string | null> {
    const settings = this.#parts.settings()
    const bench = benchOfFirstKit(settings, kit)
    if (bench === null) return null
    await this.#parts.saveSettings({ ...settings, bench })
    return bench.productId
  }

  #requireOwnBench(): void {
    if (this.#parts.isPractice) throw new FlashlineError('KIT_PRACTICE')
  }

  #resultsPath(fileId: string): string {
    return join(this.#folder, 'results', `${plainName(fileId)}.flresults`)
  }

  #stop(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#stopping.signal])
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }
}

/** For a name on any file system. */
function plainName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, '')
  return plain === '' ? 'kit' : plain.slice(0, 80)
}

/** Told apart by a person: whose, and when. */
function resultsName({ stationName, at }: Pick<ResultFile, 'stationName' | 'at'>): string {
  const minute = at.slice(0, 16).replace(/[-:]/g, '').replace('T', '-')
  return `${plainName(stationName)}-${minute}.flresults`
}
