// PostgreSQL: two local clouds in two processes on one database and one folder of files, under load; one of them is killed
// (SIGKILL) in the middle of its writes, and comes back for the next lot. Nothing may be half written, lost or counted
// twice, no start version may have two tasks, and no file may be other than its name says.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres } from '../targets/postgres-server.ts'
import { decisionsFrom, type Figures, type Scenario, type ScenarioOptions } from './scenario.ts'
import { openTwoClouds, type TwoClouds } from './two-clouds/two-clouds.ts'
import { raceForTask, upgradeLot } from './two-clouds/upgrade-round.ts'
import { uploadWhile } from './two-clouds/upload-while.ts'

const devices = 60
const firstVersion = 10_000

export const scenario: Scenario = {
  name: 'postgres',
  what: `SIGKILL of one of two local clouds on one PostgreSQL, ${devices} devices; a round is a lot and a kill`,
  rounds: { short: 2, full: 100 },
  run,
}

async function run({ rounds, seed, say, signal }: ScenarioOptions): Promise<Figures> {
  const decisions = decisionsFrom(seed)
  const deviceIds = Array.from({ length: devices }, (_, n) => `${1_200_000 + n}`)
  await using server = await startPostgres()
  await using plant = await openTwoClouds(await server.newDatabase(), deviceIds)
  const sums = { answered: 0, unanswered: 0, doneUnanswered: 0, uploads: 0, untaken: 0 }
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted()
    const versions = { fromVersion: firstVersion + round, toVersion: firstVersion + round + 1 }
    const taskId = await raceForTask(plant, versions, signal)
    const victim = decisions.oneIn(2) ? 0 : 1
    const plan = { victim, killAfter: decisions.between(5, devices), decisions } as const
    const upgrade = upgradeLot(plant, { taskId, ...versions, deviceIds }, plan, signal)
    const [figures, sent] = await Promise.all([
      upgrade,
      uploadWhile(upgrade, plant, decisions.branch(`files ${round}`), signal),
    ])
    for (const name of ['answered', 'unanswered', 'doneUnanswered'] as const) sums[name] += figures[name]
    sums.uploads += sent.uploaded
    sums.untaken += sent.untaken
    await judgeFiles(plant)
    await plant.restart(victim)
    say(
      `${round + 1}/${rounds} cloud ${victim} killed after ${plan.killAfter} answers, ${figures.unanswered} put off`,
    )
  }
  return {
    kills: rounds,
    'calls answered': sums.answered,
    'calls put off by the kill': sums.unanswered,
    'reports done whose answer was cut': sums.doneUnanswered,
    'files sent in': sums.uploads,
    'files sent to the dead one': sums.untaken,
    'devices counted': rounds * devices,
  }
}

/** Every file that has a name is what its name says. Once looked at it makes room, and so does what was left half sent. */
async function judgeFiles({ filesDir, firmware }: TwoClouds): Promise<void> {
  for (const name of await readdir(filesDir)) {
    const path = join(filesDir, name)
    if (!name.endsWith('.part')) {
      const digest = createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
      assert.equal(digest, name, 'a file is not what its name says')
    }
    if (name !== firmware.sha256) await rm(path)
  }
}
