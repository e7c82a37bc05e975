// What a failed attempt was, in codes of our table. Pure. Goes by the codes and kinds of errors, never by their sentences.
import { errors } from 'undici'
import type { ErrorCode, ErrorContext } from '../../../preload/contract/index.ts'
import { DeadlinePassed } from './exchange.ts'
import { LineFailure, type LineReply } from './line.ts'
import { NoConnection, nameOfError } from './no-connection.ts'
import { UnreadableBody } from './read-body.ts'
import { readRetryAfter } from './retry-plan.ts'

export interface Failure {
  readonly code: ErrorCode
  readonly facts: ErrorContext
  /** The cloud may have begun with what was asked. */
  readonly begun: boolean
  /** How long the cloud asks to be left alone. */
  readonly retryAfterMs: number | null
  readonly cause: unknown
}

const unknownHost = /^(ENOTFOUND|EAI_)/
const timedOut = /^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/
// OpenSSL's verification results go by bare names.
const untrusted =
  /^(EPROTO$|ERR_(TLS|SSL|OSSL)_|CERT_|CRL_|(DEPTH_ZERO_)?SELF_SIGNED_|UNABLE_TO_|(INVALID|HOSTNAME|PATH_LENGTH|ERROR_IN)_)/
const notHttp = /^(HPE_|UND_ERR_(HEADERS_OVERFLOW|RES_))/
// The address, or a header that the connection or a secret brings, cannot be put into a request.
const unwritable = /^(UND_ERR_INVALID_ARG|ERR_INVALID_(URL|CHAR)|ERR_UNESCAPED_CHARACTERS)$/

/** The failure that an answer stands for; null when it is to be handed on. `now`: the cloud's time. */
export function refusalOf(reply: LineReply, now: Date): Failure | null {
  const { status } = reply
  if (status === 407) return failure('CLOUD_PROXY', { status }, { begun: false })
  if (status !== 429 && status < 500) return null
  return failure(
    status === 429 ? 'CLOUD_BUSY' : 'CLOUD_SERVER',
    { status },
    {
      begun: status !== 429,
      retryAfterMs: readRetryAfter(reply.headers, now),
      cause: new LineFailure(reply),
    },
  )
}

/** The failure that a broken attempt stands for. */
export function breakdownOf(error: unknown): Failure {
  if (error instanceof DeadlinePassed) return failure('CLOUD_TIMEOUT', { timeoutMs: error.timeoutMs })
  if (error instanceof UnreadableBody)
    return error.reason === 'cut'
      ? failure('CLOUD_UNREACHABLE', { cause: 'cut' }, { cause: error })
      : failure('CLOUD_REPLY', { reason: error.reason }, { cause: error })
  if (error instanceof NoConnection) return unconnected(error)
  const code = codeOf(error)
  return failure(code, { cause: nameOfError(error) }, { begun: code !== 'INPUT_INVALID', cause: error })
}

function unconnected(error: NoConnection): Failure {
  const more = { begun: false, cause: error }
  if (error.status !== null) return failure('CLOUD_PROXY', { status: error.status }, more)
  return failure(
    error.at === 'proxy' ? 'CLOUD_PROXY' : codeOf(error.cause),
    { cause: nameOfError(error.cause) },
    more,
  )
}

function codeOf(error: unknown): ErrorCode {
  const name = nameOfError(error)
  if (error instanceof errors.HTTPParserError || notHttp.test(name)) return 'CLOUD_REPLY'
  if (unknownHost.test(name)) return 'CLOUD_HOST_UNKNOWN'
  if (timedOut.test(name)) return 'CLOUD_TIMEOUT'
  if (untrusted.test(name)) return 'CLOUD_TLS'
  if (unwritable.test(name)) return 'INPUT_INVALID'
  return 'CLOUD_UNREACHABLE'
}

function failure(
  code: ErrorCode,
  facts: ErrorContext,
  more: Partial<Pick<Failure, 'begun' | 'retryAfterMs' | 'cause'>> = {},
): Failure {
  return { code, facts, begun: true, retryAfterMs: null, cause: undefined, ...more }
}
