// The end of the station's log, for a support person. Reads no more of a long log than is wanted of it.
import { open } from 'node:fs/promises'
import { join } from 'node:path'

const readBytes = 2 * 1024 * 1024

/** The newest whole lines, oldest first, at most so many and so long together; empty where there is no log. */
export async function readLogTail(
  dataDir: string,
  most: { lines: number; chars: number },
): Promise<string[]> {
  const file = await open(join(dataDir, 'station.log')).catch(() => null)
  if (!file) return []
  try {
    const { size } = await file.stat()
    const from = Math.max(0, size - readBytes)
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - from), position: from })
    const all = buffer.toString('utf8', 0, bytesRead).split('\n')
    // Half a line could begin inside a secret, where nothing would find it.
    if (from > 0) all.shift()
    const newest = all.filter((line) => line !== '').slice(-most.lines)
    let chars = 0
    const tooOld = newest.findLastIndex((line) => {
      chars += line.length + 1
      return chars > most.chars
    })
    return newest.slice(tooOld + 1)
  } finally {
    await file.close()
  }
}
