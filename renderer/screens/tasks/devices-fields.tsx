// Which devices are to come or go: pasted ids, what they come to, and what among them is no id. data-testid:
// devices-how-<add|remove|replace>, devices-ids, devices-counts, devices-invalid.
import { Textarea } from '@mantine/core'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { useTexts } from '../../text/i18n.ts'
import type { ActionTyped } from './action-typed.ts'
import { changedDevices, mostDeviceIds, readDeviceIds } from './device-ids.ts'
import { Segmented } from './segmented.tsx'
import classes from './task-form.module.css'

const ways = ['add', 'remove', 'replace'] as const
const mostNamed = 5

export interface DevicesFieldsProps {
  readonly typed: ActionTyped
  readonly task: TaskView
  readonly onChange: (part: Partial<ActionTyped>) => void
}

export function DevicesFields({ typed, task, onChange }: DevicesFieldsProps) {
  const { t, language } = useTexts()
  return (
    <>
      <Segmented
        label={t('tasks.ask.how')}
        value={typed.how}
        testId="devices-how"
        options={ways.map((value) => ({ value, label: t(`tasks.ask.${value}`) }))}
        onChange={(how) => onChange({ how })}
      />
      <Textarea
        label={t('tasks.ask.ids')}
        description={t('tasks.ask.idsHint', { most: mostDeviceIds.toLocaleString(language) })}
        inputWrapperOrder={['label', 'input', 'description']}
        classNames={{ input: 'fl-mono' }}
        value={typed.ids}
        rows={9}
        spellCheck={false}
        data-testid="devices-ids"
        onChange={(event) => onChange({ ids: event.currentTarget.value })}
      />
      <DeviceCounts typed={typed} task={task} />
    </>
  )
}

function DeviceCounts({ typed, task }: Pick<DevicesFieldsProps, 'typed' | 'task'>) {
  const { t } = useTexts()
  const pasted = readDeviceIds(typed.ids)
  const { added, removed, total, idle } = changedDevices(task.scope.deviceIds, typed.how, pasted.ids)
  return (
    <div aria-live="polite">
      {typed.ids.trim() !== '' && (
        <p className={classes.counts} data-testid="devices-counts">
          <b>{t('tasks.ask.idsCount', { count: pasted.ids.length })}</b>
          {pasted.repeated > 0 && <span>{t('tasks.ask.idsRepeated', { count: pasted.repeated })}</span>}
          {added > 0 && <b data-sign="plus">{t('tasks.ask.idsAdded', { number: added })}</b>}
          {removed > 0 && <b data-sign="minus">{t('tasks.ask.idsRemoved', { number: removed })}</b>}
          <span>{t('tasks.ask.idsThen', { count: total })}</span>
          {idle.length > 0 && (
            <span>
              {typed.how === 'add'
                ? t('tasks.ask.idsIdleAdd', { count: idle.length })
                : t('tasks.ask.idsIdleRemove', { count: idle.length })}
            </span>
          )}
        </p>
      )}
      <InvalidIds invalid={pasted.invalid} />
    </div>
  )
}

/** The first few of them, as they were pasted. */
export function InvalidIds({ invalid }: { invalid: readonly string[] }) {
  const { t } = useTexts()
  if (invalid.length === 0) return null
  const named = invalid.slice(0, mostNamed).map((word) => (word.length > 40 ? `${word.slice(0, 40)}…` : word))
  const list = [...named, ...(invalid.length > mostNamed ? ['…'] : [])].join(' · ')
  return (
    <p className={classes.wrong} data-testid="devices-invalid">
      {t('tasks.ask.idsInvalid', { count: invalid.length, list })}
    </p>
  )
}
