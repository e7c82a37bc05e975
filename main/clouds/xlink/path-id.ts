// An id as one segment of a path.
import { FlashlineError } from '../../../preload/contract/index.ts'

/** INPUT_INVALID for an empty one and for dots, which would name another address. */
export function pathId(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new FlashlineError('INPUT_INVALID', { id })
  return encodeURIComponent(id)
}
