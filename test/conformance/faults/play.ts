// Plays one cell of the matrix of faults: makes the call, lets its request meet the fault, and tells what was seen on
// both sides and in the log; then the server is sound again, and so has to be the client.
import {
  asFlashlineError,
  errorText,
  type FlashlineError,
  languages,
} from '../../../preload/contract/index.ts'
import { lineTo } from '../../clouds/test-line.ts'
import { hastyClock } from '../../clouds/xlink/open-client.ts'
import type { ReceivedRequest } from '../../clouds/xlink/scripted-server.ts'
import {
  blab,
  type CallUnderTest,
  refreshToken,
  secrets,
  secretsIn,
  sessionToken,
} from './call-under-test.ts'
import type { Cell } from './cells.ts'
import type { Fault } from './fault.ts'
import { isLogin } from './xlink-calls.ts'

export interface Played {
  readonly error: FlashlineError | null
  readonly value: unknown
  /** Requests that met the fault, as the server got them. */
  readonly met: readonly ReceivedRequest[]
  /** Of the request that failed, or that met the fault. */
  readonly attempts: number
  readonly host: string
  readonly waitsMs: readonly number[]
  /** Pieces of secrets in what is shown, and in what the log keeps. */
  readonly leaks: { readonly shown: readonly string[]; readonly logged: readonly string[] }
  readonly sentences: readonly string[]
  /** What the same call of the same client ends with once the server is sound; null where there is none. */
  readonly afterwards: unknown
}

const PATIENT_MS = 30_000

type Answer = Cell['answer']

export async function playFault(cell: Cell, call: CallUnderTest, fault: Fault): Promise<Played> {
  const met: ReceivedRequest[] = []
  const logins = () => cell.received.filter(isLogin).length
  const soundBody = (request: ReceivedRequest): string => {
    const answer = call.soundAnswer(request, logins())
    return answer === '' ? '' : JSON.stringify(answer)
  }
  const sound: Answer = (response, request) => void response.end(soundBody(request))
  const faulty: Answer = (response, request) => {
    if (!call.meets(request)) return sound(response, request)
    met.push(request)
    const session = call.logsIn || logins() === 0 ? [] : [sessionToken(logins()), refreshToken(logins())]
    const blabbed = blab([...call.secretNames.map((name) => secrets[name]), ...session])
    fault.answer(response, { nth: met.length, sound: soundBody(request), blabbed })
  }
  const { baseUrl } = cell
  return play(call, { baseUrl, timeoutMs: fault.timeoutMs ?? PATIENT_MS }, met, (to) => {
    cell.answer = to === 'faulty' ? faulty : sound
  })
}

/** Where no server is that could answer. */
export const playAddress = (baseUrl: string, call: CallUnderTest): Promise<Played> =>
  play(call, { baseUrl, timeoutMs: PATIENT_MS }, [], null)

async function play(
  call: CallUnderTest,
  at: { readonly baseUrl: string; readonly timeoutMs: number },
  met: readonly ReceivedRequest[],
  turn: ((to: 'faulty' | 'sound') => void) | null,
): Promise<Played> {
  const waitsMs: number[] = []
  const { line, entries } = lineTo(at.baseUrl, {
    timeoutMs: at.timeoutMs,
    clock: { ...hastyClock, wait: async (delayMs) => void waitsMs.push(delayMs) },
    secrets: () => Object.values(secrets),
  })
  const act = call.connect(at, { line, secret: (name) => secrets[name] })
  try {
    turn?.('faulty')
    const { error, value } = await endOf(act())
    const label = error?.context.call ?? call.label
    const sentences = error === null ? [] : languages.map((language) => errorText(error, language))
    const seen = {
      error,
      value,
      host: line.host,
      met: [...met],
      attempts: entries.filter((entry) => entry.call === label).length,
      waitsMs: [...waitsMs],
      sentences: sentences.flatMap(({ title, remedy }) => [title, remedy]),
      leaks: {
        shown: secretsIn(JSON.stringify([error?.message, error?.context, sentences])),
        logged: secretsIn(JSON.stringify(entries)),
      },
    }
    turn?.('sound')
    if (turn === null) return { ...seen, afterwards: null }
    const afterwards = await endOf(act())
    return { ...seen, afterwards: afterwards.error ?? afterwards.value }
  } finally {
    await line.close()
  }
}

/** Errors that are none of ours come as SOFTWARE. */
async function endOf(acting: Promise<unknown>): Promise<{ error: FlashlineError | null; value: unknown }> {
  try {
    return { error: null, value: await acting }
  } catch (error) {
    return { error: asFlashlineError(error), value: undefined }
  }
}
