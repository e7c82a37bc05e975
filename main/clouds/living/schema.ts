// Reads the answers of the Living Platform: the gateway's envelope {id, code, message, localizedMsg, data}, and the
// progress of one device's upgrade. Tolerant, but for the code and the status; its ids are for tracing and never compared.
import { z } from 'zod'
import { FlashlineError, type UpgradeProgress } from '../../../preload/contract/index.ts'
import { readReply, shownText } from '../read-reply.ts'
import { wireBooleanOptional, wireIntOptional } from '../tolerant-reader.ts'

const TEXT_MAX_CHARS = 200
/** Cut to what is shown behind the secrets that it may repeat, for half of one is none that could be found. */
const MESSAGE_MAX_CHARS = 20_000
const DESCRIPTION_MAX_CHARS = 2000
const MAX_CODE = Number.MAX_SAFE_INTEGER

export interface Envelope {
  readonly code: number
  /** In the caller's language when the cloud has it; "" when it says nothing. */
  readonly message: string
  readonly data: unknown
}

const envelopeReader = z
  .object({
    code: wireIntOptional(0, MAX_CODE).pipe(z.number()),
    message: shownText(MESSAGE_MAX_CHARS).optional(),
    localizedMsg: shownText(MESSAGE_MAX_CHARS).optional(),
    data: z.unknown().optional(),
  })
  .transform(
    (wire): Envelope => ({
      code: wire.code,
      message: wire.localizedMsg || wire.message || '',
      data: wire.data ?? null,
    }),
  )

/** Null: no envelope. */
export function readEnvelope(text: string): Envelope | null {
  try {
    return envelopeReader.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

const states = {
  TO_BE_UPGRADED: 'waiting',
  UPGRADING: 'upgrading',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
} as const

/** `upgradeStatus` of the older call, of which the present one has kept number 2: abnormal. */
const olderStates = ['waiting', 'upgrading', 'upgrading', 'failed', 'succeeded'] as const
const ABNORMAL = 2

const failures: ReadonlyMap<number, UpgradeProgress['failure']> = new Map([
  [-1, 'upgrade'],
  [-2, 'download'],
  [-3, 'verification'],
  [-4, 'write'],
])

const upperCase = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim().toUpperCase() : undefined),
  z.string().optional(),
)

const progressReader = z.object({
  iotId: shownText(TEXT_MAX_CHARS).optional(),
  moduleName: shownText(TEXT_MAX_CHARS).optional(),
  currentVersion: shownText(TEXT_MAX_CHARS).optional(),
  firmwareVersion: shownText(TEXT_MAX_CHARS).optional(),
  status: upperCase.pipe(z.enum(['TO_BE_UPGRADED', 'UPGRADING', 'SUCCEEDED', 'FAILED']).optional()),
  upgradeStatus: wireIntOptional(0, 4).catch(undefined),
  step: wireIntOptional(-1000, 100).catch(undefined),
  otaType: upperCase.catch(undefined),
  needConfirm: wireBooleanOptional.catch(undefined),
  desc: shownText(DESCRIPTION_MAX_CHARS).optional(),
})

/** Null: no upgrade of this device is known. CLOUD_REPLY names the field, never its value. */
export function readProgress(data: unknown): UpgradeProgress | null {
  if (data === null) return null
  const wire = readReply(progressReader, data)
  const told = wire.status === undefined ? olderStates[wire.upgradeStatus ?? -1] : states[wire.status]
  if (told === undefined) throw new FlashlineError('CLOUD_REPLY', { reason: 'field', field: 'status' })
  const step = wire.step
  // Below zero the step is a failure, also when the status lags behind.
  const state = told === 'upgrading' && step !== undefined && step < 0 ? 'failed' : told
  return {
    deviceId: wire.iotId || null,
    module: wire.moduleName || 'default',
    currentVersion: wire.currentVersion || null,
    firmwareVersion: wire.firmwareVersion || null,
    state,
    percent: state === 'failed' || step === undefined || step < 0 ? null : step,
    failure: state === 'failed' ? (failures.get(step ?? 0) ?? 'unknown') : null,
    stalled: state === 'upgrading' && wire.upgradeStatus === ABNORMAL,
    // Both words mean something only while the upgrade waits.
    needsConfirmation: state === 'waiting' && wire.otaType === 'CONFIRM' && wire.needConfirm !== false,
    description: wire.desc ?? '',
  }
}
