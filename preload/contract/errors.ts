// The one table of error codes: who acts, whether trying again can help, and the exit status of the
// command line. A code survives IPC, HTTP, the database and the CLI; nobody matches message text.
// The sentences that belong to a code are in error-texts.ts.
import { z } from 'zod'

/** Who has to do something about an error. */
export type ErrorActor = 'operator' | 'lead' | 'device' | 'cloud' | 'software'

/** Exit status of the command line: 1 device failed, 2 usage, 3 refused, 4 cloud, 5 software. */
export type ErrorExit = 1 | 2 | 3 | 4 | 5

export interface ErrorRow {
  readonly actor: ErrorActor
  readonly retryable: boolean
  readonly exit: ErrorExit
}

export const errorTable = {
  // link
  LINK_NOT_FOUND: { actor: 'operator', retryable: true, exit: 1 },
  LINK_BUSY: { actor: 'operator', retryable: true, exit: 1 },
  LINK_DENIED: { actor: 'operator', retryable: true, exit: 1 },
  LINK_LOST: { actor: 'operator', retryable: true, exit: 1 },
  LINK_STALLED: { actor: 'operator', retryable: true, exit: 1 },
  LINK_ADDRESS: { actor: 'operator', retryable: false, exit: 2 },
  REMOTE_SERIAL: { actor: 'lead', retryable: true, exit: 1 },
  // LAN and over the air
  LAN_OUTSIDE: { actor: 'lead', retryable: false, exit: 3 },
  LAN_RANGE: { actor: 'lead', retryable: false, exit: 2 },
  LAN_INTERFACE: { actor: 'lead', retryable: true, exit: 2 },
  LAN_NAME: { actor: 'operator', retryable: true, exit: 1 },
  LAN_UNREACHABLE: { actor: 'operator', retryable: true, exit: 1 },
  OTA_PASSWORD: { actor: 'lead', retryable: true, exit: 1 },
  OTA_REFUSED: { actor: 'device', retryable: true, exit: 1 },
  OTA_BROKEN: { actor: 'operator', retryable: true, exit: 1 },
  OTA_SILENT: { actor: 'device', retryable: true, exit: 1 },
  OTA_REPLY: { actor: 'lead', retryable: true, exit: 1 },
  OTA_TLS: { actor: 'lead', retryable: true, exit: 1 },
  OTA_REDIRECT: { actor: 'lead', retryable: false, exit: 1 },
  PULL_NOT_STARTED: { actor: 'operator', retryable: true, exit: 1 },
  PULL_STOPPED: { actor: 'operator', retryable: true, exit: 1 },
  HANDOUT_UNSET: { actor: 'lead', retryable: false, exit: 2 },
  HANDOUT_PORT: { actor: 'lead', retryable: true, exit: 2 },
  DEVICE_OFFLINE: { actor: 'operator', retryable: true, exit: 1 },
  BROKER_UNSET: { actor: 'lead', retryable: false, exit: 2 },
  BROKER_UNREACHABLE: { actor: 'lead', retryable: true, exit: 1 },
  BROKER_DENIED: { actor: 'lead', retryable: true, exit: 1 },
  BROKER_TLS: { actor: 'lead', retryable: true, exit: 1 },
  BROKER_LOST: { actor: 'operator', retryable: true, exit: 1 },
  BROKER_REFUSED: { actor: 'lead', retryable: true, exit: 1 },
  ROLLOUT_UNKNOWN: { actor: 'operator', retryable: false, exit: 2 },
  ROLLOUT_BUSY: { actor: 'operator', retryable: true, exit: 2 },
  // console and boot loader
  CONSOLE_NO_PROMPT: { actor: 'operator', retryable: true, exit: 1 },
  CONSOLE_NO_ANSWER: { actor: 'device', retryable: true, exit: 1 },
  CONSOLE_REFUSED: { actor: 'device', retryable: true, exit: 1 },
  RECEIVER_SILENT: { actor: 'device', retryable: true, exit: 1 },
  RECEIVER_CANCELLED: { actor: 'device', retryable: true, exit: 1 },
  TRANSFER_RETRIES: { actor: 'operator', retryable: true, exit: 1 },
  LOADER_SILENT: { actor: 'operator', retryable: true, exit: 1 },
  LOADER_REPLY: { actor: 'operator', retryable: true, exit: 1 },
  LOADER_REFUSED: { actor: 'device', retryable: true, exit: 1 },
  STORAGE_WRITE: { actor: 'device', retryable: true, exit: 1 },
  VERIFY_MISMATCH: { actor: 'device', retryable: true, exit: 1 },
  VERSION_UNSEEN: { actor: 'device', retryable: true, exit: 1 },
  SWAP_REVERTED: { actor: 'lead', retryable: true, exit: 1 },
  VERSION_DIFFERS: { actor: 'device', retryable: true, exit: 1 },
  // identity and order
  DEVICE_UNKNOWN: { actor: 'operator', retryable: true, exit: 3 },
  DEVICE_DIFFERS: { actor: 'operator', retryable: false, exit: 3 },
  CHIP_DIFFERS: { actor: 'operator', retryable: true, exit: 3 },
  CHIP_UNKNOWN: { actor: 'lead', retryable: false, exit: 3 },
  CHIP_READ_PROTECTED: { actor: 'lead', retryable: false, exit: 3 },
  CHIP_SECURED: { actor: 'lead', retryable: false, exit: 3 },
  VERSION_UNKNOWN: { actor: 'operator', retryable: true, exit: 3 },
  TASK_NONE: { actor: 'lead', retryable: true, exit: 3 },
  TASK_STOPPED: { actor: 'lead', retryable: true, exit: 3 },
  TASK_DIFFERS: { actor: 'lead', retryable: true, exit: 3 },
  TASK_NOT_FOUND: { actor: 'lead', retryable: false, exit: 3 },
  PRODUCT_UNSET: { actor: 'lead', retryable: true, exit: 3 },
  PROFILE_UNKNOWN: { actor: 'lead', retryable: false, exit: 2 },
  PROFILE_INVALID: { actor: 'lead', retryable: false, exit: 2 },
  // image
  IMAGE_NOT_FOUND: { actor: 'lead', retryable: true, exit: 3 },
  IMAGE_SHORT: { actor: 'lead', retryable: true, exit: 3 },
  IMAGE_SIZE: { actor: 'lead', retryable: true, exit: 3 },
  IMAGE_DIGEST: { actor: 'lead', retryable: true, exit: 3 },
  IMAGE_TOO_LARGE: { actor: 'lead', retryable: false, exit: 3 },
  IMAGE_FORMAT: { actor: 'lead', retryable: false, exit: 3 },
  IMAGE_ADDRESS: { actor: 'lead', retryable: false, exit: 3 },
  IMAGE_CHIP: { actor: 'lead', retryable: false, exit: 3 },
  IMAGE_VERSION: { actor: 'lead', retryable: false, exit: 3 },
  IMAGE_OVER_CAP: { actor: 'lead', retryable: false, exit: 3 },
  IMAGE_UNREADABLE: { actor: 'operator', retryable: true, exit: 2 },
  // cloud
  CLOUD_UNREACHABLE: { actor: 'cloud', retryable: true, exit: 4 },
  CLOUD_TIMEOUT: { actor: 'cloud', retryable: true, exit: 4 },
  CLOUD_SERVER: { actor: 'cloud', retryable: true, exit: 4 },
  CLOUD_BUSY: { actor: 'cloud', retryable: true, exit: 4 },
  CLOUD_TOKEN: { actor: 'lead', retryable: true, exit: 4 },
  CLOUD_FORBIDDEN: { actor: 'lead', retryable: false, exit: 4 },
  CLOUD_REFUSED: { actor: 'lead', retryable: false, exit: 4 },
  CLOUD_REPLY: { actor: 'cloud', retryable: true, exit: 4 },
  CLOUD_HOST_UNKNOWN: { actor: 'lead', retryable: true, exit: 4 },
  CLOUD_TLS: { actor: 'lead', retryable: true, exit: 4 },
  CLOUD_PROXY: { actor: 'lead', retryable: true, exit: 4 },
  CLOUD_CIRCUIT_OPEN: { actor: 'cloud', retryable: true, exit: 4 },
  CLOUD_CREDENTIALS: { actor: 'lead', retryable: true, exit: 4 },
  CLOUD_SIGNATURE: { actor: 'lead', retryable: true, exit: 4 },
  CLOUD_CLOCK: { actor: 'lead', retryable: true, exit: 4 },
  CONNECTION_UNKNOWN: { actor: 'lead', retryable: false, exit: 2 },
  CONNECTION_LACKS: { actor: 'lead', retryable: false, exit: 2 },
  SECRET_MISSING: { actor: 'lead', retryable: true, exit: 2 },
  CLOUD_EXPOSED: { actor: 'operator', retryable: false, exit: 2 },
  FIRMWARE_NOT_FOUND: { actor: 'lead', retryable: false, exit: 3 },
  FIRMWARE_UNVERIFIED: { actor: 'lead', retryable: true, exit: 3 },
  FIRMWARE_UNMATCHED: { actor: 'lead', retryable: false, exit: 3 },
  UPGRADE_FAILED: { actor: 'device', retryable: true, exit: 1 },
  UPGRADE_STALLED: { actor: 'device', retryable: true, exit: 1 },
  CLOUD_UNSET: { actor: 'lead', retryable: true, exit: 2 },
  // flow
  STEP_TIMEOUT: { actor: 'device', retryable: true, exit: 1 },
  JOB_CANCELLED: { actor: 'operator', retryable: true, exit: 1 },
  JOB_INTERRUPTED: { actor: 'operator', retryable: true, exit: 1 },
  SLOT_UNKNOWN: { actor: 'operator', retryable: false, exit: 2 },
  SLOT_EMPTY: { actor: 'operator', retryable: true, exit: 2 },
  SLOT_BUSY: { actor: 'operator', retryable: true, exit: 2 },
  JOB_UNKNOWN: { actor: 'operator', retryable: false, exit: 2 },
  // station
  INPUT_INVALID: { actor: 'operator', retryable: false, exit: 2 },
  DATA_IN_USE: { actor: 'operator', retryable: true, exit: 2 },
  PORT_IN_USE: { actor: 'operator', retryable: true, exit: 2 },
  STORE_FULL: { actor: 'operator', retryable: true, exit: 5 },
  STORE_NEWER: { actor: 'lead', retryable: false, exit: 5 },
  STORE_BROKEN: { actor: 'lead', retryable: false, exit: 5 },
  EVENTS_GONE: { actor: 'software', retryable: true, exit: 5 },
  NOT_AUTHORISED: { actor: 'operator', retryable: true, exit: 2 },
  SOFTWARE: { actor: 'software', retryable: false, exit: 5 },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errorTable
export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]
export const errorCodeSchema = z.enum(errorCodes)

/** Facts that belong to one occurrence: addresses, sizes, expected and found values. Never sentences, never secrets. */
export const errorContextSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
)
export type ErrorContext = z.infer<typeof errorContextSchema>
