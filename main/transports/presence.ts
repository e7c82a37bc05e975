// Ends a link whose device file is gone. A port that was hung up in the middle of a read gives nothing, again and again,
// instead of an error; then only the missing file tells. Not here: what a port tells by itself.
import { watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { CarriedLink } from './carried-link.ts'

/**
 * Looks when the file's folder changes, which is told within milliseconds, and every `lookMs` anyway, because some file
 * systems and containers tell nothing; until the link is closed. Does not keep the process alive.
 */
export function watchPresence(
  path: string,
  link: Pick<CarriedLink, 'lost' | 'closed'>,
  lookMs: number,
): void {
  const look = (): void => {
    stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') link.lost({ reason: 'removed' }, error)
    })
  }
  const endWatch = watchFolder(dirname(path), (name) => {
    if (name === null || name === basename(path)) look()
  })
  const timer = setInterval(look, lookMs)
  timer.unref()
  void link.closed.then(() => {
    clearInterval(timer)
    endWatch()
  })
  look()
}

/** Returns how it ends. Where a folder cannot be watched, `onChange` is never called. */
function watchFolder(folder: string, onChange: (name: string | null) => void): () => void {
  try {
    const watcher = watch(folder, { persistent: false }, (_kind, name) => onChange(name))
    watcher.on('error', () => watcher.close())
    return () => watcher.close()
  } catch {
    return () => {}
  }
}
