// Secrets for a command: from the environment, a file or standard input, never from the arguments, which every user of
// the machine can read in the process list.
import { open } from 'node:fs/promises'
import { FlashlineError } from '../../../preload/contract/index.ts'

const maxSecretBytes = 4096

export interface SecretPlaces {
  /** The option that names a file, as the user writes it. */
  readonly option: string
  readonly file: string | undefined
  /** The variable of the environment. */
  readonly variable: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The file wins. Null when there is neither. INPUT_INVALID for a file that cannot be read, is empty or is no secret. */
export async function readSecret({ option, file, variable, env }: SecretPlaces): Promise<string | null> {
  if (file === undefined) return asSecret(env[variable] ?? '', variable)
  const secret = asSecret(await readStart(file, option), option)
  if (secret === null) throw new FlashlineError('INPUT_INVALID', { field: option, path: file })
  return secret
}

/** Blanks around it are none of it. Null when nothing is left. INPUT_INVALID when it is too long or has control characters. */
export function asSecret(text: string, field: string): string | null {
  const secret = text.trim()
  if (Buffer.byteLength(secret) > maxSecretBytes || /\p{Cc}/u.test(secret)) {
    throw new FlashlineError('INPUT_INVALID', { field })
  }
  return secret === '' ? null : secret
}

async function readStart(file: string, option: string): Promise<string> {
  try {
    await using handle = await open(file)
    const length = maxSecretBytes + 3
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, null)
    return buffer.toString('utf8', 0, bytesRead)
  } catch (cause) {
    throw new FlashlineError('INPUT_INVALID', { field: option, path: file }, { cause })
  }
}
