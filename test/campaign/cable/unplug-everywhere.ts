// Eight devices of one protocol, each pulled out at another step of its job; half of them come back to their own place, the
// others to each other's. All pass then.
import assert from 'node:assert/strict'
import type { StationEvent } from '../../../preload/contract/index.ts'
import { type PlantKind, versionOf } from '../plant/kinds.ts'
import type { WatchedUnit } from '../plant/watched-unit.ts'
import type { CableBed } from './cable-bed.ts'

/** `part`: of the image, stored in the device by then. */
type Step = { readonly step: string } | { readonly part: number }

const steps: readonly Step[] = [
  { step: 'identify' },
  { step: 'check' },
  { step: 'download' },
  { part: 0.01 },
  { part: 0.5 },
  { part: 0.95 },
  { step: 'verify' },
  { step: 'confirm' },
]

/** How many jobs ended by which code; `passed`: the job was quicker than the hand. */
export async function unplugEverywhere(
  bed: CableBed,
  kind: PlantKind,
  units: readonly WatchedUnit[],
): Promise<Record<string, number>> {
  const ended: Record<string, number> = {}
  await bed.use(kind)
  const works = steps.map((step, index) => {
    const unit = units[index]
    assert.ok(unit)
    return { step, unit, place: index + 1 }
  })
  await Promise.all(
    works.map(async ({ step, unit, place }) => {
      const before = unit.holds
      await bed.plug(place, unit)
      const job = await cutJob(bed, step, unit, place)
      const code = job.error?.code ?? job.outcome
      ended[code] = (ended[code] ?? 0) + 1
      const at = `${kind.name} at ${JSON.stringify(step)}`
      if (job.outcome === 'passed') assert.equal(unit.holds, versionOf(job.toVersion.number), `${at}: passed`)
      else assert.ok(code.startsWith('LINK_'), `${at}: ended with ${code}`)
      if (!job.touched) assert.equal(unit.holds, before, `${at}: not touched, and changed`)
    }),
  )
  await Promise.all(works.map(({ place }) => bed.unplug(place)))
  // The second half moves on by one place.
  const half = works.length / 2
  const newPlace = (place: number) => (place <= half ? place : half + 1 + ((place - half) % half))
  await Promise.all(
    works.map(async ({ unit, place }) => {
      await bed.plug(newPlace(place), unit)
      const job = await bed.flash(newPlace(place))
      assert.equal(job.outcome, 'passed', `${kind.name} again: ${JSON.stringify(job.error)}`)
      assert.equal(job.device.deviceId, unit.device.deviceId)
      assert.equal(unit.holds, versionOf(job.toVersion.number), `${kind.name}: passed again`)
    }),
  )
  await Promise.all(works.map(({ place }) => bed.unplug(place)))
  return ended
}

async function cutJob(bed: CableBed, step: Step, unit: WatchedUnit, place: number) {
  const slotId = bed.tree.slotId(place)
  if ('part' in step) {
    unit.cutAfter(Math.ceil(unit.kind.images.next.length * step.part))
    const job = await bed.flash(place)
    unit.cutAfter(null)
    return job
  }
  let jobId: string | null = null
  const isStep = (event: StationEvent) =>
    event.type === 'stepStarted' && event.jobId === jobId && event.step.name === step.step
  const stop = bed.watch.listen((event) => {
    if (event.type === 'jobStarted' && event.job.slotId === slotId) jobId = event.job.jobId
    if (isStep(event)) void bed.tree.unplug(place)
  })
  try {
    return await bed.flash(place)
  } finally {
    stop()
  }
}
