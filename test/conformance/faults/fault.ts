// One column of the matrix of faults: what a server does to the request that it is to meet, and what has to come of it.
import type { ServerResponse } from 'node:http'
import type { ErrorActor, ErrorCode, ErrorContext } from '../../../preload/contract/index.ts'
import type { CallUnderTest } from './call-under-test.ts'

export interface Meeting {
  /** How often it was met, from 1. */
  readonly nth: number
  /** The body of the sound answer. */
  readonly sound: string
  /** Words that repeat all secrets of the connection. */
  readonly blabbed: string
}

export interface Fault {
  readonly name: string
  readonly answer: (response: ServerResponse, meeting: Meeting) => void
  readonly becomes: (call: CallUnderTest) => Outcome
  /** Of one attempt; left out: long enough for a busy machine. */
  readonly timeoutMs?: number
  /** Too much for all calls at once. */
  readonly oneByOne?: true
}

export interface Outcome {
  /** Null: the call is answered all the same. */
  readonly code: ErrorCode | null
  readonly actor?: ErrorActor
  /** Of the command line; left out: 4. */
  readonly exit?: number
  /** Requests that met the fault. */
  readonly asked: number
  /** Left out: as many as met it. */
  readonly attempts?: number
  /** Those that the requests came with. */
  readonly tokens?: readonly string[]
  /** Who sends a result has to ask whether it is there, before he sends it again. */
  readonly mayHaveArrived: boolean
  /** Between the requests. */
  readonly waitsMs: readonly number[]
  /** Besides others. */
  readonly context?: ErrorContext
}

/** Answered, and that is that. */
export const refused = (code: ErrorCode, actor: ErrorActor, more: Partial<Outcome> = {}): Outcome => ({
  code,
  actor,
  asked: 1,
  mayHaveArrived: false,
  waitsMs: [],
  ...more,
})

/** No answer that says what became of it: asked again where that does no harm. */
export const lost =
  (code: ErrorCode, context: ErrorContext = {}) =>
  ({ repeatable }: Pick<CallUnderTest, 'repeatable'>): Outcome => ({
    code,
    actor: 'cloud',
    asked: repeatable ? 3 : 1,
    mayHaveArrived: true,
    waitsMs: repeatable ? [375, 750] : [],
    context,
  })

/** An answer that is none: nobody knows what became of it, and it would be none again. */
export const unreadable = (context: ErrorContext): Outcome =>
  refused('CLOUD_REPLY', 'cloud', { mayHaveArrived: true, context })

export const answered = (more: Partial<Outcome> = {}): Outcome => ({
  code: null,
  asked: 1,
  mayHaveArrived: false,
  waitsMs: [],
  ...more,
})
