// Who did what to the task, newest first. The words of our own local cloud are put into the language of the screens; those
// of another service are shown as it says them. data-testid: task-operations, task-operation.
import { IconHistory } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import type { StationClient } from '../../api/client.ts'
import { CallProblem } from '../../components/call-problem.tsx'
import { formatDateTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './task-card.module.css'
import { TaskCard } from './task-card.tsx'
import { useAsked } from './use-asked.ts'

const askOperations = (client: StationClient, name: Pick<TaskView, 'productId' | 'taskId'>) =>
  client.tasks.operations(name)

export function TaskOperations({ task }: { task: TaskView }) {
  const { t, language } = useTexts()
  const { answer, failed } = useAsked(task, askOperations)
  return (
    <TaskCard
      title={t('tasks.operations.title')}
      icon={<IconHistory size={18} aria-hidden="true" />}
      testId="task-operations"
      grows
    >
      {!answer && !failed && <p className={classes.quiet}>{t('tasks.loading')}</p>}
      <CallProblem error={failed} />
      {answer?.operations.length === 0 && <p className={classes.quiet}>{t('tasks.operations.none')}</p>}
      {answer && answer.operations.length > 0 && (
        <ol className={classes.timeline}>
          {answer.operations.map(({ operationId, content, operatorName, operatorAccount, at }) => (
            <li key={operationId} data-testid="task-operation">
              <div className={classes.what}>{contentWords(t, content)}</div>
              <div className={classes.who}>
                {[
                  operatorName || operatorAccount,
                  at ? formatDateTime(at, language) : t('tasks.operations.unknownTime'),
                ]
                  .filter((text) => text !== '')
                  .join(' · ')}
              </div>
            </li>
          ))}
        </ol>
      )}
      {answer && answer.unread.length > 0 && (
        <p className={classes.warn}>{t('tasks.operations.unread', { count: answer.unread.length })}</p>
      )}
    </TaskCard>
  )
}

const ownWords = ['create', 'start', 'stop', 'promote', 'submit', 'approve', 'reject', 'devices'] as const

/** `devices: add 1` of the local cloud. */
function contentWords(t: TFunction, content: string): string {
  const [word = '', detail = ''] = content.split(': ', 2)
  const known = ownWords.find((own) => own === word)
  if (!known) return content
  const what = t(`tasks.operations.${known}`)
  return detail === '' ? what : t('tasks.operations.detail', { what, detail: detailWords(t, detail) })
}

function detailWords(t: TFunction, detail: string): string {
  const match = /^(add|remove|replace) (\d+)$/.exec(detail)
  const how = (['add', 'remove', 'replace'] as const).find((one) => one === match?.[1])
  return how ? `${t(`tasks.ask.${how}`)} ${match?.[2]}` : detail
}
