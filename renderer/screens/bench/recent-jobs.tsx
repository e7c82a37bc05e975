// What has just ended, newest first; a click opens the whole record.
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { RecentJob } from './recent-job.tsx'
import classes from './recent-jobs.module.css'

export function RecentJobs() {
  const { t } = useTexts()
  const recent = useStation((state) => state.picture?.recent)
  return (
    <aside className={classes.area} aria-labelledby="recent-jobs">
      <div className={classes.head}>
        <h2 id="recent-jobs" className={classes.title}>
          {t('recent.title')}
        </h2>
        <a href="#/history">{t('recent.all')}</a>
      </div>
      {recent?.length === 0 && <p className={classes.none}>{t('recent.empty')}</p>}
      <ul className={classes.list}>
        {recent?.map((job) => (
          <RecentJob key={job.jobId} job={job} />
        ))}
      </ul>
    </aside>
  )
}
