// Results that travel as a file: out of a laptop that has no network, into any station that has. The file first, whole and
// on the disk, then the mark on its messages: whatever dies in between, they are in a file or wait, and a second file with
// the same messages adds nothing.
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import {
  FlashlineError,
  type ResultFile,
  type ResultsAbout,
  type ResultsPreview,
  resultsAboutSchema,
} from '../../preload/contract/index.ts'
import { withFileErrors } from '../firmware/file-errors.ts'
import { fingerprintOf } from '../firmware/kits/ed25519.ts'
import { withSealed } from '../firmware/kits/read-sealed.ts'
import { writeSealed } from '../firmware/kits/write-sealed.ts'
import type { CarriedJob } from '../store/result-files.ts'
import type { Core } from './core.ts'
import type { KitKeys } from './kit-keys.ts'
import { encodeResults, readResults, resultsPath, resultsRules } from './result-lines.ts'

export interface ResultCarrierParts {
  readonly core: Pick<Core, 'store'>
  readonly keys: KitKeys
  readonly stationName: () => string
  /** Which connection takes the results of a product; null: whichever will. */
  readonly connectionOf: (productId: string | null) => string | null
  readonly tempFolder: string
  /** Messages have gone or come. */
  readonly onChange: () => void
  readonly now: () => Date
}

/** Of one file; what is left goes into the next. */
const mostJobs = 2000
const mostLogLines = 400

export class ResultCarrier {
  readonly #parts: ResultCarrierParts
  /** One file after the other: two at once would hold the same messages. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: ResultCarrierParts) {
    this.#parts = parts
  }

  /** Null: nothing waits. `fileOf`: where it is written to. STORE_*, KIT_TOO_LARGE */
  export(
    by: string,
    fileOf: (about: ResultsAbout) => string,
    signal: AbortSignal,
  ): Promise<(ResultFile & { path: string; sizeBytes: number }) | null> {
    const done = this.#turn.then(() => this.#export(by, fileOf, signal))
    this.#turn = done.catch(() => undefined)
    return done
  }

  /** KIT_UNREADABLE, KIT_CHANGED, KIT_NEWER, KIT_TOO_LARGE */
  preview(path: string, signal: AbortSignal): Promise<ResultsPreview> {
    return this.#read(path, signal, async (about, publicKey) => {
      const signer = await this.#parts.keys.nameOf(publicKey)
      const fingerprint = fingerprintOf(publicKey)
      const { stationName: name } = about
      return {
        results: { ...about, publicKey, fingerprint },
        signer,
        refusal: signer === null ? { code: 'KIT_KEY_UNKNOWN', context: { fingerprint, name } } : null,
      }
    })
  }

  /** KIT_KEY_UNKNOWN and as `preview`; then nothing was taken. `added`: messages that this station did not have. */
  take(
    { path, name }: { readonly path: string; readonly name: string },
    by: string,
    signal: AbortSignal,
  ): Promise<ResultFile> {
    return this.#read(path, signal, async (about, publicKey, jobs) => {
      const { core, keys, connectionOf, now, onChange } = this.#parts
      const { fileId, stationName } = about
      if ((await keys.nameOf(publicKey)) === null)
        throw new FlashlineError('KIT_KEY_UNKNOWN', {
          ...{ fingerprint: fingerprintOf(publicKey), name: stationName },
        })
      const routed = jobs.map((job) => ({
        ...job,
        messages: job.messages.map(({ message, ...one }) => ({
          ...one,
          message: { ...message, connectionId: connectionOf(job.record.productId) },
        })),
      }))
      const file = {
        ...{ fileId, stationName, by, name, at: now().toISOString() },
        ...{ jobs: jobs.length, messages: countMessages(jobs) },
      }
      const added = await core.store.resultFiles.imported(file, routed)
      onChange()
      return { ...file, direction: 'in', added }
    })
  }

  async #export(
    by: string,
    fileOf: (about: ResultsAbout) => string,
    signal: AbortSignal,
  ): Promise<(ResultFile & { path: string; sizeBytes: number }) | null> {
    const { core, keys, stationName, now, onChange } = this.#parts
    const { resultFiles } = core.store
    const { jobs, outboxIds } = await resultFiles.waiting({ jobs: mostJobs, logLines: mostLogLines })
    if (jobs.length === 0) return null
    const counts = { jobs: jobs.length, messages: outboxIds.length }
    const about: ResultsAbout = {
      ...{ fileId: randomUUID(), createdAt: now().toISOString(), createdBy: by },
      ...{ stationName: stationName(), ...counts },
    }
    const path = fileOf(about)
    await withFileErrors(() => mkdir(dirname(path), { recursive: true, mode: 0o700 }))
    const parts = [{ path: resultsPath, bytes: encodeResults(jobs) }]
    const { format, limitBytes } = resultsRules
    const sizeBytes = await writeSealed(path, { format, about, parts }, await keys.own(), limitBytes, signal)
    const file = {
      ...{ fileId: about.fileId, stationName: about.stationName, by, name: basename(path) },
      ...{ at: about.createdAt, ...counts },
    }
    const added = await resultFiles.exported(file, outboxIds)
    onChange()
    return { ...file, direction: 'out', added, path, sizeBytes }
  }

  #read<Result>(
    path: string,
    signal: AbortSignal,
    use: (about: ResultsAbout, publicKey: string, jobs: readonly CarriedJob[]) => Promise<Result>,
  ): Promise<Result> {
    return withSealed(path, resultsRules, this.#parts.tempFolder, signal, async (sealed) => {
      const about = resultsAboutSchema.safeParse(sealed.about)
      const lines = sealed.entries.get(resultsPath)
      if (!about.success || !lines) throw new FlashlineError('KIT_UNREADABLE', { file: basename(path) })
      const jobs = await readResults(lines.file)
      if (about.data.jobs !== jobs.length || about.data.messages !== countMessages(jobs))
        throw new FlashlineError('KIT_UNREADABLE', { file: basename(path) })
      return use(about.data, sealed.publicKey, jobs)
    })
  }
}

const countMessages = (jobs: readonly CarriedJob[]): number =>
  jobs.reduce((sum, { messages }) => sum + messages.length, 0)
