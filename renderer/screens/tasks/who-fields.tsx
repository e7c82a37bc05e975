// Who gets a new task. data-testid: draft-tag-<test|formal>, draft-scope-<all|devices>, draft-devices.
import { Textarea } from '@mantine/core'
import { useTexts } from '../../text/i18n.ts'
import { readDeviceIds } from './device-ids.ts'
import { InvalidIds } from './devices-fields.tsx'
import type { NewTaskForm } from './new-task-form.ts'
import { Segmented } from './segmented.tsx'
import classes from './task-form.module.css'

export function WhoFields({ form }: { form: NewTaskForm }) {
  const { t } = useTexts()
  const { draft, change } = form
  const pasted = readDeviceIds(draft.devices)
  const devicesError = form.errorOf('devices')
  return (
    <>
      <div className={`${classes.pair} ${classes.uneven}`}>
        <Segmented
          label={t('tasks.draft.tag')}
          value={draft.tag}
          testId="draft-tag"
          options={(['test', 'formal'] as const).map((value) => ({ value, label: t(`tasks.tag.${value}`) }))}
          onChange={(tag) => change({ tag })}
        />
        <Segmented
          label={t('tasks.draft.category')}
          value={draft.category}
          testId="draft-scope"
          error={form.errorOf('scope')}
          options={(['devices', 'all'] as const).map((value) => ({
            value,
            label: t(`tasks.draft.${value}`),
          }))}
          onChange={(category) => change({ category })}
        />
      </div>
      {draft.category === 'devices' && (
        <>
          <Textarea
            label={t('tasks.draft.deviceIds')}
            classNames={{ input: 'fl-mono' }}
            value={draft.devices}
            rows={3}
            spellCheck={false}
            data-testid="draft-devices"
            {...(devicesError === undefined ? {} : { error: devicesError })}
            onChange={(event) => change({ devices: event.currentTarget.value })}
          />
          {draft.devices.trim() !== '' && (
            <p className={classes.counts}>
              <b>{t('tasks.ask.idsCount', { count: pasted.ids.length })}</b>
              {pasted.repeated > 0 && <span>{t('tasks.ask.idsRepeated', { count: pasted.repeated })}</span>}
            </p>
          )}
          <InvalidIds invalid={pasted.invalid} />
        </>
      )}
    </>
  )
}
