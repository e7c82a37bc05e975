// Puts the way out to one cloud together: attempts with their log, repeats, the circuit breaker and the cloud's clock.
import { setTimeout as delay } from 'node:timers/promises'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { readAddress } from './address.ts'
import { closedBreaker, type End, enter, settle } from './circuit-breaker.ts'
import { createCloudTime } from './cloud-time.ts'
import { createDispatcher } from './dispatcher.ts'
import { exchange } from './exchange.ts'
import { breakdownOf, type Failure, refusalOf } from './failure.ts'
import type { CloudLine, LineCall, LineClock, LineOptions, LineReply, LineRequest } from './line.ts'
import { logEntry } from './log-entry.ts'
import { planRepeat } from './retry-plan.ts'

/** Two answers of one second's resolution, and some way between. */
const CLOCK_LEAST_MS = 2_000

const systemClock: LineClock = {
  elapsedMs: () => performance.now(),
  async wait(delayMs, signal) {
    await delay(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted())
  },
  chance: Math.random,
}

type Result = { readonly reply: LineReply } | { readonly failure: Failure }

/** INPUT_INVALID {field} for a base address that is none. */
export function createCloudLine(options: LineOptions): CloudLine {
  const { origin, pathOf } = readAddress(options)
  const { now = () => new Date(), clock = systemClock } = options
  const dispatcher = createDispatcher(options)
  const cloudTime = createCloudTime(now)
  const proxy = options.proxyUrl === null ? {} : { proxy: new URL(options.proxyUrl).host }
  let breaker = closedBreaker
  let closed = false

  async function attempt(
    call: LineCall,
    wanted: LineRequest,
    number: number,
    signal: AbortSignal,
  ): Promise<Result> {
    const { method, headers = {}, body = null, secrets = [] } = wanted
    const path = pathOf(wanted)
    const timeoutMs = call.timeoutMs ?? options.timeoutMs
    const askedAt = now()
    const beganMs = clock.elapsedMs()
    let reply: LineReply | null = null
    let failure: Failure | null = null
    try {
      const onHead = ({ date }: LineReply['headers']) => cloudTime.observe(date, askedAt, now())
      reply = await exchange(dispatcher, { origin, method, path, headers, body, timeoutMs }, onHead, signal)
      failure = refusalOf(reply, cloudTime.now())
    } catch (error) {
      if (!signal.aborted) failure = breakdownOf(error)
    }
    const facts = { at: askedAt.toISOString(), host: origin, call: call.label, method, path, headers, body }
    const error = failure?.code ?? (reply === null ? 'JOB_CANCELLED' : null)
    const durationMs = clock.elapsedMs() - beganMs
    options.onEntry(
      logEntry({ ...facts, attempt: number, reply, error, durationMs }, [...options.secrets(), ...secrets]),
    )
    if (failure !== null) return { failure }
    if (reply === null) throw signal.reason
    return { reply }
  }

  const errorOf = (failure: Failure, call: LineCall, begun: boolean) =>
    new FlashlineError(
      failure.code,
      {
        host: origin,
        call: call.label,
        ...(failure.code === 'CLOUD_PROXY' ? proxy : {}),
        ...failure.facts,
        ...(failure.retryAfterMs === null ? {} : { retryAfterMs: failure.retryAfterMs }),
        ...(begun ? {} : { begun }),
      },
      { cause: failure.cause },
    )

  return {
    host: origin,
    dispatcher,
    async send(call, signal) {
      let last: FlashlineError | null = null
      let begun = false
      for (let number = 1; ; number++) {
        signal.throwIfAborted()
        // Before the breaker is asked: making a request may itself need a call, such as a login.
        const wanted = await call.request()
        signal.throwIfAborted()
        const entry = enter(breaker, call.probe === true, clock.elapsedMs())
        breaker = entry.state
        if (entry.pass === null) {
          const { retryAfterMs, cause } = entry
          throw (
            last ??
            new FlashlineError('CLOUD_CIRCUIT_OPEN', { host: origin, call: call.label, retryAfterMs, cause })
          )
        }
        let end: End = 'nothing'
        let failure: Failure
        try {
          const result = await attempt(call, wanted, number, signal)
          end = 'reply' in result ? 'answer' : result.failure.code
          if ('reply' in result) return result.reply
          failure = result.failure
        } finally {
          breaker = settle(breaker, entry.pass, end, clock.elapsedMs())
        }
        // Of all attempts: what a lost one began is not undone by a later one that never got through.
        begun ||= failure.begun
        last = errorOf(failure, call, begun)
        const waitMs = closed ? null : planRepeat(failure, call, number, clock.chance())
        if (waitMs === null) throw last
        await clock.wait(waitMs, signal)
      }
    },
    now: () => cloudTime.now(),
    correctClock: (leastMs = CLOCK_LEAST_MS) => cloudTime.correct(leastMs),
    skewMs: () => cloudTime.skewMs(),
    async close() {
      closed = true
      await dispatcher.destroy()
    },
  }
}
