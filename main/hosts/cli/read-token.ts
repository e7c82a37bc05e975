// The cloud's access token: from the environment or a file, never from the arguments, which every user of the machine
// can read in the process list.
import { open } from 'node:fs/promises'
import { FlashlineError } from '../../../preload/contract/index.ts'

const maxTokenBytes = 4096

/** Null when there is none. INPUT_INVALID for a file that cannot be read, is empty or is no token. */
export async function readToken(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  if (file === undefined) return env.FLASHLINE_TOKEN?.trim() || null
  const token = (await readStart(file)).trim()
  // What an HTTP header can carry.
  if (!/^[\x21-\x7e]{1,4096}$/.test(token)) {
    throw new FlashlineError('INPUT_INVALID', { field: '--token-file', path: file })
  }
  return token
}

async function readStart(file: string): Promise<string> {
  try {
    await using handle = await open(file)
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(maxTokenBytes + 2),
      0,
      maxTokenBytes + 2,
      null,
    )
    return buffer.toString('utf8', 0, bytesRead)
  } catch (cause) {
    throw new FlashlineError('INPUT_INVALID', { field: '--token-file', path: file }, { cause })
  }
}
