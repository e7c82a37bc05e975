// Types at a simulated board's console and reads what it prints; for tests. Knows no profile and no protocol.
import type { Link } from '../../main/transports/link.ts'

const noAbort = new AbortController().signal

/** Reads until what was read matches; fails with what was read when it does not come. */
export async function readUntil(link: Link, pattern: RegExp, timeoutMs = 10_000): Promise<string> {
  const until = performance.now() + timeoutMs
  let text = ''
  while (!pattern.test(text)) {
    const left = until - performance.now()
    if (left <= 0) throw new Error(`no ${pattern} in ${JSON.stringify(text)}`)
    const bytes = await link.read({ atLeast: 1, timeoutMs: left, signal: noAbort })
    text += Buffer.from(bytes).toString('latin1')
  }
  return text
}

/** Types text and reads on to the match. */
export async function type(link: Link, text: string, pattern: RegExp): Promise<string> {
  await link.write(Buffer.from(text, 'latin1'), noAbort)
  return readUntil(link, pattern)
}

export const atPrompt = /=> $/
