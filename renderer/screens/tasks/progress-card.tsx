// How far the task is: in its cloud, and what this bench did of it. data-testid: task-progress, task-here-passed,
// task-here-failed.
import { IconCircleCheckFilled, IconCircleXFilled, IconProgress } from '@tabler/icons-react'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { useTexts } from '../../text/i18n.ts'
import { TaskBar } from './task-bar.tsx'
import classes from './task-card.module.css'
import { TaskCard } from './task-card.tsx'

export function ProgressCard({ task }: { task: TaskView }) {
  const { t } = useTexts()
  const { passed, failed } = task.here
  return (
    <TaskCard
      title={t('tasks.progress.title')}
      icon={<IconProgress size={18} aria-hidden="true" />}
      testId="task-progress"
    >
      <div className={classes.split}>
        <span className={classes.label}>{t('tasks.progress.cloud')}</span>
        <span className={classes.label}>{t('tasks.progress.here')}</span>
        <TaskBar task={task} size="lg" />
        {passed + failed === 0 ? (
          <p className={classes.quiet}>{t('tasks.progress.nothingHere')}</p>
        ) : (
          <div className={classes.here}>
            <span data-kind="passed" data-testid="task-here-passed">
              <IconCircleCheckFilled size={17} aria-hidden="true" />
              {t('tasks.progress.passed', { count: passed })}
            </span>
            {failed > 0 && (
              <span data-kind="failed" data-testid="task-here-failed">
                <IconCircleXFilled size={17} aria-hidden="true" />
                {t('tasks.progress.failed', { count: failed })}
              </span>
            )}
          </div>
        )}
      </div>
    </TaskCard>
  )
}
