// An operator as the form holds it, and what is wrong with it. Pure; the station has the last word (the last lead, a name
// that is taken).
import type { Operator, OperatorDraft } from '../../../../preload/contract/operators.ts'
import type { Role } from '../../../../preload/contract/permissions.ts'

export interface OperatorForm {
  /** Null: a new one. */
  readonly operatorId: string | null
  readonly name: string
  readonly role: Role
  readonly active: boolean
  readonly pin: string
  readonly pinAgain: string
}

export type OperatorField = 'name' | 'pin' | 'pinAgain'
export type OperatorProblems = Partial<Record<OperatorField, 'nameMissing' | 'pinInvalid' | 'pinDiffers'>>

/** The first one is a lead, or nobody could go on. */
export function newOperator(isFirst: boolean): OperatorForm {
  return {
    operatorId: null,
    name: '',
    role: isFirst ? 'lead' : 'technician',
    active: true,
    pin: '',
    pinAgain: '',
  }
}

export function formOf({ operatorId, name, role, active }: Operator): OperatorForm {
  return { operatorId, name, role, active, pin: '', pinAgain: '' }
}

export function problemsOfOperator({ operatorId, name, pin, pinAgain }: OperatorForm): OperatorProblems {
  const keepsPin = operatorId !== null && pin === '' && pinAgain === ''
  return {
    ...(name.trim() === '' ? { name: 'nameMissing' as const } : {}),
    ...(keepsPin || /^\d{4,12}$/.test(pin) ? {} : { pin: 'pinInvalid' as const }),
    ...(pin === pinAgain ? {} : { pinAgain: 'pinDiffers' as const }),
  }
}

export function operatorOf({ operatorId, name, role, active, pin }: OperatorForm): OperatorDraft {
  return { operatorId, name: name.trim(), role, active, ...(pin === '' ? {} : { pin }) }
}

/** Whether whoever has this PIN will be asked for a new one. */
export function hasExpired({ pinSetAt }: Operator, pinMaxAgeDays: number, nowMs: number): boolean {
  return pinMaxAgeDays > 0 && nowMs - Date.parse(pinSetAt) >= pinMaxAgeDays * 86_400_000
}
