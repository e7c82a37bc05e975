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
  | 'TASK_BUSY'
  | 'TASK_TAG_MISMATCH'
  | 'TYPE_UNKNOWN'
  | 'DEVICE_NOT_OF_TOKEN'
  | 'ORDER_UNKNOWN'
  | 'DEVICE_OF_OTHER_PRODUCT'
  | 'SCOPE_UNKNOWN'
  | 'SCOPE_EMPTY'
  | 'CHANGE_UNKNOWN'
  | 'PASSWORD_WRONG'
  | 'REFRESH_TOKEN_WRONG'
  | 'ACCESS_KEY_DISABLED'
  | 'ACCESS_KEY_WRONG'
  | 'AUTHORIZE_CODE_WRONG'
  | 'FILE_TOO_LARGE'
  | 'FORBIDDEN'
  | 'CORP_DIFFERS'
  | 'ACCOUNT_LOCKED'
  | 'NOT_AUDITOR'
  | 'OWN_REVIEW'
  | 'TOKEN_NEEDED'
  | 'TOKEN_INVALID'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_REPLACED'
  | 'CORP_NEEDED'
  | 'URL_UNKNOWN'
  | 'PRODUCT_UNKNOWN'
  | 'DEVICE_UNKNOWN'
  | 'TASK_UNKNOWN'
  | 'MEMBER_UNKNOWN'
  | 'ACCESS_KEY_UNKNOWN'
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
  TASK_BUSY: { code: 4001036, msg: 'task is running or under review' },
  TASK_TAG_MISMATCH: { code: 4001138, msg: 'task is of the other kind, formal or test' },
  TYPE_UNKNOWN: { code: 4001113, msg: 'task type is not known' },
  DEVICE_NOT_OF_TOKEN: { code: 4001114, msg: 'device id does not match the token' },
  ORDER_UNKNOWN: { code: 4001158, msg: 'sort kind is not known' },
  DEVICE_OF_OTHER_PRODUCT: { code: 4001274, msg: 'devices do not all belong to the product' },
  SCOPE_UNKNOWN: { code: 4001275, msg: 'task scope is not known' },
  SCOPE_EMPTY: { code: 4001275, msg: 'task scope names no device' },
  CHANGE_UNKNOWN: { code: 4001213, msg: 'operation is not known' },
  PASSWORD_WRONG: { code: 4001007, msg: 'password is wrong' },
  REFRESH_TOKEN_WRONG: { code: 4001010, msg: 'refresh token is not valid' },
  ACCESS_KEY_DISABLED: { code: 4001071, msg: 'access key is disabled' },
  ACCESS_KEY_WRONG: { code: 4001072, msg: 'access key secret is wrong' },
  AUTHORIZE_CODE_WRONG: { code: 4001097, msg: 'device authorize code is wrong' },
  FILE_TOO_LARGE: { code: 4001001, msg: 'file is too large' },
  FORBIDDEN: { code: 4031001, msg: 'forbidden' },
  CORP_DIFFERS: { code: 4031001, msg: 'token is of another corp' },
  ACCOUNT_LOCKED: { code: 4031001, msg: 'too many failed logins, wait a minute' },
  NOT_AUDITOR: { code: 4031023, msg: 'only the member named as reviewer may review' },
  OWN_REVIEW: { code: 4031023, msg: 'who submits a task may not review it' },
  TOKEN_NEEDED: { code: 4031002, msg: 'Access-Token is needed' },
  TOKEN_INVALID: { code: 4031003, msg: 'Access-Token is not valid' },
  TOKEN_EXPIRED: { code: 4031021, msg: 'Access-Token is expired' },
  TOKEN_REPLACED: { code: 4031022, msg: 'Access-Token was refreshed' },
  CORP_NEEDED: { code: 4031004, msg: 'corp credential is needed' },
  URL_UNKNOWN: { code: 4041001, msg: 'URL does not exist' },
  PRODUCT_UNKNOWN: { code: 4041005, msg: 'product does not exist' },
  DEVICE_UNKNOWN: { code: 4041008, msg: 'device does not exist' },
  TASK_UNKNOWN: { code: 4041013, msg: 'upgrade task does not exist' },
  MEMBER_UNKNOWN: { code: 4041003, msg: 'member does not exist' },
  ACCESS_KEY_UNKNOWN: { code: 4041024, msg: 'access key does not exist' },
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
