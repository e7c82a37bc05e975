// What a job needs from the rest of the station, as interfaces and functions; station.ts wires the real ones.
import type { EventBody, Firmware, OrderRules, Part, Task, Version } from '../../preload/contract/index.ts'
import type { Checked, CheckQuery } from '../clouds/cloud.ts'
import type { HandOut } from '../hand-out/hand-out.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Image, Protocol, RateMemory } from '../protocols/protocol.ts'
import type { FindPassed, JobStore } from '../store/job-store.ts'
import type { OpenLink } from '../transports/link.ts'
import type { CloudProgress } from './cloud-progress.ts'
import type { UnitsAtWork } from './units-at-work.ts'

export interface FetchProgress {
  readonly doneBytes: number
  readonly totalBytes: number
}

/** What the guards of a job ask the station. */
export interface JobGuards {
  /** A task whose answer is older is asked for again right before the first write. */
  readonly taskAgeMs: number
  /** Of the whole station. */
  readonly units: UnitsAtWork
  readonly findPassed: FindPassed
  /** Clouds do not say it with every task; asked only where no test may run. CLOUD_*, TASK_NOT_FOUND */
  readonly isTest: (task: Task, signal: AbortSignal) => Promise<boolean>
  /** ORDER_UNKNOWN */
  readonly orderNow: (orderId: string) => Promise<{ name: string; revision: number; isOver: boolean }>
  /** The image that the order goes by for this task: this one, if there was none. */
  readonly pinImage: (image: { orderId: string; taskId: string; sha256: string }) => Promise<string>
  /** Somebody said that this unit, which has passed, is flashed once more. */
  readonly noteRepeat: (orderId: string, jobId: string, by: string) => Promise<void>
}

export interface JobPorts {
  readonly openLink: OpenLink
  readonly protocol: (id: string) => Protocol
  /** Null: no cloud; then the order must carry a local image. */
  readonly checkTask: ((query: CheckQuery, signal: AbortSignal) => Promise<Checked>) | null
  /** The connection that takes the results; null: whichever does when they are sent, undefined: none, nothing is owed. */
  readonly resultsTo: string | null | undefined
  /** From the store, or fetched into it once for all who ask; size and MD5 proved. IMAGE_* and CLOUD_* codes. */
  readonly fetchFirmware: (
    wanted: { url: string; md5: string; sizeBytes: number },
    onProgress: (progress: FetchProgress) => void,
    signal: AbortSignal,
  ) => Promise<Image>
  /** The cloud's id of a device known by MAC or SN; null when never seen. */
  readonly findDeviceId: (known: { mac: string | null; sn: string | null }) => Promise<string | null>
  /** What the last job or the roster knew of this device; null when neither does. */
  readonly lastVersion?: (deviceId: string) => Promise<Version | null>
  /** The versions of the job that changed this device last, when it did not pass; null when it did, or none is known. */
  readonly unfinished?: (deviceId: string) => Promise<{ from: Version; to: Version } | null>
  /** Hands images out to devices that fetch them; left out: this station hands out nothing. */
  readonly handOut?: HandOut
  /** The password that devices of a profile want before they take an image; "" when none is stored. */
  readonly password?: (profileId: string) => string
  /** What the product's cloud says about upgrades; left out where no connection gives progress. */
  readonly cloudProgress?: CloudProgress
  /** What the last jobs found out about a slot's cable. */
  readonly rates?: (slotId: string) => RateMemory
  /** DISK_FULL when the disk has too little room to end what begins; left out: it is not asked. */
  readonly requireRoom?: () => Promise<void>
  readonly guards: JobGuards
  readonly store: JobStore
  readonly emit: (event: EventBody) => void
  readonly now: () => Date
}

/** What is to be done on which slot. */
export interface JobOrder {
  readonly jobId: string
  readonly slot: { readonly slotId: string; readonly name: string; readonly address: string }
  readonly profile: Profile
  readonly productId: string | null
  readonly part: Part
  readonly operator: string
  /** Given by hand; wins over what the device says only where the device says nothing. */
  readonly deviceId: string | null
  /** What the unit that is expected here says of itself; another one is refused. Left out: whichever it is. */
  readonly announced?: { readonly mac: string | null; readonly deviceId: string | null }
  /** The armed work order it counts for, as it was then. */
  readonly workOrder?: { readonly orderId: string; readonly lot: string; readonly revision: number }
  /** Left out: the usual ones, for a person who named this device (usualRules). */
  readonly rules?: OrderRules
  /** Who said that a unit which has passed is flashed once more; where the rules ask. */
  readonly againBy?: string | null
  /** Scanned from the label of the unit: another one is refused, and one that says no number of its own has this one. */
  readonly scannedSn?: string | null
  /** Flash only what this task says. */
  readonly taskId: string | null
  /** A local image instead of a task. */
  readonly local: { readonly image: Image; readonly firmware: Firmware } | null
}
