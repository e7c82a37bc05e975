// The whole record of one job, live while it runs. data-testid: job-correction, job-unasked, job-print-label.
import { Button, Drawer } from '@mantine/core'
import { IconTag } from '@tabler/icons-react'
import { deviceStateTexts, errorText } from '../../../preload/contract/error-texts.ts'
import type { Job } from '../../../preload/contract/model.ts'
import { callErrorText } from '../../api/call-error.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { jobOf } from '../../store/slot-state.ts'
import { openJob, useStation } from '../../store/station-store.ts'
import { formatDateTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { labelsAddress } from '../print/print-address.ts'
import classes from './job-drawer.module.css'
import { JobFacts } from './job-facts.tsx'
import { JobLog } from './job-log.tsx'
import { JobMessages } from './job-messages.tsx'
import { JobSteps } from './job-steps.tsx'
import { unaskedReason } from './recorded-facts.ts'
import { useRecord } from './use-record.ts'

export function JobDrawer() {
  const { t } = useTexts()
  const jobId = useStation((state) => state.openJobId)
  return (
    <Drawer
      opened={jobId !== null}
      onClose={() => openJob(null)}
      position="right"
      size={640}
      title={t('job.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
      // The page never scrolls, and the lock would write a style element.
      lockScroll={false}
      transitionProps={{ duration: 120 }}
      classNames={{ title: classes.heading ?? '', body: classes.body ?? '' }}
    >
      {jobId !== null && <JobRecordView key={jobId} jobId={jobId} />}
    </Drawer>
  )
}

function JobRecordView({ jobId }: { jobId: string }) {
  const { t, language } = useTexts()
  const live = useStation(({ picture }) => (picture ? jobOf(picture, jobId) : undefined))
  const connections = useStation((state) => state.picture?.settings.connections)
  const ended = live !== undefined && live.outcome !== 'running'
  const { record, failed } = useRecord(jobId, ended)
  const job: Job | null = live ?? record
  if (!job) {
    const text = failed && callErrorText(failed, language, { title: t('job.notFound'), remedy: '' })
    return <p>{text ? `${text.title} ${text.remedy}` : t('history.loading')}</p>
  }
  const reason = job.error && errorText(job.error, language)
  const { correction } = job
  const unasked = unaskedReason(job)
  return (
    <>
      <div className={classes.result} data-outcome={job.outcome}>
        <StateMark state={job.outcome} size={36} />
        <div>
          <div className={classes.word}>{t(`state.${job.outcome}`)}</div>
          {correction && (
            <div data-testid="job-correction">
              <div className={classes.reason}>{t(`correction.${correction.reason}`)}</div>
              <div>
                {t('correction.before', {
                  time: formatDateTime(correction.at, language),
                  outcome: t(`state.${correction.was}`),
                  reason: reason?.title ?? '',
                })}
              </div>
            </div>
          )}
          {reason && !correction && (
            <>
              <div className={classes.reason}>{reason.title}</div>
              <div>{reason.remedy}</div>
            </>
          )}
          {unasked && (
            <div className={classes.reason} data-testid="job-unasked">
              {t('job.unasked', { reason: t(`skipped.${unasked}`) })}
            </div>
          )}
          {job.outcome !== 'running' && (
            <div className={classes.unit}>{deviceStateTexts[job.deviceState][language]}</div>
          )}
          {job.error && <div className={classes.code}>{t('job.code', { code: job.error.code })}</div>}
        </div>
      </div>
      {job.outcome === 'passed' && (
        <Button
          component="a"
          href={labelsAddress([jobId])}
          className={classes.label ?? ''}
          variant="default"
          size="sm"
          leftSection={<IconTag size={17} aria-hidden="true" />}
          data-testid="job-print-label"
          onClick={() => openJob(null)}
        >
          {t('records.printLabel')}
        </Button>
      )}
      <JobSteps steps={job.steps} ended={job.outcome !== 'running'} />
      {record && record.outcome !== 'running' && (
        <JobMessages messages={record.messages} connections={connections ?? []} />
      )}
      <JobFacts job={job} />
      <JobLog jobId={jobId} kept={record?.log ?? []} />
    </>
  )
}
