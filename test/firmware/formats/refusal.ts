// What a parser says about a file that it refuses, for tests.
import { FlashlineError } from '../../../preload/contract/index.ts'

/** Code and facts of what `work` throws; null when it throws nothing. Anything but our own error is thrown on. */
export function refusal(work: () => unknown): Record<string, unknown> | null {
  try {
    work()
  } catch (error) {
    if (!(error instanceof FlashlineError)) throw error
    return { code: error.code, ...error.context }
  }
  return null
}

export function text(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1')
}

/** Addresses and bytes in hex, easy to compare. */
export function shown(
  regions: readonly { readonly address: number; readonly bytes: Uint8Array }[],
): readonly string[] {
  return regions.map(({ address, bytes }) => `${address.toString(16)}: ${Buffer.from(bytes).toString('hex')}`)
}
