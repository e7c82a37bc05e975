// What the local cloud answers when it says no: {"error":{"code","msg","reason"}}, HTTP status 400, 403, 404 or 503,
// code = status and four digits. `reason` is ours: the public codes do not tell all conditions apart.

/** Stable, upper case; a client branches on it before the code. */
export type RefusalReason =
  | 'FIELD_MISSING'
  | 'FIELD_INVALID'
  | 'URL_INVALID'
  | 'NAME_EXISTS'
  | 'FROM_VERSION_EXISTS'
  | 'TASK_STATUS_UNKNOWN'
  | 'TASK_NOT_APPROVED'
  | 'TASK_UNDER_REVIEW'
  | 'TASK_STATE_CONFLICT'
  | 'TYPE_UNKNOWN'
  | 'DEVICE_NOT_OF_TOKEN'
  | 'ORDER_UNKNOWN'
  | 'DEVICE_OF_OTHER_PRODUCT'
  | 'SCOPE_UNKNOWN'
  | 'SCOPE_EMPTY'
  | 'FORBIDDEN'
  | 'TOKEN_NEEDED'
  | 'TOKEN_INVALID'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_REPLACED'
  | 'CORP_NEEDED'
  | 'URL_UNKNOWN'
  | 'PRODUCT_UNKNOWN'
  | 'DEVICE_UNKNOWN'
  | 'TASK_UNKNOWN'
  | 'INTERNAL'

const codes: Record<RefusalReason, { code: number; msg: string }> = {
  FIELD_MISSING: { code: 4001002, msg: 'mandatory field is empty' },
  FIELD_INVALID: { code: 4001001, msg: 'field validation failed' },
  URL_INVALID: { code: 4001095, msg: 'URL is not valid' },
  NAME_EXISTS: { code: 4001035, msg: 'task name exists' },
  FROM_VERSION_EXISTS: { code: 4001037, msg: 'a task with the same start version exists' },
  TASK_STATUS_UNKNOWN: { code: 4001036, msg: 'task status is not known' },
  TASK_NOT_APPROVED: { code: 4001036, msg: 'task has not passed its review' },
  TASK_UNDER_REVIEW: { code: 4001036, msg: 'task is under review' },
  TASK_STATE_CONFLICT: { code: 4001036, msg: 'task is in another state' },
  TYPE_UNKNOWN: { code: 4001113, msg: 'task type is not known' },
  DEVICE_NOT_OF_TOKEN: { code: 4001114, msg: 'device id does not match the token' },
  ORDER_UNKNOWN: { code: 4001158, msg: 'sort kind is not known' },
  DEVICE_OF_OTHER_PRODUCT: { code: 4001274, msg: 'devices do not all belong to the product' },
  SCOPE_UNKNOWN: { code: 4001275, msg: 'task scope is not known' },
  SCOPE_EMPTY: { code: 4001275, msg: 'task scope names no device' },
  FORBIDDEN: { code: 4031001, msg: 'forbidden' },
  TOKEN_NEEDED: { code: 4031002, msg: 'Access-Token is needed' },
  TOKEN_INVALID: { code: 4031003, msg: 'Access-Token is not valid' },
  TOKEN_EXPIRED: { code: 4031021, msg: 'Access-Token is expired' },
  TOKEN_REPLACED: { code: 4031022, msg: 'Access-Token was refreshed' },
  CORP_NEEDED: { code: 4031004, msg: 'corp credential is needed' },
  URL_UNKNOWN: { code: 4041001, msg: 'URL does not exist' },
  PRODUCT_UNKNOWN: { code: 4041005, msg: 'product does not exist' },
  DEVICE_UNKNOWN: { code: 4041008, msg: 'device does not exist' },
  TASK_UNKNOWN: { code: 4041013, msg: 'upgrade task does not exist' },
  INTERNAL: { code: 5031001, msg: 'server exception' },
}

export interface RefusalBody {
  readonly error: { readonly code: number; readonly msg: string; readonly reason: RefusalReason }
}

/** Thrown by the routes, answered by the server's error handler. */
export class CloudRefusal extends Error {
  readonly reason: RefusalReason
  /** The field or id that is meant. */
  readonly subject: string

  constructor(reason: RefusalReason, subject = '') {
    super(reason)
    this.name = 'CloudRefusal'
    this.reason = reason
    this.subject = subject
  }

  get status(): number {
    return Math.floor(codes[this.reason].code / 10_000)
  }

  get body(): RefusalBody {
    const { code, msg } = codes[this.reason]
    const subject = this.subject === '' ? '' : `: ${this.subject.slice(0, 200)}`
    return { error: { code, msg: msg + subject, reason: this.reason } }
  }
}
