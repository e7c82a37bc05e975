// Reads a kit or a result file strictly: bounded before anything is allocated, no entry but those that the signed manifest
// names, in its order, and every digest compared. What is handed on lies in a folder of its own, as files that were proved
// on their way there. Whose key signed it is told; whether it is trusted, the station decides.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { errnoOf, withFileErrors } from '../file-errors.ts'
import {
  type ManifestEntry,
  manifestPath,
  maxManifestBytes,
  maxSignatureBytes,
  readManifest,
  readSignature,
  type SealedFormat,
  signaturePath,
} from './manifest.ts'
import { writeSealedZip } from './sealed-zip.ts'

export interface SealedRules {
  readonly format: SealedFormat
  /** Of the whole file. */
  readonly limitBytes: number
  /** The largest that an entry of this path may be; null: there is no such entry. */
  readonly limitOf: (path: string) => number | null
}

export interface ProvedFile extends ManifestEntry {
  /** Where its bytes are. */
  readonly file: string
}

export interface Sealed {
  /** Of the manifest; its schema is the reader's. */
  readonly about: unknown
  /** Whose key has signed it. */
  readonly publicKey: string
  readonly entries: ReadonlyMap<string, ProvedFile>
}

/** What a zip needs besides its contents, per entry and in all. */
const overheadBytes = 64 * 1024
const mostEntries = 2002

/**
 * Hands the proved contents to `use`; they are gone when it is done. `tempFolder` is one that is cleared when the station
 * starts. KIT_UNREADABLE {file}, KIT_TOO_LARGE, KIT_NEWER, KIT_CHANGED {path}, STORE_FULL; `signal.reason`.
 */
export async function withSealed<Result>(
  path: string,
  rules: SealedRules,
  tempFolder: string,
  signal: AbortSignal,
  use: (sealed: Sealed) => Promise<Result>,
): Promise<Result> {
  const folder = await withFileErrors(() => mkdtemp(join(tempFolder, 'sealed-')))
  try {
    return await use(await readSealed(path, rules, folder, signal))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readSealed(
  path: string,
  rules: SealedRules,
  folder: string,
  signal: AbortSignal,
): Promise<Sealed> {
  await requireSize(path, rules.limitBytes)
  const zip = await openZip(path)
  try {
    const entries = await listEntries(zip, rules, path)
    const [manifestEntry, signatureEntry, ...others] = entries
    if (manifestEntry?.fileName !== manifestPath || signatureEntry?.fileName !== signaturePath)
      throw unreadable(path)
    const head = [manifestEntry, signatureEntry].map((entry, n) => ({ entry, file: join(folder, `${n}`) }))
    for (const { entry, file } of head) await extract(zip, entry, file, signal)
    const [manifestBytes, signatureBytes] = await Promise.all(head.map(({ file }) => readFile(file)))
    if (!manifestBytes || !signatureBytes) throw unreadable(path)
    const manifest = readManifest(manifestBytes, rules.format)
    const publicKey = readSignature(signatureBytes, manifestBytes, rules.format)
    const named = requireSame(manifest.entries, others)
    const proved: ProvedFile[] = []
    for (const [n, { said, entry }] of named.entries()) {
      const file = join(folder, `${n + head.length}`)
      const sha256 = await extract(zip, entry, file, signal)
      if (sha256 !== said.sha256) throw new FlashlineError('KIT_CHANGED', { path: said.path })
      proved.push({ ...said, file })
    }
    const parts = [
      ...head.map(({ entry, file }) => ({
        path: entry.fileName,
        from: file,
        sizeBytes: entry.uncompressedSize,
      })),
      ...proved.map(({ path, file, sizeBytes }) => ({ path, from: file, sizeBytes })),
    ]
    await requireCanonical(path, parts, signal)
    return { about: manifest.about, publicKey, entries: new Map(proved.map((one) => [one.path, one])) }
  } catch (error) {
    signal.throwIfAborted()
    throw readable(error, path)
  } finally {
    zip.close()
  }
}

async function requireSize(path: string, limitBytes: number): Promise<void> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw new FlashlineError(
      'KIT_UNREADABLE',
      { file: basename(path), reason: errnoOf(cause) ?? '' },
      { cause },
    )
  })
  if (!facts.isFile()) throw unreadable(path)
  if (facts.size > limitBytes)
    throw new FlashlineError('KIT_TOO_LARGE', { sizeBytes: facts.size, limitBytes })
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await yauzl.openPromise(path, { autoClose: false, lazyEntries: true, strictFileNames: true })
  } catch (error) {
    throw readable(error, path)
  }
}

