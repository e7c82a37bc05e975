// The one store of the screens: the picture of the station, the connection to it, and what is open on this screen.
// Changed by follow-station.ts (events) and by the screens (what is open); asks nothing itself.
import { create } from 'zustand'
import type { Snapshot, StationEvent } from '../../preload/contract/events.ts'
import type { Settings } from '../../preload/contract/model.ts'
import type { Session } from '../../preload/contract/operators.ts'
import type { CallError } from '../api/call-error.ts'
import type { StationClient } from '../api/client.ts'
import { apply, type Picture, pictureOf } from './picture.ts'

/** `unauthorised`: the station answers, but does not know this browser. */
export type Connection = 'connecting' | 'live' | 'lost' | 'unauthorised'

export interface StationStore {
  readonly picture: Picture | null
  /** How often the picture was loaded anew: what differs then was not seen to happen. */
  readonly loads: number
  readonly connection: Connection
  readonly client: StationClient | null
  /** Station clock minus ours, in milliseconds. */
  readonly clockSkewMs: number
  readonly openJobId: string | null
  readonly notice: CallError | null
  /** Who this viewer is; null: not known yet. */
  readonly session: Session | null
  /** The panel to sign in stands over the screen. */
  readonly signInOpen: boolean
}

export const useStation = create<StationStore>()(() => ({
  picture: null,
  loads: 0,
  connection: 'connecting',
  client: null,
  clockSkewMs: 0,
  openJobId: null,
  notice: null,
  session: null,
  signInOpen: false,
}))

const set = useStation.setState

export function loadSnapshot(client: StationClient, snapshot: Snapshot): void {
  set((state) => ({
    client,
    connection: 'live',
    picture: pictureOf(snapshot, state.picture),
    loads: state.loads + 1,
  }))
}

/** Applies events in one change. False: some are missing, take a new snapshot. */
export function applyEvents(events: readonly StationEvent[], nowMs: number = Date.now()): boolean {
  let picture = useStation.getState().picture
  for (const event of events) {
    picture = picture && apply(picture, event)
    if (!picture) return false
  }
  const last = events.at(-1)
  if (!last) return true
  const skewMs = Date.parse(last.at) - nowMs
  // A jitter of the wire is no difference of clocks.
  set((state) => ({
    picture,
    clockSkewMs: Math.abs(skewMs - state.clockSkewMs) > 1000 ? skewMs : state.clockSkewMs,
  }))
  return true
}

export function setConnection(connection: Exclude<Connection, 'live'>): void {
  set({ connection, client: null })
}

/** What the station answered to our own change; its event says the same a moment later. */
export function takeSettings(settings: Settings): void {
  set((state) => ({ picture: state.picture && { ...state.picture, settings } }))
}

/** Opens the record of a job and keeps its new console lines from now on. */
export function openJob(jobId: string | null): void {
  set((state) => ({
    openJobId: jobId,
    picture: state.picture && { ...state.picture, openLog: jobId === null ? null : { jobId, lines: [] } },
  }))
}

export function setSession(session: Session): void {
  set({ session })
}

export function openSignIn(signInOpen: boolean): void {
  set({ signInOpen })
}

export function showNotice(notice: CallError | null): void {
  set({ notice })
}
