// One device that takes a kilobyte a second beside 63 others: what it costs them. Its own job is under way before theirs and
// cancelled when they have all passed; they are pushed without it and beside it in turn.
import { setTimeout as pause } from 'node:timers/promises'
import type { Job, Snapshot } from '../../../preload/contract/index.ts'
import { sendBack } from './curl.ts'
import { median, printAim } from './figures.ts'
import type { Fleet } from './fleet.ts'
import { type FleetSinks, startSinks } from './fleet-sinks.ts'
import { type Bench, pushAll, startRollout } from './rollout-run.ts'

const bytesPerSecond = 1000
const aimedRatio = 1.1
const warmUps = 1

export async function oneTrickles(
  bench: Bench,
  fleets: { readonly others: Fleet; readonly slow: Fleet },
  rounds: number,
): Promise<void> {
  await using others = await startSinks(bench, fleets.others)
  await using slow = await startSinks(bench, fleets.slow, bytesPerSecond)
  const without: number[] = []
  const beside: number[] = []
  let slowBytes = 0
  const push = async () => {
    const { jobs } = await pushAll(bench, others.slotIds)
    await sendBack(fleets.others.from, others.ports)
    return median(jobs.map(jobMs))
  }
  for (let round = -warmUps; round < rounds; round += 1) {
    const withoutMs = await push()
    const trickling = await startTrickling(bench, slow)
    const besideMs = await push()
    slowBytes = Math.max(slowBytes, await trickling.cancel())
    if (round < 0) continue
    without.push(withoutMs)
    beside.push(besideMs)
  }
  const ratio = median(beside) / median(without)
  console.log(`  the system had taken ${slowBytes} of ${fleets.slow.to.sizeBytes} bytes for the slow one`)
  printAim(
    `median job of ${others.ports.length}: ${median(without).toFixed(0)} ms without it, ` +
      `${median(beside).toFixed(0)} ms beside it: ${ratio.toFixed(2)}`,
    `at most ${aimedRatio}`,
    ratio <= aimedRatio,
  )
}

/** The slow one takes its image. `cancel` answers how many bytes were gone when it was stopped. */
async function startTrickling(bench: Bench, { slotIds }: FleetSinks): Promise<{ cancel(): Promise<number> }> {
  const { client, viewer } = bench
  const { rolloutId } = await startRollout(bench, slotIds)
  const { items } = await viewer.rollout(rolloutId, (one) => one.items.every((item) => item.jobId !== null))
  const jobId = items[0]?.jobId ?? ''
  const isFlashing = ({ jobs }: Snapshot) =>
    jobs.some((job) => job.jobId === jobId && job.steps.at(-1)?.name === 'flash')
  while (!isFlashing(await client.station.snapshot())) await pause(20)
  return {
    async cancel() {
      await client.rollouts.stop({ rolloutId, cancel: true })
      await viewer.rollout(rolloutId, (one) => one.items.every(({ state }) => state === 'failed'))
      await viewer.delivered()
      const job = await client.history.get({ jobId })
      const flash = job.steps.find(({ name }) => name === 'flash')
      if (job.outcome !== 'cancelled' || flash?.outcome !== 'cancelled')
        throw new Error(`it did not trickle: ${JSON.stringify(job)}`)
      return flash.doneBytes
    },
  }
}

const jobMs = ({ startedAt, endedAt }: Job): number => Date.parse(endedAt ?? '') - Date.parse(startedAt)
