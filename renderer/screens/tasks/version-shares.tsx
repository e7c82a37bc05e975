// How many of the task's devices run which version, as a ring and as numbers. data-testid: task-shares, task-share-row.
import { IconChartDonut } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import type { StationClient } from '../../api/client.ts'
import { CallProblem } from '../../components/call-problem.tsx'
import { useTexts } from '../../text/i18n.ts'
import { slicesOf } from './share-slices.ts'
import classes from './task-card.module.css'
import { TaskCard } from './task-card.tsx'
import { useAsked } from './use-asked.ts'

// The library of charts is large, and only those who may see it load it.
const ShareRing = lazy(async () => ({ default: (await import('./share-ring.tsx')).ShareRing }))

const askShares = (client: StationClient, name: Pick<TaskView, 'productId' | 'taskId'>) =>
  client.tasks.versionShare(name)

export function VersionShares({ task }: { task: TaskView }) {
  const { t, language } = useTexts()
  const { answer, failed } = useAsked(task, askShares)
  const slices = answer ? slicesOf(answer, task) : []
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <TaskCard
      title={t('tasks.share.title')}
      icon={<IconChartDonut size={18} aria-hidden="true" />}
      testId="task-shares"
    >
      {!answer && !failed && <p className={classes.quiet}>{t('tasks.loading')}</p>}
      <CallProblem error={failed} />
      {answer && slices.length === 0 && <p className={classes.quiet}>{t('tasks.share.none')}</p>}
      {answer && slices.length > 0 && (
        <div className={classes.share}>
          <Suspense fallback={<span />}>
            <ShareRing slices={slices} />
          </Suspense>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('tasks.share.version')}</th>
                <th scope="col">{t('tasks.share.devices')}</th>
                <th scope="col">{t('tasks.share.share')}</th>
              </tr>
            </thead>
            <tbody>
              {slices.map(({ version, devices, share, kind, colour }) => (
                <tr key={version ?? 'untold'} data-testid="task-share-row">
                  <th scope="row">
                    <span className={classes.swatch} style={{ background: colour }} />
                    {version ?? t('tasks.share.untold')}
                    {(kind === 'target' || kind === 'start') && (
                      <span className={classes.kind}>{t(`tasks.share.${kind}`)}</span>
                    )}
                  </th>
                  <td>{devices.toLocaleString(language)}</td>
                  <td>{percent.format(share)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t('tasks.share.total')}</th>
                <td>{answer.totalDevices.toLocaleString(language)}</td>
                <td />
              </tr>
            </tfoot>
          </table>
        </div>
      )}
      {answer && answer.unread.length > 0 && (
        <p className={classes.warn}>{t('tasks.share.unread', { count: answer.unread.length })}</p>
      )}
    </TaskCard>
  )
}
