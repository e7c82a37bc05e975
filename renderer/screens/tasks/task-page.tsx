// One task: what it is, how far it is, what may be done to it, and what was. data-testid: task-page (data-task,
// data-status), task-read-again, task-age, task-vanished.
import { IconRefresh } from '@tabler/icons-react'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import type { StationClient } from '../../api/client.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { CallProblem } from '../../components/call-problem.tsx'
import { useMay } from '../../components/use-may.ts'
import { useNow } from '../../store/use-now.ts'
import { formatAgo, formatMinute } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { DeviceList } from './device-list.tsx'
import { TaskNotFound } from './empty-tasks.tsx'
import type { KnownProduct } from './known-products.ts'
import { ProgressCard } from './progress-card.tsx'
import { TaskActions } from './task-actions.tsx'
import { TaskFacts } from './task-facts.tsx'
import { TaskOperations } from './task-operations.tsx'
import classes from './task-page.module.css'
import { StatusPill, TagPill } from './task-pills.tsx'
import type { TaskPlace } from './task-place.ts'
import { useTask } from './use-task.ts'
import { VersionShares } from './version-shares.tsx'

/** What was read longer ago is a copy: the station asks its clouds more often than that. */
const freshMs = 3 * 60_000

export interface TaskPageProps {
  readonly place: TaskPlace
  readonly listed: TaskView | null
  readonly products: readonly KnownProduct[]
}

export function TaskPage({ place, listed, products }: TaskPageProps) {
  const { t } = useTexts()
  const mayLook = useMay('tasks', 'operations')
  const { task, failed, refresh, take } = useTask(place, listed)
  if (!task)
    return failed ? <TaskNotFound error={failed} /> : <p className={classes.wait}>{t('tasks.loading')}</p>
  return (
    <article
      className={classes.page}
      aria-label={task.name}
      data-testid="task-page"
      data-task={task.taskId}
      data-status={task.status}
    >
      <header className={classes.head}>
        <div className={classes.title}>
          <h2>{task.name}</h2>
          <StatusPill task={task} />
          <TagPill tag={task.tag} />
          <span className={classes.gap} />
          <TaskAge task={task} />
          <ActionButton
            testId="task-read-again"
            label={t('tasks.readAgain')}
            icon={<IconRefresh size={18} aria-hidden="true" />}
            iconOnly
            ask={(client: StationClient) => refresh(client)}
          />
        </div>
        {task.vanished && (
          <p className={classes.vanished} data-testid="task-vanished">
            {t('tasks.vanishedDetail')}
          </p>
        )}
        <CallProblem error={failed} />
        <TaskActions task={task} refresh={refresh} take={take} />
      </header>
      <div className={classes.columns}>
        <div className={classes.column}>
          <TaskFacts task={task} products={products} />
          <DeviceList task={task} />
        </div>
        <div className={classes.column}>
          <ProgressCard task={task} />
          {mayLook && !task.vanished && (
            <>
              <VersionShares task={task} />
              <TaskOperations task={task} />
            </>
          )}
        </div>
      </div>
    </article>
  )
}

function TaskAge({ task: { syncedAt } }: { task: TaskView }) {
  const { t, language } = useTexts()
  const nowMs = useNow()
  if (syncedAt === null) return null
  const atMs = Date.parse(syncedAt)
  const isFresh = nowMs - atMs < freshMs
  return (
    <span className={classes.age} data-fresh={isFresh} data-testid="task-age">
      {isFresh
        ? t('tasks.ago', { ago: formatAgo(atMs, nowMs, language) })
        : t('tasks.old', { time: formatMinute(syncedAt, language, new Date(nowMs)) })}
    </span>
  )
}
