// What the station has resident at most while it pushes to all devices at once, by the size of the image. One copy serves
// them all: it grows with that copy, and not with the number of devices.
import { forgetPeakOf, peakBytesOf, residentBytesOf } from '../station/process-use.ts'
import type { MeasuredStation } from '../station/start-station.ts'
import { sendBack } from './curl.ts'
import { megabytes, printAim } from './figures.ts'
import type { Fleet } from './fleet.ts'
import { startSinks } from './fleet-sinks.ts'
import { type Bench, pushAll } from './rollout-run.ts'

/** Of the copies that one for each device would be. */
const aimedShare = 0.1

/** `fleets`: the smallest image first. */
export async function memoryBySize(
  bench: Bench & { readonly station: MeasuredStation },
  fleets: readonly Fleet[],
): Promise<void> {
  const { pid } = bench.station
  const peaks: number[] = []
  for (const fleet of fleets) {
    await using sinks = await startSinks(bench, fleet)
    // Once before, so that what grows only once has grown.
    await pushAll(bench, sinks.slotIds)
    await sendBack(fleet.from, sinks.ports)
    await forgetPeakOf(pid)
    const beforeBytes = await residentBytesOf(pid)
    await pushAll(bench, sinks.slotIds)
    const peakBytes = await peakBytesOf(pid)
    peaks.push(peakBytes)
    console.log(
      `  ${fleet.devices.length} x ${fleet.to.sizeBytes / 1024 / 1024} MiB: ` +
        `${megabytes(beforeBytes)} MB before, ${megabytes(peakBytes)} MB at most`,
    )
  }
  const [first, last] = [fleets.at(0), fleets.at(-1)]
  if (!first || !last) return
  const grownBytes = (peaks.at(-1) ?? 0) - (peaks.at(0) ?? 0)
  const copiesBytes = (last.to.sizeBytes - first.to.sizeBytes) * last.devices.length
  printAim(
    `from the smallest to the largest ${megabytes(grownBytes)} MB more; a copy each would be ${megabytes(copiesBytes)} MB`,
    `at most ${aimedShare} of that`,
    grownBytes <= copiesBytes * aimedShare,
  )
}
