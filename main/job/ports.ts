// What a job needs from the rest of the station, as interfaces and functions; station.ts wires the real ones.
import type { EventBody, Firmware, Part, Version } from '../../preload/contract/index.ts'
import type { Checked, CheckQuery } from '../clouds/cloud.ts'
import type { HandOut } from '../hand-out/hand-out.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Image, Protocol, RateMemory } from '../protocols/protocol.ts'
import type { JobStore } from '../store/job-store.ts'
import type { OpenLink } from '../transports/link.ts'
import type { CloudProgress } from './cloud-progress.ts'

export interface FetchProgress {
  readonly doneBytes: number
  readonly totalBytes: number
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
  /** The armed work order it counts for. */
  readonly workOrder?: { readonly orderId: string; readonly lot: string }
  /** Scanned from the label of the unit: another one is refused, and one that says no number of its own has this one. */
  readonly scannedSn?: string | null
  /** Flash only what this task says. */
  readonly taskId: string | null
  /** A local image instead of a task. */
  readonly local: { readonly image: Image; readonly firmware: Firmware } | null
}
