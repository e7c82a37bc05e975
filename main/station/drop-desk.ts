// The drop folders: where work orders come in and where finished records go out, as they are set and how they stand. What is
// written and read there is factory/drop-*.ts; the tables are opened here, orders are made by whoever is given to `watch`.
import { isAbsolute } from 'node:path'
import {
  asFlashlineError,
  type DropFolderStates,
  type DropFolders,
  type ErrorCode,
  errorText,
  FlashlineError,
  type JobRecord,
  languages,
} from '../../preload/contract/index.ts'
import { type Clock, systemClock } from '../clouds/clock.ts'
import { DropIn } from '../factory/drop-in.ts'
import { DropOut } from '../factory/drop-out.ts'
import { readOrderFile } from '../factory/read-order-file.ts'
import { fitEvent, recordEvent } from '../factory/record-event.ts'
import { tryFolder } from '../factory/try-folder.ts'
import type { RecordSink } from '../outbox/record-sink.ts'
import { dropOutId, type KeptDropOut, type Listeners } from '../store/listeners.ts'
import { csvHead, csvLine } from './job-csv.ts'
import type { NumberedOrders } from './numbered-orders.ts'
import { createTurns } from './take-turns.ts'

export interface DropDeskOptions {
  readonly rows: Listeners
  /** JOB_UNKNOWN */
  readonly record: (jobId: string) => Promise<JobRecord>
  readonly stationName: () => string
  /** A folder was set, or fares otherwise than before. */
  readonly onChange: () => void
  /** Somebody changed it: what waits may go. */
  readonly onSet: () => void
  readonly log: { info(facts: object, message: string): void; warn(facts: object, message: string): void }
  readonly clock?: Clock
}

/** Who made the orders that came in by the folder. */
const takenBy = 'client:drop folder'

/** These say something about the file; with any other the file is as good as before. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'DROP_FILE',
  'ORDER_NUMBER',
  'TASK_DIFFERS',
  'TASK_TEST',
  'TASK_NOT_FOUND',
  'DOWNGRADE',
  'PROFILE_UNKNOWN',
  'INPUT_INVALID',
])

type InState = DropFolderStates['in']
type Failure = NonNullable<InState['failure']>

export class DropDesk {
  readonly #options: DropDeskOptions
  readonly #clock: Clock
  readonly #dropOut = new DropOut()
  readonly #turns = createTurns()
  #folders: DropFolders
  #out: KeptDropOut | null
  #in: InState = { taken: 0, refused: 0, lastRefused: null, failure: null }
  #outFailure: Failure | null = null
  #orders: NumberedOrders | null = null
  #dropIn: DropIn | null = null

  /** STORE_* */
  static async open(options: DropDeskOptions): Promise<DropDesk> {
    return new DropDesk(options, await options.rows.dropIn(), await options.rows.dropOut())
  }

  private constructor(options: DropDeskOptions, dropIn: string | null, out: KeptDropOut | null) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#out = out
    this.#folders = { in: dropIn === null ? null : { folder: dropIn }, out: out && outOf(out) }
  }

  get(): DropFolderStates {
    return { folders: this.#folders, in: this.#in, out: { failure: this.#outFailure } }
  }

  /** INPUT_INVALID for a path that is not absolute, or one folder for both. */
  set(folders: DropFolders): Promise<DropFolderStates> {
    return this.#turns('folders', async () => {
      const { rows } = this.#options
      for (const folder of [folders.in?.folder, folders.out?.folder])
        if (folder !== undefined && !isAbsolute(folder))
          throw new FlashlineError('INPUT_INVALID', { field: 'folder', value: folder })
      if (folders.in && folders.in.folder === folders.out?.folder)
        throw new FlashlineError('INPUT_INVALID', { field: 'folder', value: folders.in.folder })
      await rows.setDropIn(folders.in?.folder ?? null)
      const createdAt = this.#out?.createdAt ?? this.#clock.now().toISOString()
      this.#out = folders.out && { ...folders.out, listenerId: dropOutId, active: true, createdAt }
      // What waits for a folder that is no more goes on when there is one again.
      if (this.#out) await rows.putDropOut(this.#out)
      else await rows.remove(dropOutId)
      this.#folders = folders
      const refused = folders.out && (await tryFolder(folders.out.folder))
      this.#outFailure = refused && this.#failureOf(refused)
      await this.#rewatch()
      this.#options.onChange()
      this.#options.onSet()
      return this.get()
    })
  }

  /** Null: there is no such folder. */
  sinkFor(listenerId: string): RecordSink | null {
    const out = this.#out
    if (listenerId !== dropOutId || !out) return null
    return {
      send: async ({ jobId, corrects }) => {
        const record = await this.#options.record(jobId)
        const event = recordEvent(record, corrects, this.#options.stationName())
        try {
          await this.#dropOut.write(out, event, fitEvent(event), { head: csvHead, line: csvLine(record) })
          this.#outIs(null)
        } catch (error) {
          this.#outIs(asFlashlineError(error))
          throw error
        }
      },
    }
  }

  /** From now on orders are taken; once. */
  async watch(orders: NumberedOrders): Promise<void> {
    this.#orders = orders
    await this.#turns('folders', () => this.#rewatch())
  }

  async stop(): Promise<void> {
    this.#orders = null
    await this.#turns('folders', () => this.#rewatch())
  }

  async #rewatch(): Promise<void> {
    await this.#dropIn?.stop()
    this.#dropIn = null
    this.#in = { ...this.#in, failure: null }
    const orders = this.#orders
    if (!orders || !this.#folders.in) return
    const { log } = this.#options
    this.#dropIn = new DropIn({
      folder: this.#folders.in.folder,
      take: (name, bytes) => orders.makeAll(readOrderFile(name, bytes), takenBy),
      isRefusal: ({ code }) => refusals.has(code),
      explain,
      onTaken: (file) => {
        log.info({ file }, 'work orders taken from the drop folder')
        this.#inIs({ taken: this.#in.taken + 1 })
      },
      onRefused: (file, error) => {
        log.warn({ file, code: error.code, ...error.context }, 'refused in the drop folder')
        this.#inIs({ refused: this.#in.refused + 1, lastRefused: { file, ...this.#failureOf(error) } })
      },
      onLook: (error) => {
        if (error?.code === this.#in.failure?.code) return
        this.#inIs({ failure: error && this.#failureOf(error) })
      },
      clock: this.#clock,
    })
    this.#dropIn.start()
  }

  #inIs(change: Partial<InState>): void {
    this.#in = { ...this.#in, ...change }
    this.#options.onChange()
  }

  #outIs(error: FlashlineError | null): void {
    if (error?.code === this.#outFailure?.code) return
    this.#outFailure = error && this.#failureOf(error)
    this.#options.onChange()
  }

  #failureOf({ code, context }: FlashlineError): Failure {
    return { at: this.#clock.now().toISOString(), code, context }
  }
}

function outOf({ folder, json, csv, which, orderId }: KeptDropOut): DropFolders['out'] {
  return { folder, json, csv, which, orderId }
}

/** For a person who looks into the folder, in every language of the station, and for the software that wrote the file. */
function explain(file: string, { code, context }: FlashlineError): string {
  const said = languages.map((language) => [language, errorText({ code, context }, language)])
  return `${JSON.stringify({ file, code, context, ...Object.fromEntries(said) }, null, 2)}\n`
}
