// The whole record of one job, live while it runs.
import { Drawer } from '@mantine/core'
import { useEffect, useState } from 'react'
import { deviceStateTexts, errorText } from '../../../preload/contract/error-texts.ts'
import type { Job, JobRecord } from '../../../preload/contract/model.ts'
import { type CallError, callErrorOf, callErrorText } from '../../api/call-error.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { jobOf } from '../../store/slot-state.ts'
import { openJob, useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './job-drawer.module.css'
import { JobFacts } from './job-facts.tsx'
import { JobLog } from './job-log.tsx'
import { JobSteps } from './job-steps.tsx'

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
  const client = useStation((state) => state.client)
  const live = useStation(({ picture }) => (picture ? jobOf(picture, jobId) : undefined))
  const [record, setRecord] = useState<JobRecord | null>(null)
  const [failed, setFailed] = useState<CallError | null>(null)
  const ended = live !== undefined && live.outcome !== 'running'
  // Asked again when the job ends: the record then holds the whole log.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ended` is the reason to ask again
  useEffect(() => {
    let wanted = true
    client?.history.get({ jobId }).then(
      (answer) => wanted && setRecord(answer),
      (error: unknown) => wanted && setFailed(callErrorOf(error)),
    )
    return () => {
      wanted = false
    }
  }, [client, jobId, ended])
  const job: Job | null = live ?? record
  if (!job) {
    const text = failed && callErrorText(failed, language, { title: t('job.notFound'), remedy: '' })
    return <p>{text ? `${text.title} ${text.remedy}` : t('history.loading')}</p>
  }
  const reason = job.error && errorText(job.error, language)
  return (
    <>
      <div className={classes.result} data-outcome={job.outcome}>
        <StateMark state={job.outcome} size={36} />
        <div>
          <div className={classes.word}>{t(`state.${job.outcome}`)}</div>
          {reason && (
            <>
              <div className={classes.reason}>{reason.title}</div>
              <div>{reason.remedy}</div>
            </>
          )}
          {job.outcome !== 'running' && (
            <div className={classes.unit}>{deviceStateTexts[job.deviceState][language]}</div>
          )}
          {job.error && <div className={classes.code}>{t('job.code', { code: job.error.code })}</div>}
        </div>
      </div>
      <JobSteps steps={job.steps} ended={job.outcome !== 'running'} />
      <JobFacts job={job} />
      <JobLog jobId={jobId} kept={record?.log ?? []} />
    </>
  )
}
