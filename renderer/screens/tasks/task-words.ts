// Words for the facts of a task that more than one part of the screen says.
import type { TFunction } from 'i18next'
import type { Part, Task } from '../../../preload/contract/model.ts'

export function partWords(t: TFunction, { type, identify }: Part): string {
  const part = t(`part.${type}`)
  return identify === 0 ? part : t('tasks.partWith', { part, identify })
}

export function scopeWords(t: TFunction, { category, deviceIds }: Task['scope']): string {
  return category === 'all' ? t('tasks.scope.all') : t('tasks.scope.devices', { count: deviceIds.length })
}
