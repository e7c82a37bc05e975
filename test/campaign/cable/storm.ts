// A storm: all boards at once are plugged in, pulled out and plugged in again, some in the middle of a job, and jobs are
// started on whatever is there. In the end all are in, and all pass.
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { WatchedUnit } from '../plant/watched-unit.ts'
import type { Decisions } from '../scenario.ts'
import type { CableBed } from './cable-bed.ts'

/** Returns how often something was plugged in. */
export async function storm(
  bed: CableBed,
  units: readonly WatchedUnit[],
  decisions: Decisions,
): Promise<number> {
  let plugs = 0
  await Promise.all(
    units.map(async (unit, index) => {
      const place = index + 1
      const own = decisions.branch(`unit ${place}`)
      const gusts = own.between(1, 3)
      for (let gust = 0; gust < gusts; gust += 1) {
        await bed.plug(place, unit)
        plugs += 1
        // Refused where the last job has not yet given up its place: a person tries again later, too.
        const started = own.oneIn(2) ? bed.flash(place).catch(() => null) : null
        await pause(own.between(0, 400))
        // Often it is back before the station has seen it leave.
        if (own.oneIn(2)) await bed.unplug(place)
        else await bed.tree.unplug(place)
        await started
      }
      await bed.plug(place, unit)
      plugs += 1
    }),
  )
  const jobs = await Promise.all(units.map((_, index) => bed.flash(index + 1)))
  for (const [index, { outcome, error, device }] of jobs.entries())
    assert.deepEqual([outcome, error, device.deviceId], ['passed', null, units[index]?.device.deviceId])
  await Promise.all(units.map((_, index) => bed.unplug(index + 1)))
  return plugs
}
