// One line of standard input: what a script pipes in, or what a person types without seeing it.
import { createInterface } from 'node:readline'
import { addAbortSignal, type Readable, Writable } from 'node:stream'
import { FlashlineError } from '../../../preload/contract/index.ts'

/** More is not read. */
const mostChars = 8192

/** "" when there is none. Rejects with JOB_CANCELLED for Ctrl-C, with `signal.reason` on abort. */
export async function readLine(
  input: Readable & { readonly isTTY?: boolean },
  question: string,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted()
  try {
    return await (input.isTTY ? readTyped(input, question, say, signal) : readPiped(input, signal))
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}

async function readPiped(input: Readable, signal: AbortSignal): Promise<string> {
  let text = ''
  for await (const chunk of addAbortSignal(signal, input)) {
    text += String(chunk)
    if (text.includes('\n') || text.length > mostChars) break
  }
  return text.split(/\r?\n/, 1)[0]?.slice(0, mostChars) ?? ''
}

/** A terminal that readline drives shows nothing of what is typed when its output goes nowhere. */
async function readTyped(
  input: Readable,
  question: string,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const output = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output, terminal: true })
  say(question)
  try {
    return await new Promise((resolve, reject) => {
      lines.once('line', (line) => resolve(line.slice(0, mostChars)))
      // While a terminal is read raw, Ctrl-C is a key and no signal.
      lines.once('SIGINT', () => reject(new FlashlineError('JOB_CANCELLED')))
      lines.once('close', () => resolve(''))
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
  } finally {
    lines.close()
    say('\n')
  }
}
