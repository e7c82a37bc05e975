// Requests and their answers: sequence numbers, repeats, the version that the device speaks. Whatever the carrier is.
// Not here: framing (carrier.ts), the order of requests (index.ts, upload.ts).
import type { z } from 'zod'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { SmpCarrier } from './carrier.ts'
import {
  type Body,
  type Command,
  commands,
  decodeMessage,
  encodeRequest,
  isAnswer,
  type Message,
  type SmpVersion,
} from './codec.ts'
import { Refusal, refusalIn, refusedError } from './replies.ts'

export interface Patience {
  /** Until a request that was not answered is sent again. */
  readonly timeoutMs: number
  /** How often. */
  readonly maxRetries: number
}

/** A request made ready: it can be sent again as it is. */
export interface Prepared {
  readonly command: Command
  readonly sequence: number
  readonly frame: Uint8Array
}

/** Versions are tried in turn, each for this long at first. */
const helloMs = 400
const longestHelloMs = 1000

export class SmpSession {
  readonly carrier: SmpCarrier
  readonly #patience: Patience
  #version: SmpVersion
  #sequence = 0
  #heardNonsense = 0

  constructor(carrier: SmpCarrier, patience: Patience, version: SmpVersion = 1) {
    this.carrier = carrier
    this.#patience = patience
    this.#version = version
  }

  get version(): SmpVersion {
    return this.#version
  }

  /**
   * Finds the device and its version: a device that knows only version 1 may not answer the other one at all. Asks for
   * the image state, which even the smallest boot loader answers. False when nobody did in time.
   */
  async hello(versions: readonly SmpVersion[], timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    const until = performance.now() + timeoutMs
    for (let round = 0; ; round += 1) {
      for (const version of versions) {
        const left = until - performance.now()
        if (left <= 0) return false
        this.#version = version
        const asked = this.prepare(commands.imageState, {})
        await this.send(asked, signal)
        const answer = await this.answerTo(
          [asked],
          Math.min(left, helloMs * (round + 1), longestHelloMs),
          signal,
        )
        const refusal = answer && refusalIn(answer.body)
        if (answer !== null && !refusal?.isVersion) return true
      }
    }
  }

  /** Why nobody was found. */
  silentError(command: string, waitedMs: number): FlashlineError {
    const { unreachable } = this.carrier
    if (unreachable !== null) return unreachable
    const heard = this.carrier.brokenCount + this.#heardNonsense
    return new FlashlineError(heard > 0 ? 'LOADER_REPLY' : 'LOADER_SILENT', { command, waitedMs })
  }

  prepare(command: Command, body: Body): Prepared {
    const sequence = this.#sequence
    this.#sequence = (sequence + 1) & 0xff
    const frame = this.carrier.frame(encodeRequest(this.#version, command, sequence, body))
    return { command, sequence, frame }
  }

  send(prepared: Prepared, signal: AbortSignal): Promise<void> {
    return this.carrier.send(prepared.frame, signal)
  }

  /** The answer to one of these; all others are late ones and dropped. Null: none in time. */
  async answerTo(
    asked: readonly Prepared[],
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Message | null> {
    const until = performance.now() + timeoutMs
    for (let left = timeoutMs; ; left = Math.max(until - performance.now(), 0)) {
      const bytes = await this.carrier.receive(left, signal)
      if (bytes === null) return null
      const message = decodeMessage(bytes)
      if (message === null || !isAnswer(message)) this.#heardNonsense += 1
      else if (asked.some((one) => isFor(message, one))) return message
    }
  }

  /**
   * Asks until it is answered. Returns the map, or the refusal. LOADER_SILENT, LOADER_REPLY for a map that is not what
   * the command answers.
   */
  async ask<Schema extends z.ZodType>(
    command: Command,
    body: Body,
    schema: Schema,
    signal: AbortSignal,
    { timeoutMs, maxRetries }: Patience = this.#patience,
  ): Promise<z.infer<Schema> | Refusal> {
    const prepared = this.prepare(command, body)
    for (let tries = 0; tries <= maxRetries; tries += 1) {
      await this.send(prepared, signal)
      const answer = await this.answerTo([prepared], timeoutMs, signal)
      if (answer === null) continue
      const refusal = refusalIn(answer.body)
      if (refusal !== null) return refusal
      return parseAnswer(command, schema, answer.body)
    }
    throw this.silentError(command.name, timeoutMs * (maxRetries + 1))
  }

  /** The same where a no is the end. LOADER_REFUSED and the codes of refusedError(). */
  async require<Schema extends z.ZodType>(
    command: Command,
    body: Body,
    schema: Schema,
    signal: AbortSignal,
    patience?: Patience,
  ): Promise<z.infer<Schema>> {
    const answer = await this.ask(command, body, schema, signal, patience)
    if (answer instanceof Refusal) throw refusedError(command.name, answer)
    return answer
  }
}

/** LOADER_REPLY {command, issue}. */
export function parseAnswer<Schema extends z.ZodType>(
  command: Command,
  schema: Schema,
  body: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new FlashlineError('LOADER_REPLY', {
    command: command.name,
    issue: `${issue?.path.join('.')}: ${issue?.code}`,
  })
}

function isFor(message: Message, { command, sequence }: Prepared): boolean {
  return message.sequence === sequence && message.group === command.group && message.id === command.id
}
