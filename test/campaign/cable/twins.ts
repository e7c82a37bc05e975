// Two boards whose adapters say the same USB serial number, as cheap ones do: two units, each with its own record, also
// after they changed places.
import assert from 'node:assert/strict'
import type { WatchedUnit } from '../plant/watched-unit.ts'
import type { CableBed } from './cable-bed.ts'

export async function twins(bed: CableBed, units: readonly WatchedUnit[]): Promise<void> {
  const [one, other] = units
  assert.ok(one && other)
  for (const [left, right] of [
    [one, other],
    [other, one],
  ] as const) {
    await Promise.all([
      bed.plug(1, left, { serialNumber: '0001' }),
      bed.plug(2, right, { serialNumber: '0001' }),
    ])
    const jobs = await Promise.all([bed.flash(1), bed.flash(2)])
    assert.deepEqual(
      jobs.map(({ outcome, device }) => [outcome, device.deviceId]),
      [left, right].map(({ device }) => ['passed', device.deviceId]),
    )
    await Promise.all([bed.unplug(1), bed.unplug(2)])
  }
}
