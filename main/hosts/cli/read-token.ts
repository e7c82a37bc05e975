// The cloud's access token: from FLASHLINE_TOKEN or a file.
import { FlashlineError } from '../../../preload/contract/index.ts'
import { readSecret } from './secret-input.ts'

/** Null when there is none. INPUT_INVALID for a file that cannot be read, is empty or is no token. */
export async function readToken(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const option = '--token-file'
  const token = await readSecret({ option, file, variable: 'FLASHLINE_TOKEN', env })
  // What an HTTP header can carry.
  if (token !== null && !/^[\x21-\x7e]+$/.test(token)) {
    throw new FlashlineError('INPUT_INVALID', { field: file === undefined ? 'FLASHLINE_TOKEN' : option })
  }
  return token
}
