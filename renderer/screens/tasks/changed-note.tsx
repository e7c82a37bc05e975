// Says that the task is another one than the person saw: what is different, side by side. data-testid: task-changed,
// task-changed-<fact>, task-changed-accept.
import { Button } from '@mantine/core'
import type { TFunction } from 'i18next'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { formatBytes } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './changed-note.module.css'
import { changedDevices } from './device-ids.ts'
import { type ChangedFact, changedFacts } from './task-changes.ts'
import { partWords, scopeWords } from './task-words.ts'

export interface ChangedNoteProps {
  readonly seen: TaskView
  readonly now: TaskView
  readonly onAccept: () => void
}

export function ChangedNote({ seen, now, onAccept }: ChangedNoteProps) {
  const { t, language } = useTexts()
  const facts = changedFacts(seen, now)
  const words = (task: TaskView, fact: ChangedFact) => {
    if (fact === 'image') return `${formatBytes(task.image.sizeBytes, language)} · ${task.image.md5}`
    return plainWords(t, task, fact)
  }
  const devices = changedDevices(seen.scope.deviceIds, 'replace', now.scope.deviceIds)
  const deviceWords = t('tasks.changed.deviceChange', {
    count: devices.total,
    added: t('tasks.ask.idsAdded', { number: devices.added }),
    removed: t('tasks.ask.idsRemoved', { number: devices.removed }),
  })
  return (
    <section className={classes.note} role="alert" data-testid="task-changed">
      <b>{t('app.sentence', { text: t('tasks.changed.title') })}</b> {t('tasks.changed.text')}
      {facts.length === 0 && <p>{t('tasks.changed.same')}</p>}
      {facts.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('tasks.changed.fact')}</th>
              <th scope="col">{t('tasks.changed.seen')}</th>
              <th scope="col">{t('tasks.changed.now')}</th>
            </tr>
          </thead>
          <tbody>
            {facts.map((fact) => (
              <tr key={fact} data-testid={`task-changed-${fact}`}>
                <th scope="row">{t(`tasks.changed.${fact}`)}</th>
                <td>{words(seen, fact)}</td>
                <td>{fact === 'devices' ? deviceWords : words(now, fact)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button size="xs" variant="default" data-testid="task-changed-accept" onClick={onAccept}>
        {t('tasks.changed.accept')}
      </Button>
    </section>
  )
}

function plainWords(t: TFunction, task: TaskView, fact: Exclude<ChangedFact, 'image'>): string {
  switch (fact) {
    case 'status':
      return t(`tasks.status.${task.status}`)
    case 'tag':
      return t(`tasks.tag.${task.tag}`)
    case 'mode':
      return t(`tasks.mode.${task.mode}`)
    case 'name':
      return task.name
    case 'description':
      return task.description
    case 'versions':
      return `${task.fromVersion} → ${task.toVersion}`
    case 'part':
      return partWords(t, task.part)
    case 'scope':
      return scopeWords(t, task.scope)
    case 'devices':
      return String(task.scope.deviceIds.length)
    case 'reviewer':
      return task.reviewerId ?? t('tasks.changed.nobody')
  }
}