/** Stored, plain, known, once, and no larger than they may be. */
async function listEntries(zip: ZipFile, rules: SealedRules, path: string): Promise<Entry[]> {
  if (zip.entryCount > mostEntries) throw unreadable(path)
  const entries: Entry[] = []
  const seen = new Set<string>()
  let sum = overheadBytes
  for await (const entry of zip.eachEntry()) {
    const { fileName, compressionMethod, compressedSize, uncompressedSize: sizeBytes } = entry
    const limitBytes = limitOf(fileName, rules)
    const isPlain = compressionMethod === 0 && !entry.isEncrypted() && compressedSize === sizeBytes
    if (limitBytes === null || seen.has(fileName) || !isPlain) throw unreadable(path, fileName)
    if (sizeBytes > limitBytes)
      throw new FlashlineError('KIT_TOO_LARGE', { path: fileName, sizeBytes, limitBytes })
    seen.add(fileName)
    sum += sizeBytes
    entries.push(entry)
  }
  if (sum > rules.limitBytes + overheadBytes)
    throw new FlashlineError('KIT_TOO_LARGE', { sizeBytes: sum, limitBytes: rules.limitBytes })
  return entries
}

function limitOf(path: string, rules: SealedRules): number | null {
  if (path === manifestPath) return maxManifestBytes
  return path === signaturePath ? maxSignatureBytes : rules.limitOf(path)
}

/** What the signed manifest names and what is there, one for one. */
function requireSame(said: readonly ManifestEntry[], found: readonly Entry[]) {
  const other = found[said.length]
  if (other) throw new FlashlineError('KIT_CHANGED', { path: other.fileName })
  return said.map((one, n) => {
    const entry = found[n]
    if (entry?.fileName !== one.path || entry.uncompressedSize !== one.sizeBytes)
      throw new FlashlineError('KIT_CHANGED', { path: one.path })
    return { said: one, entry }
  })
}

/** Its SHA-256. Writes no more than its entry said. */
async function extract(zip: ZipFile, entry: Entry, file: string, signal: AbortSignal): Promise<string> {
  const digest = createHash('sha256')
  const stream = await zip.openReadStreamPromise(entry)
  const measure = new Transform({
    transform(piece: Buffer, _encoding, done) {
      digest.update(piece)
      done(null, piece)
    },
  })
  await withFileErrors(() =>
    pipeline(stream, measure, createWriteStream(file, { flags: 'wx', mode: 0o600 }), { signal }),
  )
  return digest.digest('hex')
}

/** Nothing is hidden between the entries: written again from what was read, it is the same file. */
async function requireCanonical(
  path: string,
  parts: readonly { path: string; from: string; sizeBytes: number }[],
  signal: AbortSignal,
): Promise<void> {
  const [found, expected] = [createHash('sha256'), createHash('sha256')]
  await pipeline(createReadStream(path), found, { signal })
  await writeSealedZip(
    parts,
    async (pieces) => {
      for await (const piece of pieces) expected.update(piece)
    },
    signal,
  )
  if (found.digest('hex') !== expected.digest('hex')) throw new FlashlineError('KIT_CHANGED', {})
}

function unreadable(path: string, entry?: string): FlashlineError {
  return new FlashlineError('KIT_UNREADABLE', {
    file: basename(path),
    ...(entry === undefined ? {} : { entry }),
  })
}

/** The zip library says in sentences what is wrong with a zip; the file system has its codes. */
function readable(error: unknown, path: string): unknown {
  if (error instanceof FlashlineError || errnoOf(error)?.startsWith('E')) return error
  return new FlashlineError('KIT_UNREADABLE', { file: basename(path) }, { cause: error })
}
