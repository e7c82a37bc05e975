// Port names change while jobs run: a board falls off the bus and comes back as another device file, and two boards swap
// their files. A place stays a place, and what is flashed is what is plugged into it.
import assert from 'node:assert/strict'
import type { WatchedUnit } from '../plant/watched-unit.ts'
import type { CableBed } from './cable-bed.ts'

export async function renumbering(bed: CableBed, units: readonly WatchedUnit[]): Promise<void> {
  const [one, other] = units
  assert.ok(one && other)
  await bed.plug(1, one, { number: 0 })
  await bed.plug(2, other, { number: 1 })

  // The first leaves in mid flash and comes back under a name that nobody had; the second is none the wiser.
  one.cutAfter(20_000)
  const [cut, kept] = await Promise.all([bed.flash(1), bed.flash(2)])
  assert.equal(cut.error?.code, 'LINK_LOST')
  assert.equal(kept.outcome, 'passed')
  await bed.unplug(1)
  await bed.plug(1, one, { number: 9 })
  await requirePassed(bed, 1, one)

  // Both leave, and the second is back first: each has the other's old name now.
  await Promise.all([bed.unplug(1), bed.unplug(2)])
  await bed.plug(2, other, { number: 9 })
  await bed.plug(1, one, { number: 1 })
  assert.deepEqual([bed.tree.nameAt(1), bed.tree.nameAt(2)], ['ttyUSB1', 'ttyUSB9'])
  await Promise.all([requirePassed(bed, 1, one), requirePassed(bed, 2, other)])
  await Promise.all([bed.unplug(1), bed.unplug(2)])
}

async function requirePassed(bed: CableBed, place: number, unit: WatchedUnit): Promise<void> {
  const { outcome, error, device } = await bed.flash(place)
  assert.deepEqual([outcome, error, device.deviceId], ['passed', null, unit.device.deviceId])
}
