// The slot that is selected, below tiles that are too small for buttons. data-testid: selected-bar (data-slot).
import { Button } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { errorText } from '../../../preload/contract/error-texts.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { jobOfSlot, slotState } from '../../store/slot-state.ts'
import { openJob, useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import { useBenchView } from './bench-view.ts'
import classes from './selected-bar.module.css'
import { CableButton, CancelButton, DoneButton, StartButton } from './slot-buttons.tsx'
import { unitNames } from './unit-names.ts'

export function SelectedBar() {
  const { t, language } = useTexts()
  const slotId = useBenchView(({ selectedSlotId }) => selectedSlotId)
  const slot = useStation(({ picture }) => (slotId === null ? undefined : picture?.slots[slotId]))
  const job = useStation(({ picture }) =>
    picture && slotId !== null ? jobOfSlot(picture, slotId) : undefined,
  )
  if (!slot)
    return (
      <section
        className={classes.bar}
        aria-label={t('bench.selected')}
        data-testid="selected-bar"
        data-slot=""
      >
        <span className={classes.hint}>{t('bench.selectHint')}</span>
      </section>
    )
  const state = slotState(slot, job)
  const { first, scannedSn } = unitNames(slot, job, language)
  const reason = job?.error && !job.correction ? errorText(job.error, language) : null
  return (
    <section
      className={classes.bar}
      aria-label={t('bench.selected')}
      data-testid="selected-bar"
      data-slot={slot.slotId}
      data-state={state}
    >
      <StateMark state={state} size={26} />
      <b className={classes.name}>{slotName(t, slot.name || slot.slotId)}</b>
      <span className={classes.word}>{t(`state.${state}`)}</span>
      <span className={classes.unit}>{scannedSn ?? first}</span>
      <span className={classes.reason} title={reason ? `${reason.title}\n${reason.remedy}` : undefined}>
        {reason && (
          <>
            <b>{t('app.sentence', { text: reason.title })}</b> {reason.remedy}
          </>
        )}
      </span>
      <span className={classes.buttons}>
        {state === 'ready' && <StartButton slot={slot} />}
        {state === 'running' && job && <CancelButton jobId={job.jobId} />}
        {job && state !== 'running' && (
          <>
            <DoneButton slot={slot} />
            <StartButton slot={slot} again />
          </>
        )}
        <CableButton slot={slot} />
        {job && (
          <Button
            size="sm"
            variant="default"
            leftSection={<IconFileText size={17} aria-hidden="true" />}
            data-testid="selected-details"
            onClick={() => openJob(job.jobId)}
          >
            {t('job.title')}
          </Button>
        )}
      </span>
    </section>
  )
}
