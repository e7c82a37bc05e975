// The picture of the station that the screens draw: a snapshot, kept current by applying events. Pure; no I/O.
import type { ChangedList, Snapshot, StationEvent } from '../../preload/contract/events.ts'
import type { LanDevice, Rollout } from '../../preload/contract/lan.ts'
import type { FirmwareFetch } from '../../preload/contract/library.ts'
import type { Job, LogLine, Slot, Step } from '../../preload/contract/model.ts'
import type { WorkOrder } from '../../preload/contract/work-order.ts'
import { advance, firstProgress, type Progress } from './progress.ts'

export interface Picture
  extends Pick<
    Snapshot,
    | 'seq'
    | 'version'
    | 'practice'
    | 'outbox'
    | 'cloud'
    | 'disk'
    | 'recovery'
    | 'settings'
    | 'profiles'
    | 'broker'
    | 'lanScan'
    | 'rollouts'
    | 'orders'
    | 'scans'
    | 'learning'
    | 'benchOperator'
    | 'firstRun'
  > {
  /** By identity, in the order in which they were found. */
  readonly lanDevices: Readonly<Record<string, LanDevice>>
  /** In the order of the bench. */
  readonly slotIds: readonly string[]
  readonly slots: Readonly<Record<string, Slot>>
  readonly jobs: Readonly<Record<string, Job>>
  /** Ended jobs, newest first. */
  readonly recent: readonly Job[]
  /** By job; apart from the jobs, so that a byte more redraws nothing but its bar. */
  readonly progress: Readonly<Record<string, Progress>>
  /** How often each list has changed since the page was loaded: a screen that shows one asks again. */
  readonly changes: Readonly<Partial<Record<ChangedList, number>>>
  /** Downloads into the library that run, by firmware id. */
  readonly fetches: Readonly<Record<string, FirmwareFetch>>
  /** New console lines of the one job whose record is open. */
  readonly openLog: { readonly jobId: string; readonly lines: readonly LogLine[] } | null
}

export const keptRecent = 50
const keptJobs = 256
const keptRollouts = 20
const keptOrders = 50
const keptLogLines = 2000

export function pictureOf(snapshot: Snapshot, before: Picture | null = null): Picture {
  const { slots, jobs, progress, lanDevices, ...rest } = snapshot
  return {
    ...rest,
    slotIds: slots.map(({ slotId }) => slotId),
    slots: Object.fromEntries(slots.map((slot) => [slot.slotId, slot])),
    jobs: Object.fromEntries(jobs.map((job) => [job.jobId, job])),
    progress: Object.fromEntries(progress.map((facts) => [facts.jobId, firstProgress(facts)])),
    lanDevices: Object.fromEntries(lanDevices.map((device) => [device.identity, device])),
    changes: before?.changes ?? {},
    fetches: {},
    openLog: before?.openLog ?? null,
  }
}

/** Null: events are missing in between, a new snapshot is needed. An event seen before changes nothing. */
export function apply(picture: Picture, event: StationEvent): Picture | null {
  if (event.seq <= picture.seq) return picture
  if (event.seq > picture.seq + 1) return null
  return { ...change(picture, event), seq: event.seq }
}

