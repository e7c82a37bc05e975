// Which versions the jobs of this station have left on the unit. data-testid: unit-versions.
import { openJob } from '../../store/station-store.ts'
import { formatTime, formatVersion } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import type { ProvedVersion } from './timeline.ts'
import classes from './unit-page.module.css'

export function VersionHistory({ versions }: { versions: readonly ProvedVersion[] }) {
  const { t, language } = useTexts()
  return (
    <section className={classes.panel} aria-labelledby="unit-versions" data-testid="unit-versions">
      <h3 id="unit-versions">{t('devices.versions.title')}</h3>
      {versions.length === 0 && <p className={classes.quiet}>{t('devices.versions.none')}</p>}
      <ol className={classes.versions}>
        {versions.map(({ version, since, jobId }, index) => (
          <li key={jobId}>
            <button type="button" className="fl-mono" onClick={() => openJob(jobId)}>
              {formatVersion(version)}
            </button>
            {index === 0 && <span className={classes.now}>{t('devices.versions.now')}</span>}
            <span className={classes.quiet}>
              {t('devices.versions.since', { time: formatTime(since, language) })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
