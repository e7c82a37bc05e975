// The doctor of a running station, for its screens and the diagnostics bundle. Who asks while it is at work gets the same
// report: its probes are not to add up.
import { release } from 'node:os'
import type { DoctorReport, Settings } from '../../preload/contract/index.ts'
import type { Clouds } from './clouds.ts'
import { callDoctor } from './doctor/doctor.ts'
import { thisMachine } from './doctor/machine.ts'

/** Proving holds up the whole process, about 2 ms for each megabyte: nothing while a job runs, else what nobody feels. */
const proveWhenIdleBytes = 32 * 1024 * 1024

export interface DoctorDeskSources {
  readonly version: string
  readonly dataDir: string
  readonly resourcesDir: string
  readonly settings: () => Settings
  readonly clouds: Clouds
  readonly secrets: () => readonly string[]
  readonly openKeychain: () => Promise<unknown>
  /** A job runs. */
  readonly isBusy: () => boolean
}

export interface DoctorDesk {
  report(): Promise<DoctorReport>
  /** Breaks off what is at work. */
  stop(): Promise<void>
}

export function createDoctorDesk(sources: DoctorDeskSources): DoctorDesk {
  const stopping = new AbortController()
  let atWork: Promise<DoctorReport> | null = null
  return {
    report() {
      const { settings, clouds, secrets, isBusy, ...same } = sources
      atWork ??= callDoctor(
        {
          ...same,
          machine: thisMachine(release()),
          now: () => new Date(),
          openDesk: async () => ({ settings: settings(), clouds, secrets: secrets() }),
          offline: false,
          // This station may be what listens there.
          doorPort: null,
          proveUpToBytes: () => (isBusy() ? 0 : proveWhenIdleBytes),
        },
        stopping.signal,
      ).finally(() => {
        atWork = null
      })
      return atWork
    },
    async stop() {
      stopping.abort(new Error('the station closes'))
      await atWork?.catch(() => {})
    },
  }
}
