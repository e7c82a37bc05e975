// Plays a console script over a link: sends, waits for the line or prompt, keeps named captures, logs both sides.
// Takes no byte more than the dialogue needs: what follows the last match is given back to the link.
import { FlashlineError, type LogLine } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import { ConsoleLines, printable } from './console-lines.ts'
import type { ConsoleScript, ConsoleStep } from './script.ts'
import { type ConsoleValues, fillTemplate } from './template.ts'

export interface ScriptContext {
  readonly values: ConsoleValues
  readonly signal: AbortSignal
  readonly log: (line: Omit<LogLine, 'at'>) => void
}

/** Prompts are short; a long tail without a line end is not searched whole again with every byte. */
const promptChars = 256
/** After a prompt that was asked for more than once, the answers to the other requests come within this. */
const echoQuietMs = 100
const echoQuietAtMostMs = 1000

/**
 * Plays the script and returns the named captures of all its steps.
 * @throws PROFILE_INVALID (a template without value, before anything is sent), the step's `otherwise` and
 * `refusedCode` with `step` counted from 0, LINK_LOST, LINK_STALLED; the signal's reason when aborted.
 */
export async function runScript(
  link: Link,
  script: ConsoleScript,
  context: ScriptContext,
): Promise<Record<string, string>> {
  const sends = script.map((step) =>
    step.send === undefined ? null : fillTemplate(step.send, context.values),
  )
  const lines = new ConsoleLines()
  const captures: Record<string, string> = {}
  try {
    for (const [index, step] of script.entries()) {
      const dialogue = new StepDialogue(link, lines, context, step, sends[index] ?? null)
      Object.assign(captures, await dialogue.play(index))
    }
  } finally {
    const rest = lines.takeRest()
    if (rest.length > 0) link.unread(rest)
  }
  return captures
}

type Captures = Record<string, string>

class StepDialogue {
  readonly #link: Link
  readonly #lines: ConsoleLines
  readonly #context: ScriptContext
  readonly #step: ConsoleStep
  readonly #send: string | null
  /** Printable part of what was sent: the device's echo of it. */
  readonly #echo: string
  #echoesDue = 0
  #sent = 0
  readonly #expect: RegExp
  readonly #refuse: RegExp | null

  constructor(
    link: Link,
    lines: ConsoleLines,
    context: ScriptContext,
    step: ConsoleStep,
    send: string | null,
  ) {
    this.#link = link
    this.#lines = lines
    this.#context = context
    this.#step = step
    this.#send = send
    this.#echo = send === null ? '' : printable(Buffer.from(send)).trim()
    this.#expect = new RegExp(step.expect)
    this.#refuse = step.refuse === undefined ? null : new RegExp(step.refuse)
  }

  async play(index: number): Promise<Captures> {
    const { timeoutMs, repeatEveryMs } = this.#step
    if (this.#send !== null) {
      await this.#dropOld()
      await this.#sendOnce()
    }
    const deadline = performance.now() + timeoutMs
    const every =
      this.#send === null || repeatEveryMs === undefined ? Number.POSITIVE_INFINITY : repeatEveryMs
    let repeatAt = performance.now() + every
    for (;;) {
      const found = this.#search(index)
      if (found !== null) {
        if (this.#step.prompt && this.#sent > 1) await this.#dropOld(echoQuietMs)
        return found
      }
      const now = performance.now()
      if (now >= deadline) throw this.#noAnswer(index)
      if (now >= repeatAt) {
        await this.#sendOnce()
        repeatAt = now + every
      }
      this.#lines.feed(await this.#read(Math.max(Math.min(deadline, repeatAt) - now, 0)))
    }
  }

  /** Looks at what was read, line by line, and stops behind the match. */
  #search(index: number): Captures | null {
    for (let line = this.#lines.next(); line !== null; line = this.#lines.next()) {
      this.#logDevice(line)
      if (this.#isEcho(line)) continue
      if (this.#refuse?.test(line)) {
        throw new FlashlineError(this.#step.refusedCode, { step: index, line: line.slice(0, 300) })
      }
      const match = this.#step.prompt ? null : this.#expect.exec(line)
      if (match !== null) return capturesOf(match)
    }
    return this.#step.prompt ? this.#searchPrompt() : null
  }

  #searchPrompt(): Captures | null {
    const tail = this.#withoutEcho(this.#lines.tail.slice(-promptChars))
    const match = this.#expect.exec(tail)
    if (match === null) return null
    this.#logDevice(this.#lines.tail)
    const after = tail.slice(match.index + match[0].length)
    this.#lines.cutTail(after.trim() === '' ? '' : after)
    return capturesOf(match)
  }

  /** A device repeats what is typed; a pattern must not find itself in that. Old prompts may stand before it. */
  #isEcho(line: string): boolean {
    if (this.#echoesDue === 0 || this.#echo === '' || !line.trimEnd().endsWith(this.#echo)) return false
    this.#echoesDue -= 1
    return true
  }

  /** The tail without an echo that has not ended yet. */
  #withoutEcho(tail: string): string {
    if (this.#echoesDue === 0) return tail
    for (let length = Math.min(tail.length, this.#echo.length); length > 0; length -= 1) {
      if (tail.endsWith(this.#echo.slice(0, length))) return tail.slice(0, -length)
    }
    return tail
  }

  async #sendOnce(): Promise<void> {
    const text = this.#send ?? ''
    this.#context.log({ source: 'station', text: printable(Buffer.from(text)) })
    await this.#link.write(Buffer.from(text), this.#context.signal)
    this.#sent += 1
    this.#echoesDue += 1
  }

  /** Logs and forgets what came before, or still comes until the line is quiet. */
  async #dropOld(quietMs = 0): Promise<void> {
    const until = performance.now() + echoQuietAtMostMs
    let old: Uint8Array
    do {
      for (let line = this.#lines.next(); line !== null; line = this.#lines.next()) this.#logDevice(line)
      old = await this.#read(quietMs)
      this.#lines.feed(old)
    } while (old.length > 0 && performance.now() < until)
    for (let line = this.#lines.next(); line !== null; line = this.#lines.next()) this.#logDevice(line)
    this.#logDevice(this.#lines.tail)
    this.#lines.cutTail()
  }

  #read(timeoutMs: number): Promise<Uint8Array> {
    return this.#link.read({ atLeast: 1, timeoutMs, signal: this.#context.signal })
  }

  #logDevice(text: string): void {
    if (text.trim() !== '') this.#context.log({ source: 'device', text })
  }

  #noAnswer(index: number): FlashlineError {
    this.#logDevice(this.#lines.tail)
    this.#lines.cutTail()
    const { expect, timeoutMs, otherwise } = this.#step
    return new FlashlineError(otherwise, { step: index, expect, timeoutMs })
  }
}

function capturesOf(match: RegExpExecArray): Captures {
  const captures: Captures = {}
  for (const [name, value] of Object.entries(match.groups ?? {})) {
    if (value !== undefined) captures[name] = value
  }
  return captures
}
