// The sinks of a fleet in a process of their own, on the bench of the station by the built-in profile for a bare PUT.
import { join } from 'node:path'
import { startChildProgram } from '../child-program.ts'
import type { Fleet } from './fleet.ts'
import { type Bench, placeFleet } from './rollout-run.ts'
import type { SinksArgument, SinksSaid, Taken } from './sink-process.ts'

export interface FleetSinks extends AsyncDisposable {
  readonly pid: number
  readonly ports: readonly number[]
  readonly slotIds: readonly string[]
  /** Of the uploads since the last question. */
  taken(): Promise<Taken>
}

const profileId = 'http-ota-put'

/** `bytesPerSecond`: what each of them takes at most; null: as many as come. */
export async function startSinks(
  bench: Bench,
  fleet: Fleet,
  bytesPerSecond: number | null = null,
): Promise<FleetSinks> {
  const argument: SinksArgument = { fleet, bytesPerSecond }
  const program = await startChildProgram(join(import.meta.dirname, 'sink-process.ts'), argument)
  const { ports } = program.said as SinksSaid
  try {
    const placed = await placeFleet(
      bench,
      fleet,
      ports.map((port) => ({ port, profileId })),
    )
    return {
      pid: program.pid,
      ports,
      slotIds: placed.slotIds,
      taken: async () => (await program.ask('taken')) as Taken,
      async [Symbol.asyncDispose]() {
        await placed[Symbol.asyncDispose]()
        await program[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await program[Symbol.asyncDispose]()
    throw error
  }
}
