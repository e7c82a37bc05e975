// The whole picture of a station for a viewer who comes late: what every part shows now, at one number of the events.
import type { Snapshot } from '../../preload/contract/index.ts'
import type { Slots } from '../bench/slots.ts'
import type { ProfileShelf } from '../profiles/shelf.ts'
import type { Store } from '../store/open-store.ts'
import type { BrokerDesk } from './broker-desk.ts'
import type { DiskRoom } from './disk-room.ts'
import type { EventHub } from './event-hub.ts'
import type { Jobs } from './jobs.ts'
import type { LanDesk } from './lan-desk.ts'
import type { OperatorDesk } from './operator-desk.ts'
import type { OrderBench } from './order-bench.ts'
import type { Picture } from './picture.ts'
import type { Rollouts } from './rollouts.ts'
import type { SettingsFile } from './settings.ts'

export interface SnapshotParts {
  readonly hub: EventHub
  readonly version: string
  readonly isPractice: boolean
  /** Nobody asked for a practice bench: it is one because nothing was set. */
  readonly isFirstRun: boolean
  readonly slots: Slots
  readonly jobs: Jobs
  readonly store: Pick<Store, 'jobs' | 'recovery'>
  readonly picture: Picture
  readonly disk: Pick<DiskRoom, 'state'>
  readonly profiles: ProfileShelf
  readonly broker: Pick<BrokerDesk, 'state'>
  readonly lan: LanDesk
  readonly rollouts: Rollouts
  readonly work: OrderBench
  readonly operators: OperatorDesk
  readonly settingsFile: SettingsFile
}

/** At most so many ended jobs, and work orders. */
const mostShown = 50

export function createSnapshot(parts: SnapshotParts): () => Promise<Snapshot> {
  const { hub, version, slots, jobs, store, picture, broker, lan, rollouts, work, operators } = parts
  return async () => {
    // The number first: what happens while the history is read comes again as an event, and none is missed.
    const { seq } = hub
    const { jobs: recent } = await store.jobs.list({ limit: mostShown })
    const { settingsFile, profiles } = parts
    return {
      seq,
      version,
      practice: parts.isPractice,
      slots: slots.list(),
      jobs: jobs.list(),
      recent,
      ...picture.now(jobs.list().filter(({ outcome }) => outcome === 'running')),
      disk: parts.disk.state,
      recovery: store.recovery.read(),
      settings: settingsFile.settings,
      profiles: profiles.infos(),
      broker: broker.state,
      lanDevices: lan.devices(),
      lanScan: lan.scanned,
      rollouts: rollouts.list(),
      orders: await work.orders.list(mostShown),
      scans: work.scans.list(),
      learning: work.slotMap.learning,
      benchOperator: operators.benchOperator,
      firstRun: parts.isFirstRun && settingsFile.isUnset,
    }
  }
}
