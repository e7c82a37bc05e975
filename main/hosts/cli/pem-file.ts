// Certificates and keys (PEM) that an option names.
import { readFile, stat } from 'node:fs/promises'
import { FlashlineError } from '../../../preload/contract/index.ts'

/** A chain of certificates is a few kilobytes; the contract takes so much. */
const mostBytes = 200_000

/** `option`: as the user writes it. INPUT_INVALID for what cannot be read or is none. */
export async function readPem(file: string, option: string): Promise<string> {
  try {
    if ((await stat(file)).size > mostBytes) throw new Error('too large')
    const pem = await readFile(file, 'utf8')
    if (!pem.includes('-----BEGIN ')) throw new Error('no PEM')
    return pem
  } catch (cause) {
    throw new FlashlineError('INPUT_INVALID', { field: option, path: file }, { cause })
  }
}