function change(picture: Picture, event: StationEvent): Picture {
  switch (event.type) {
    case 'slotChanged':
      return putSlot(picture, event.slot)
    case 'slotRemoved':
      return {
        ...picture,
        slotIds: picture.slotIds.filter((slotId) => slotId !== event.slotId),
        slots: without(picture.slots, event.slotId),
      }
    case 'jobStarted':
    case 'jobChanged':
      return putJob(picture, event.job)
    case 'jobFinished':
      return {
        ...putJob(picture, event.job),
        progress: without(picture.progress, event.job.jobId),
        recent: [event.job, ...picture.recent.filter(({ jobId }) => jobId !== event.job.jobId)].slice(
          0,
          keptRecent,
        ),
      }
    case 'stepStarted':
      return {
        ...putStep(picture, event.jobId, event.step),
        progress: without(picture.progress, event.jobId),
      }
    case 'stepFinished':
      return putStep(picture, event.jobId, event.step)
    case 'progress':
      return {
        ...picture,
        progress: {
          ...picture.progress,
          [event.jobId]: advance(picture.progress[event.jobId], event, Date.parse(event.at)),
        },
      }
    case 'log':
      if (picture.openLog?.jobId !== event.jobId) return picture
      return {
        ...picture,
        openLog: {
          jobId: event.jobId,
          lines: [...picture.openLog.lines.slice(-(keptLogLines - 1)), event.line],
        },
      }
    case 'outboxChanged':
      return { ...picture, outbox: event.outbox }
    case 'diskChanged':
      return { ...picture, disk: event.disk }
    case 'recoveryChanged':
      return { ...picture, recovery: event.recovery }
    case 'cloudChanged':
      return { ...picture, cloud: event.cloud }
    case 'settingsChanged':
      return { ...picture, settings: event.settings }
    case 'profilesChanged':
      return { ...picture, profiles: event.profiles }
    case 'brokerChanged':
      return { ...picture, broker: event.broker }
    case 'lanDeviceChanged':
      return { ...picture, lanDevices: { ...picture.lanDevices, [event.device.identity]: event.device } }
    case 'lanDeviceRemoved':
      return { ...picture, lanDevices: without(picture.lanDevices, event.identity) }
    case 'lanScanChanged':
      return { ...picture, lanScan: event.scan }
    case 'rolloutChanged':
      return { ...picture, rollouts: putRollout(picture.rollouts, event.rollout) }
    case 'orderChanged':
      return { ...picture, orders: putOrder(picture.orders, event.order) }
    case 'scansChanged':
      return { ...picture, scans: event.scans }
    case 'slotMapChanged':
      return { ...picture, learning: event.learning, slotIds: event.slotIds }
    case 'benchOperatorChanged':
      return { ...picture, benchOperator: event.operator }
    case 'listsChanged':
      return { ...picture, changes: counted(picture.changes, event.lists) }
    case 'firmwareFetchChanged':
      return {
        ...picture,
        fetches: event.ended
          ? without(picture.fetches, event.fetch.firmwareId)
          : { ...picture.fetches, [event.fetch.firmwareId]: event.fetch },
      }
  }
}

function putSlot(picture: Picture, slot: Slot): Picture {
  const known = slot.slotId in picture.slots
  return {
    ...picture,
    slotIds: known ? picture.slotIds : [...picture.slotIds, slot.slotId],
    slots: { ...picture.slots, [slot.slotId]: slot },
  }
}

/** Newest first. */
function putRollout(rollouts: readonly Rollout[], rollout: Rollout): Rollout[] {
  const known = rollouts.some(({ rolloutId }) => rolloutId === rollout.rolloutId)
  if (!known) return [rollout, ...rollouts].slice(0, keptRollouts)
  return rollouts.map((one) => (one.rolloutId === rollout.rolloutId ? rollout : one))
}

/** The armed one first, then the newest. */
function putOrder(orders: readonly WorkOrder[], order: WorkOrder): WorkOrder[] {
  const others = orders.filter(({ orderId }) => orderId !== order.orderId)
  return [...others, order]
    .sort(
      (one, other) =>
        Number(other.state === 'armed') - Number(one.state === 'armed') ||
        other.createdAt.localeCompare(one.createdAt),
    )
    .slice(0, keptOrders)
}

function counted(changes: Picture['changes'], lists: readonly ChangedList[]): Picture['changes'] {
  const next = { ...changes }
  for (const list of lists) next[list] = (next[list] ?? 0) + 1
  return next
}

function putJob(picture: Picture, job: Job): Picture {
  const jobs = { ...picture.jobs, [job.jobId]: job }
  return { ...picture, jobs: Object.keys(jobs).length > keptJobs ? shownJobs(picture, jobs) : jobs }
}

/** Only the jobs that a slot shows or that run. */
function shownJobs(picture: Picture, jobs: Record<string, Job>): Record<string, Job> {
  const shown = new Set(Object.values(picture.slots).map(({ jobId }) => jobId))
  return Object.fromEntries(
    Object.entries(jobs).filter(([jobId, job]) => shown.has(jobId) || job.outcome === 'running'),
  )
}

function putStep(picture: Picture, jobId: string, step: Step): Picture {
  const job = picture.jobs[jobId]
  if (!job) return picture
  const place = job.steps.findIndex(({ name }) => name === step.name)
  const steps = place < 0 ? [...job.steps, step] : job.steps.with(place, step)
  return { ...picture, jobs: { ...picture.jobs, [jobId]: { ...job, steps } } }
}

function without<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Readonly<Record<string, Value>> {
  if (!(key in record)) return record
  const { [key]: _, ...rest } = record
  return rest
}
