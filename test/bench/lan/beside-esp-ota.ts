// The station and esp-ota from npm in turn, updating the same simulated devices with Arduino OTA.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Profile, profileSchema } from '../../../main/profiles/profile.ts'
import type { Job } from '../../../preload/contract/index.ts'
import { type ChildProgram, startChildProgram } from '../child-program.ts'
import type { EspOtaArgument } from './esp-ota-process.ts'
import type { EspotaSaid } from './espota-process.ts'
import { printShare } from './figures.ts'
import type { Fleet } from './fleet.ts'
import { type Bench, placeFleet, pushAll } from './rollout-run.ts'

const warmUps = 1

export async function besideEspOta(bench: Bench, fleet: Fleet, rounds: number): Promise<void> {
  await using units = await startChildProgram(join(import.meta.dirname, 'espota-process.ts'), fleet)
  const { places } = units.said as EspotaSaid
  const argument: EspOtaArgument = { file: fleet.from.file, ports: places.map(({ port }) => port) }
  await using peer = await startChildProgram(join(import.meta.dirname, 'esp-ota-process.ts'), argument)
  for (const { pagePort } of places) await bench.client.profiles.save({ profile: profileOf(pagePort) })
  const profiled = places.map(({ port, pagePort }) => ({ port, profileId: profileIdOf(pagePort) }))
  await using placed = await placeFleet(bench, fleet, profiled)

  const ours: { flash: number[]; whole: number[] } = { flash: [], whole: [] }
  const theirs: number[] = []
  for (let round = -warmUps; round < rounds; round += 1) {
    const { ms, jobs } = await pushAll(bench, placed.slotIds)
    await allRun(units, fleet.to.version)
    const theirMs = Number(await peer.ask('send'))
    await allRun(units, fleet.from.version)
    if (round < 0) continue
    ours.whole.push(ms)
    ours.flash.push(flashMs(jobs))
    theirs.push(theirMs)
  }
  const bytes = fleet.to.sizeBytes * fleet.devices.length
  printShare('the flash steps, esp-ota', bytes, { ours: ours.flash, theirs })
  printShare('start to end, esp-ota', bytes, { ours: ours.whole, theirs })
}

/** From the first device's invitation to the last one's yes: all that esp-ota does. */
function flashMs(jobs: readonly Job[]): number {
  const steps = jobs.flatMap((job) => job.steps.filter(({ name }) => name === 'flash'))
  const ends = steps.map(({ endedAt }) => Date.parse(endedAt ?? ''))
  return Math.max(...ends) - Math.min(...steps.map(({ startedAt }) => Date.parse(startedAt)))
}

/** The peer does not wait for the restart. */
async function allRun(units: ChildProgram, version: string): Promise<void> {
  for (;;) {
    const found = (await units.ask('versions')) as string[]
    if (found.every((one) => one === version)) return
    await pause(20)
  }
}

const profileIdOf = (pagePort: number): string => `bench-espota-${pagePort}`

function profileOf(pagePort: number): Profile {
  const query = { port: pagePort, mac: { pointer: '/mac' }, deviceId: { pointer: '/deviceId' } }
  return profileSchema.parse({
    profileId: profileIdOf(pagePort),
    name: 'Bench espota',
    protocol: 'espota',
    model: 'BENCH',
    versionWeights: [10_000, 100, 1],
    confirmByProtocol: true,
    options: { version: query },
  })
}
