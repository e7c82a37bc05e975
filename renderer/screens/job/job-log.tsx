// What the device printed and what was sent to it. Follows the end while it is in view.
import { useEffect, useRef } from 'react'
import type { LogLine } from '../../../preload/contract/model.ts'
import { useStation } from '../../store/station-store.ts'
import { formatLogTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './job-drawer.module.css'
import { joinLog } from './join-log.ts'

const none: readonly LogLine[] = []

export function JobLog({ jobId, kept }: { jobId: string; kept: readonly LogLine[] }) {
  const { t, language } = useTexts()
  const live = useStation(({ picture }) => (picture?.openLog?.jobId === jobId ? picture.openLog.lines : none))
  const lines = joinLog(kept, live)
  const box = useRef<HTMLDivElement>(null)
  const count = lines.length
  useEffect(() => {
    const element = box.current
    if (!element || count === 0) return
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 80
    if (atEnd) element.scrollTop = element.scrollHeight
  }, [count])
  return (
    <section>
      <h3 className={classes.section}>{t('job.log')}</h3>
      {count === 0 ? (
        <p className={classes.none}>{t('job.noLog')}</p>
      ) : (
        <div
          className={classes.log}
          ref={box}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reached by keyboard
          tabIndex={0}
          role="log"
          aria-label={t('job.log')}
          data-testid="job-log"
        >
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
            <div key={index} className={classes.logLine} data-source={line.source}>
              <span className={classes.logAt}>{formatLogTime(line.at, language)}</span>
              <span className={classes.logSource}>
                {t(line.source === 'device' ? 'job.logDevice' : 'job.logStation')}
              </span>
              <span>{line.text}</span>
            </div>
          ))}
        </div>
      )}
    </section>
  )
}
