// What a slot looks like, from the slot and the job it shows. Pure; one rule for cards, counts and buttons.
import type { Job, JobOutcome, Slot } from '../../preload/contract/model.ts'
import type { Picture } from './picture.ts'

export const slotStates = [
  'empty',
  'ready',
  'running',
  'passed',
  'failed',
  'refused',
  'cancelled',
  'interrupted',
] as const
export type SlotState = (typeof slotStates)[number]
export type EndedState = Exclude<JobOutcome, 'running'>

/** A slot that names a job we have not been told of yet is about to run. */
export function slotState(slot: Slot, job: Job | undefined): SlotState {
  if (slot.jobId !== null) return job?.outcome ?? 'running'
  return slot.present ? 'ready' : 'empty'
}

/** The job that a slot shows. */
export function jobOfSlot(picture: Picture, slotId: string): Job | undefined {
  const jobId = picture.slots[slotId]?.jobId
  return jobId ? jobOf(picture, jobId) : undefined
}

export function jobOf(picture: Picture, jobId: string): Job | undefined {
  return picture.jobs[jobId] ?? picture.recent.find((job) => job.jobId === jobId)
}

export function stateOfSlot(picture: Picture, slotId: string): SlotState {
  const slot = picture.slots[slotId]
  return slot ? slotState(slot, jobOfSlot(picture, slotId)) : 'empty'
}

/** How many slots are in each state. */
export function countStates(picture: Picture): Record<SlotState, number> {
  const counts = Object.fromEntries(slotStates.map((state) => [state, 0])) as Record<SlotState, number>
  for (const slotId of picture.slotIds) counts[stateOfSlot(picture, slotId)] += 1
  return counts
}

/** It is known what to flash here. */
export function isSet(picture: Picture, slot: Slot): boolean {
  return picture.settings.bench !== null || slot.profileId !== null
}
