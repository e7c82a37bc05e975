// A disk of a few megabytes for a data folder, which can be filled to its last block: a memory file system, so only for root on
// Linux.
import { execFileSync } from 'node:child_process'
import { closeSync, cpSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface SmallDisk extends Disposable {
  readonly folder: string
  /** Leaves no room at all. */
  fill(): void
  empty(): void
}

export const canMount = process.platform === 'linux' && process.getuid?.() === 0

/** With what is in the folder, which comes to be a folder of it. */
export function openSmallDisk(at: string, source: string, sizeMegabytes: number): SmallDisk {
  mkdirSync(at)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMegabytes}m`, 'none', at])
  const folder = join(at, 'station')
  const filler = join(at, 'filler')
  cpSync(source, folder, { recursive: true })
  return {
    folder,
    fill() {
      const handle = openSync(filler, 'a')
      try {
        for (const size of [1024 * 1024, 4096]) fillBy(handle, Buffer.alloc(size))
      } finally {
        closeSync(handle)
      }
    },
    empty: () => rmSync(filler, { force: true }),
    [Symbol.dispose]: () => void execFileSync('umount', ['-l', at]),
  }
}

function fillBy(handle: number, bytes: Buffer): void {
  try {
    for (;;) writeSync(handle, bytes)
  } catch {
    // No room for another one: what was wanted.
  }
}
