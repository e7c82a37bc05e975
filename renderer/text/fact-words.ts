// What a call of a connection's test learned, in words: `tasks: 12 · unreadable: 1`. Pure.
import type { TFunction } from 'i18next'
import type { Language } from '../../preload/contract/error-texts.ts'
import type { ErrorContext } from '../../preload/contract/errors.ts'

/** Facts that this version has no word for are named as the station names them. Clocks are said once for all calls. */
export function factWords(facts: ErrorContext, t: TFunction, language: Language): string {
  const { skewMs: _, ...learned } = facts
  return Object.entries(learned)
    .flatMap(([name, value]) => {
      if (value === null || value === '' || (name === 'unread' && value === 0)) return []
      if (name === 'knownDevice') return value === true ? [] : t('connections.fact.unknownDevice')
      if (name === 'givesFiles') return t(`connections.fact.${value === true ? 'filesToo' : 'noFiles'}`)
      const said = typeof value === 'number' ? value.toLocaleString(language) : String(value)
      return t('connections.fact.named', { name: labelOf(name, t), value: said })
    })
    .join(' · ')
}

const labelled = [
  'listed',
  'tasks',
  'firmware',
  'otaLogs',
  'operations',
  'devices',
  'unread',
  'taskId',
  'deviceId',
] as const

function labelOf(name: string, t: TFunction): string {
  const known = labelled.find((one) => one === name)
  return known ? t(`connections.fact.${known}`) : name
}
