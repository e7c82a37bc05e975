// Finished records into a folder: one JSON file each, a CSV table a day, or both. Whoever reads the folder never sees half a
// file; a record that is told again writes the same file, and the same line once. A folder that is gone is not made: it is a
// share that is offline, and the records wait.
import { open, readFile, rename, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { FlashlineError, type WebhookEvent } from '../../preload/contract/index.ts'
import { folderError } from './folder-error.ts'

export interface DropOutTarget {
  readonly folder: string
  readonly json: boolean
  readonly csv: boolean
}

export interface Csv {
  readonly head: string
  /** With its end of line. */
  readonly line: string
}

/** A day of a very busy plant; more is no table of ours. */
const mostTableBytes = 256 * 1024 * 1024

export class DropOut {
  /** The table that was written last, so that not each line reads the whole of it. */
  #table: { file: string; sizeBytes: number; lines: Set<string> } | null = null
  /** A share that hangs holds one writer, not one for each attempt. */
  #isWriting = false

  /** DROP_FOLDER {folder, cause} */
  async write(target: DropOutTarget, event: WebhookEvent, body: string, csv: Csv): Promise<void> {
    const { folder } = target
    if (this.#isWriting) throw new FlashlineError('DROP_FOLDER', { folder, cause: 'EBUSY' })
    this.#isWriting = true
    try {
      if (target.json) await writeWhole(folder, `${event.id}.json`, `${body}\n`)
      if (target.csv) await this.#append(join(folder, tableName(event)), csv)
    } catch (cause) {
      this.#table = null
      throw folderError(folder, cause)
    } finally {
      this.#isWriting = false
    }
  }

  async #append(file: string, { head, line }: Csv): Promise<void> {
    const table = await this.#read(file)
    if (table.lines.has(line)) return
    const text = table.sizeBytes === 0 ? head + line : line
    const handle = await open(file, 'a', 0o644)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    table.lines.add(line)
    this.#table = { ...table, sizeBytes: table.sizeBytes + Buffer.byteLength(text) }
  }

  /** What a power cut left of a line is cut off. */
  async #read(file: string): Promise<{ file: string; sizeBytes: number; lines: Set<string> }> {
    const facts = await stat(file).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return null
      throw cause
    })
    if (facts === null) return { file, sizeBytes: 0, lines: new Set() }
    if (this.#table?.file === file && this.#table.sizeBytes === facts.size) return this.#table
    if (facts.size > mostTableBytes) throw Object.assign(new Error('too large'), { code: 'EFBIG' })
    const bytes = await readFile(file)
    const sizeBytes = bytes.lastIndexOf(0x0a) + 1
    if (sizeBytes < bytes.length) await truncate(file, sizeBytes)
    const lines = bytes.toString('utf8', 0, sizeBytes).split(/(?<=\r\n)/)
    return { file, sizeBytes, lines: new Set(lines) }
  }
}

/** By day, UTC. Stations that share a folder must not share a table: two cannot append to one file of a share. */
function tableName({ station, timestamp }: WebhookEvent): string {
  const name = station
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 40)
  return `records-${name}-${timestamp.slice(0, 10)}.csv`
}

/** Written aside, then renamed. */
export async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const aside = join(folder, `.${name}.tmp`)
  const handle = await open(aside, 'w', 0o644)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(aside, join(folder, name))
}
