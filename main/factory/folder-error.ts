// What a folder refused, as the one error that names it; a share that is offline is no reason to lose anything.
import { FlashlineError } from '../../preload/contract/index.ts'

/** DROP_FOLDER {folder, cause}; one of ours stays as it is. */
export function folderError(folder: string, cause: unknown): FlashlineError {
  if (cause instanceof FlashlineError) return cause
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null
  return new FlashlineError('DROP_FOLDER', { folder, cause: code }, { cause })
}
