// Kill: the station dies (SIGKILL) at random moments of random phases, over and over on one data folder, under a cloud that
// fails at random, too. In between and at the end everything is delivered, and records, devices, cloud and disk must agree.
import assert from 'node:assert/strict'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failAtRandom } from './kill/cloud-faults.ts'
import { drain } from './kill/drain.ts'
import { chooseMoment, momentText, phaseOf, requestName } from './kill/moments.ts'
import { killRound } from './kill/round.ts'
import { type Judged, judge } from './plant/judge.ts'
import { openPlant, type Plant } from './plant/open-plant.ts'
import {
  type Decisions,
  decisionsFrom,
  type Figures,
  type Scenario,
  type ScenarioOptions,
} from './scenario.ts'

const slots = 16
/** After so many rounds everything is delivered and looked at. */
const roundsBetweenLooks = 50

export const scenario: Scenario = {
  name: 'kill',
  what: `SIGKILL of the station at random moments, ${slots} slots, a cloud that fails at random; a round is a kill`,
  rounds: { short: 4, full: 300 },
  run,
}

async function run({ rounds, seed, say, signal }: ScenarioOptions): Promise<Figures> {
  const decisions = decisionsFrom(seed)
  await using plant = await openPlant(slots)
  const listeners = new Set<(name: string) => void>()
  const faults = failAtRandom(plant.cloud, decisions.branch('cloud'), (request) => {
    const name = requestName(request)
    if (name) for (const listener of listeners) listener(name)
  })
  const onRequests = (listener: (name: string) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const phases = new Map<string, number>()
  let startMs = 1500
  let orderId: string | null = null
  let missed = 0
  let judged: Judged | null = null
  for (let round = 1; round <= rounds; round += 1) {
    signal.throwIfAborted()
    const moment = chooseMoment(decisions)
    await prepare(plant, decisions)
    const units = plant.units.filter(() => !decisions.oneIn(5))
    // Once in a while people begin another lot.
    if (decisions.oneIn(20)) orderId = null
    faults.isOn = true
    const end = await killRound({ plant, moment, units, orderId, startMs, onRequests })
    orderId = end.orderId
    if (end.startMs !== null) startMs = end.startMs
    if (!end.isMomentMet) missed += 1
    phases.set(phaseOf(moment), (phases.get(phaseOf(moment)) ?? 0) + 1)
    say(`${round}/${rounds} killed: ${momentText(moment)}${end.isMomentMet ? '' : ' (did not come)'}`)
    if (round % roundsBetweenLooks === 0 || round === rounds) {
      faults.isOn = false
      await drain(plant, signal)
      judged = await judge(plant)
      say(`${judged.records.length} records agree with devices, cloud and disk`)
    }
  }
  assert.ok(judged, 'no round was run')
  return figuresOf(judged, { rounds, missed, phases, faults: faults.counts })
}

/** What happens to the bench while no station runs. */
async function prepare(plant: Plant, decisions: Decisions): Promise<void> {
  for (const unit of plant.units) {
    unit.look()
    if (unit.kind.needsPower || decisions.oneIn(3)) unit.renew()
  }
  // Then images are downloaded again, and that is cut, too.
  if (!decisions.oneIn(3)) return
  const folder = join(plant.dataDir, 'firmware', 'sha256')
  for (const name of await readdir(folder).catch(() => [])) await rm(join(folder, name), { recursive: true })
}

interface Counts {
  readonly rounds: number
  readonly missed: number
  readonly phases: ReadonlyMap<string, number>
  readonly faults: ReadonlyMap<string, number>
}

function figuresOf(judged: Judged, { rounds, missed, phases, faults }: Counts): Figures {
  const outcomes = Object.groupBy(judged.records, ({ outcome }) => outcome)
  const deliveries = Object.groupBy(judged.messages, ({ delivery }) => delivery ?? 'none')
  const counted = (prefix: string, groups: Partial<Record<string, readonly unknown[]>>) =>
    Object.entries(groups).map(([name, rows]) => [`${prefix} ${name}`, rows?.length ?? 0])
  const listed = (of: ReadonlyMap<string, number>) =>
    [...of]
      .sort()
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')
  return {
    kills: rounds,
    'kills at': listed(phases),
    'moments that did not come in time': missed,
    records: judged.records.length,
    ...Object.fromEntries(counted('records', outcomes)),
    'times a device was spoken to': judged.sessions,
    'times a device was written': judged.wroteSessions,
    'reports at the cloud': judged.reports,
    'ota-logs at the cloud': judged.otaLogs,
    ...Object.fromEntries(counted('messages', deliveries)),
    'faults of the cloud': listed(faults),
  }
}
