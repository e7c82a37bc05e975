// Cable: devices are pulled out in the middle of everything, put back in the same place or another, all at once, under
// other names, and with the serial numbers of others. Two boards that are flashed meanwhile must not notice.
import assert from 'node:assert/strict'
import { openCableBed } from './cable/cable-bed.ts'
import { renumbering } from './cable/renumbering.ts'
import { storm } from './cable/storm.ts'
import { twins } from './cable/twins.ts'
import { unplugEverywhere } from './cable/unplug-everywhere.ts'
import { judge } from './plant/judge.ts'
import { withEvidence } from './plant/keep-evidence.ts'
import { kinds } from './plant/kinds.ts'
import { decisionsFrom, type Figures, type Scenario, type ScenarioOptions } from './scenario.ts'

const unitsOfKind = 8
const stormUnits = 32

export const scenario: Scenario = {
  name: 'cable',
  what: 'cables pulled at every step of every protocol, storms, twins and new port names; a round is all of it once',
  rounds: { short: 1, full: 10 },
  run,
}

async function run({ rounds, seed, say, signal }: ScenarioOptions): Promise<Figures> {
  const decisions = decisionsFrom(seed)
  const [board] = kinds
  assert.ok(board)
  const boards = Array.from({ length: stormUnits }, () => board)
  const others = kinds.flatMap((kind) =>
    kind === board ? [] : Array.from({ length: unitsOfKind }, () => kind),
  )
  await using bed = await openCableBed([...boards, ...others])
  await bed.arm('manual')
  const pulled: Record<string, number> = {}
  let stormPlugs = 0
  for (let round = 1; round <= rounds; round += 1) {
    for (const kind of kinds) {
      signal.throwIfAborted()
      const units = bed.units.filter((unit) => unit.kind === kind).slice(0, unitsOfKind)
      const ended = await withEvidence(bed, () => unplugEverywhere(bed, kind, units))
      for (const [what, count] of Object.entries(ended)) pulled[what] = (pulled[what] ?? 0) + count
      say(`${round}/${rounds} ${kind.name}: pulled at every step, and flashed again`)
    }
    await bed.use(board)
    const all = bed.units.slice(0, stormUnits)
    await twins(bed, all)
    await renumbering(bed, all)
    stormPlugs += await storm(bed, all, decisions)
    say(`${round}/${rounds} twins, new names, a storm of ${stormUnits}`)
  }
  const { bystanderJobs } = await bed.finish()
  const judged = await judge(bed)
  return {
    protocols: kinds.length,
    ...Object.fromEntries(Object.entries(pulled).map(([what, count]) => [`pulled: ${what}`, count])),
    'plugged in storms': stormPlugs,
    records: judged.records.length,
    'reports at the cloud': judged.reports,
    'jobs beside it, all passed without a repetition': bystanderJobs,
  }
}
