// Room for firmware and records on the disk of the data folder, and how long a record takes until it is safe there.
import { randomUUID } from 'node:crypto'
import { open, readdir, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { DoctorLine } from '../../../preload/contract/index.ts'
import { usualDiskLimits } from '../disk-room.ts'
import { line } from './line.ts'

const megabyte = 1024 * 1024
/** Below this a busy day's records and logs may not fit. */
const floorBytes = 500 * megabyte
/** The end of every job waits for it. */
const slowMs = 100
const syncsMeasured = 7

export interface DiskFacts {
  readonly freeBytes: number
  /** Of the firmware store; 0 when it is empty. */
  readonly largestImageBytes: number
  /** Median of writes that were made safe; null where nothing could be written. */
  readonly syncMs: number | null
}

/** Pure. A new image needs its room twice: the download, and the old one beside it. */
export function judgeDisk({ freeBytes, largestImageBytes, syncMs }: DiskFacts): DoctorLine[] {
  const wantedBytes = floorBytes + 2 * largestImageBytes
  const facts = {
    freeMegabytes: Math.floor(freeBytes / megabyte),
    wantedMegabytes: Math.ceil(wantedBytes / megabyte),
    syncMilliseconds: syncMs === null ? null : Math.max(1, Math.round(syncMs)),
  }
  const lines: DoctorLine[] = []
  if (freeBytes < usualDiskLimits.shortBelowBytes) lines.push(line('diskFull', facts))
  else if (freeBytes < wantedBytes) lines.push(line('diskLow', facts))
  if (syncMs !== null && syncMs > slowMs) lines.push(line('diskSlow', facts))
  return lines.length > 0 ? lines : [line('diskFine', facts)]
}

/** Of a folder that is not there yet: of the disk where it would be. */
export async function checkDisk(dataDir: string, signal: AbortSignal): Promise<DoctorLine[]> {
  const folder = await nearestFolder(dataDir)
  const { bavail, bsize } = await statfs(folder)
  return judgeDisk({
    freeBytes: bavail * bsize,
    largestImageBytes: await largestFile(join(dataDir, 'firmware')),
    syncMs: folder === dataDir ? await measureSync(dataDir, signal) : null,
  })
}

async function nearestFolder(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (folder === dirname(folder) || (await stat(folder).catch(() => null))?.isDirectory()) return folder
  }
}

async function largestFile(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  let largest = 0
  for (const name of names) {
    const facts = await stat(join(folder, name)).catch(() => null)
    if (facts?.isFile()) largest = Math.max(largest, facts.size)
  }
  return largest
}

async function measureSync(folder: string, signal: AbortSignal): Promise<number | null> {
  const probe = join(folder, `.doctor-${randomUUID()}`)
  const took: number[] = []
  try {
    const file = await open(probe, 'wx', 0o600)
    try {
      for (let count = 0; count < syncsMeasured; count += 1) {
        signal.throwIfAborted()
        const beganMs = performance.now()
        await file.write(Buffer.alloc(4096, count))
        await file.sync()
        took.push(performance.now() - beganMs)
      }
    } finally {
      await file.close()
    }
  } catch {
    // That nothing can be written is said of the data folder.
    return null
  } finally {
    await rm(probe, { force: true }).catch(() => {})
  }
  return took.toSorted((one, two) => one - two)[Math.floor(took.length / 2)] ?? null
}
