// Ends a link whose device file is gone. A port that was hung up in the middle of a read gives nothing, again and again,
// instead of an error; then only the missing file tells. Not here: what a port tells by itself.
import { stat } from 'node:fs/promises'
import type { CarriedLink } from './carried-link.ts'

/** Looks every `lookMs` until the link is closed. Does not keep the process alive. */
export function watchPresence(
  path: string,
  link: Pick<CarriedLink, 'lost' | 'closed'>,
  lookMs: number,
): void {
  const timer = setInterval(() => {
    stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') link.lost({ reason: 'removed' }, error)
    })
  }, lookMs)
  timer.unref()
  void link.closed.then(() => clearInterval(timer))
}
