// What the keys do with a slot: the same as its buttons, with the same reasons against it.
import type { TFunction } from 'i18next'
import { jobOfSlot, slotState } from '../../store/slot-state.ts'
import { openJob, useStation } from '../../store/station-store.ts'
import { slotName } from '../../text/slot-name.ts'
import { askStation } from './ask-station.ts'
import { setBenchView } from './bench-view.ts'

/** Starts what is ready, asks before it cancels what runs, acknowledges a result. */
export function doMainAction(t: TFunction, slotId: string): void {
  const { picture } = useStation.getState()
  const slot = picture?.slots[slotId]
  if (!picture || !slot) return
  const job = jobOfSlot(picture, slotId)
  const state = slotState(slot, job)
  if (state === 'empty') return
  if (state === 'ready') void askStation((client) => client.jobs.start({ slotId }))
  else if (state !== 'running') void askStation((client) => client.slots.acknowledge({ slotId }))
  else if (job)
    setBenchView({ asked: { kind: 'cancel', jobId: job.jobId, slotName: slotName(t, slot.name || slotId) } })
}

/** Only of a result. */
export function acknowledge(slotId: string): void {
  const { picture } = useStation.getState()
  const job = picture && jobOfSlot(picture, slotId)
  if (job && job.outcome !== 'running') void askStation((client) => client.slots.acknowledge({ slotId }))
}

/** Opens the record of a job where its log is; it comes a moment later. */
export function openLog(jobId: string): void {
  openJob(jobId)
  const show = () => {
    const log = document.querySelector<HTMLElement>('[data-testid="job-log"]')
    log?.scrollIntoView({ block: 'center' })
    log?.focus()
    return log !== null
  }
  const watch = new MutationObserver(() => show() && watch.disconnect())
  watch.observe(document.body, { childList: true, subtree: true })
  setTimeout(() => watch.disconnect(), 3000)
}

export function openLogOfSlot(slotId: string): void {
  const { picture } = useStation.getState()
  const job = picture && jobOfSlot(picture, slotId)
  if (job) openLog(job.jobId)
}
