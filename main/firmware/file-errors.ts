// File system failures of the firmware store, as codes. No room is for the person to mend; anything else is broken.
import { FlashlineError } from '../../preload/contract/index.ts'

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

export function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

/** Runs file work; STORE_FULL when there is no room, STORE_BROKEN for other failures of the file system. */
export async function withFileErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const reason = errnoOf(error)
    if (error instanceof FlashlineError || reason === null || !('syscall' in Object(error))) throw error
    throw new FlashlineError(
      NO_ROOM.has(reason) ? 'STORE_FULL' : 'STORE_BROKEN',
      { reason },
      { cause: error },
    )
  }
}
