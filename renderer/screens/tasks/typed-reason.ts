// Why what was typed for an action cannot be sent yet, in words.
import type { TFunction } from 'i18next'
import type { Language } from '../../../preload/contract/error-texts.ts'
import type { TypedProblem } from './action-typed.ts'
import { mostDeviceIds } from './device-ids.ts'

export function typedReason(t: TFunction, problem: TypedProblem, language: Language): string {
  switch (problem) {
    case 'reviewerMissing':
    case 'idsNone':
    case 'idsFix':
    case 'idsNothing':
      return t(`tasks.ask.${problem}`)
    case 'idsTooMany':
      return t('tasks.ask.idsTooMany', { most: mostDeviceIds.toLocaleString(language) })
    case 'noDevices':
      return t('tasks.draft.problem.noDevices')
    case 'nameMissing':
    case 'nameTooLong':
    case 'descriptionMissing':
    case 'descriptionTooLong':
      return t('tasks.draft.fixFirst')
  }
}
