// When the station is killed: at something that happens in it or at its cloud, so many times after the start, and a little
// later. Chosen by the seed.
import type { InterceptedRequest } from '../../../main/local-cloud/request-journal.ts'
import { type StationEvent, stepNames } from '../../../preload/contract/index.ts'
import type { Decisions } from '../scenario.ts'
import { isFirmware } from './cloud-faults.ts'

/** `startUp`: at this part of the time that a start usually takes. */
export type Moment =
  | { readonly at: 'startUp'; readonly part: number }
  | {
      readonly at: 'event' | 'request'
      readonly what: string
      readonly nth: number
      readonly delayMs: number
    }

const requests = ['check', 'firmware', 'otaLog', 'report', 'question'] as const

export function chooseMoment(decisions: Decisions): Moment {
  if (decisions.oneIn(5)) return { at: 'startUp', part: decisions.next() * 1.1 }
  const delayMs = decisions.oneIn(2) ? 0 : decisions.between(1, 60)
  const nth = decisions.between(1, 16)
  if (decisions.oneIn(3)) {
    const what = requests[decisions.between(0, requests.length - 1)] ?? ''
    // Of these there are few: an image is fetched once for all slots, and a cloud is asked only in doubt.
    const isRare = what === 'firmware' || what === 'question'
    return { at: 'request', what, nth: isRare ? decisions.between(1, 3) : nth, delayMs }
  }
  if (decisions.oneIn(3)) return { at: 'event', what: 'progress flash', nth: nth * 4, delayMs }
  if (decisions.oneIn(3))
    return { at: 'event', what: decisions.oneIn(2) ? 'jobFinished' : 'outboxChanged', nth, delayMs }
  return {
    at: 'event',
    what: `stepStarted ${stepNames[decisions.between(0, stepNames.length - 1)]}`,
    nth,
    delayMs,
  }
}

export function momentText(moment: Moment): string {
  if (moment.at === 'startUp') return `start-up at ${Math.round(moment.part * 100)} %`
  return `${moment.at} ${moment.what} no. ${moment.nth} + ${moment.delayMs} ms`
}

/** For the table: all of one kind are counted together. */
export const phaseOf = (moment: Moment): string => (moment.at === 'startUp' ? 'start-up' : moment.what)

export function eventName(event: StationEvent): string {
  if (event.type === 'stepStarted') return `stepStarted ${event.step.name}`
  return event.type === 'progress' ? `progress ${event.step}` : event.type
}

export function requestName(request: InterceptedRequest): (typeof requests)[number] | null {
  const { path } = request
  if (path.includes('/firmware/check/')) return 'check'
  if (path.includes('/firmware/report/')) return 'report'
  if (path.includes('/ota-logs')) return 'question'
  if (path.includes('/ota-log')) return 'otaLog'
  return isFirmware(request) ? 'firmware' : null
}
