// All ended jobs in a table; a row opens the record.
import { IconChevronDown } from '@tabler/icons-react'
import { errorText } from '../../../preload/contract/error-texts.ts'
import type { Job } from '../../../preload/contract/model.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { Versions } from '../../components/versions.tsx'
import { openJob } from '../../store/station-store.ts'
import { formatDateTime, formatDevice, formatDuration } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import classes from './history-screen.module.css'
import { useHistory } from './use-history.ts'

const columns = ['outcome', 'time', 'slot', 'device', 'versions', 'reason', 'duration', 'operator'] as const

export function HistoryScreen() {
  const { t, language } = useTexts()
  const { jobs, total, more } = useHistory()
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('history.title')}</h1>
        <span>{jobs && t('history.total', { total: total.toLocaleString(language) })}</span>
      </header>
      {jobs === null && <p className={classes.none}>{t('history.loading')}</p>}
      {jobs?.length === 0 && <p className={classes.none}>{t('history.empty')}</p>}
      {jobs !== null && jobs.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {t(`history.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <HistoryRow key={job.jobId} job={job} />
              ))}
            </tbody>
          </table>
          {jobs.length < total && (
            <div className={classes.more}>
              <ActionButton
                testId="history-more"
                label={t('history.more')}
                icon={<IconChevronDown size={17} aria-hidden="true" />}
                ask={more}
              />
            </div>
          )}
        </div>
      )}
    </div>
  )
}

function HistoryRow({ job }: { job: Job }) {
  const { t, language } = useTexts()
  const endedAt = job.endedAt ?? job.startedAt
  const at = formatDateTime(endedAt, language)
  return (
    // The button in the first cell is the way for keyboards; the row is only a larger target for the mouse.
    <tr
      data-testid="history-row"
      data-outcome={job.outcome}
      data-corrected={job.correction !== null}
      onClick={() => openJob(job.jobId)}
    >
      <td>
        <button
          type="button"
          className={classes.outcome}
          aria-label={`${t(`state.${job.outcome}`)}. ${t('history.open', { slot: slotName(t, job.slotName), time: at })}`}
        >
          <StateMark state={job.outcome} size={20} />
          {t(`state.${job.outcome}`)}
        </button>
      </td>
      <td className={classes.tight}>
        <time dateTime={endedAt}>{at}</time>
      </td>
      <td className={classes.tight}>{slotName(t, job.slotName)}</td>
      <td className={`${classes.tight} fl-mono`}>{formatDevice(job.device)}</td>
      <td>
        <Versions job={job} />
      </td>
      <td className={classes.reason}>
        {job.correction
          ? t(`correction.${job.correction.reason}`)
          : job.error && errorText(job.error, language).title}
      </td>
      <td className={classes.tight}>
        {formatDuration(Date.parse(endedAt) - Date.parse(job.startedAt), language)}
      </td>
      <td className={classes.tight}>{job.operator}</td>
    </tr>
  )
}
