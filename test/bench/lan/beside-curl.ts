// The station and curl in turn, pushing to the same sinks: what the sinks saw, and what it took from start to end.
import type { LoopDelay } from '../station/loop-delay.ts'
import { cpuMsOf } from '../station/process-use.ts'
import type { MeasuredStation } from '../station/start-station.ts'
import { peers } from './curl.ts'
import { median, printAimedShare } from './figures.ts'
import type { Fleet } from './fleet.ts'
import { type FleetSinks, startSinks } from './fleet-sinks.ts'
import { type Bench, pushAll } from './rollout-run.ts'

/** Compiled code is what a station runs all day. */
const warmUps = 2

interface Times {
  /** From the first byte at any sink to the last at all. */
  readonly atSinks: number[]
  readonly whole: number[]
}

export async function besideCurl(
  bench: Bench & { readonly station: MeasuredStation },
  fleet: Fleet,
  rounds: number,
): Promise<void> {
  const { station } = bench
  await using sinks = await startSinks(bench, fleet)
  const newTimes = (): Times => ({ atSinks: [], whole: [] })
  const ours = newTimes()
  const theirs = Object.fromEntries(Object.keys(peers).map((name) => [name, newTimes()]))
  const delays: LoopDelay[] = []
  const used: { station: number[]; sinks: number[] } = { station: [], sinks: [] }
  for (let round = -warmUps; round < rounds; round += 1) {
    const isCounted = round >= 0
    const measure = async (times: Times, work: () => Promise<number>) => {
      await sinks.taken()
      const wholeMs = await work()
      const atSinksMs = await allTaken(sinks)
      if (!isCounted) return
      times.whole.push(wholeMs)
      times.atSinks.push(atSinksMs)
    }
    await station.loopDelay()
    const before = { station: await cpuMsOf(station.pid), sinks: await cpuMsOf(sinks.pid) }
    await measure(ours, async () => (await pushAll(bench, sinks.slotIds)).ms)
    if (isCounted) {
      delays.push(await station.loopDelay())
      used.station.push((await cpuMsOf(station.pid)) - before.station)
      used.sinks.push((await cpuMsOf(sinks.pid)) - before.sinks)
    }
    for (const [name, sendAll] of Object.entries(peers))
      await measure(theirs[name] ?? newTimes(), () => sendAll(fleet.from, sinks.ports))
  }

  const bytes = fleet.to.sizeBytes * fleet.devices.length
  for (const [name, times] of Object.entries(theirs)) {
    printAimedShare(`first to last byte, ${name}`, bytes, { ours: ours.atSinks, theirs: times.atSinks })
    printAimedShare(`start to end, ${name}`, bytes, { ours: ours.whole, theirs: times.whole })
  }
  const ms = (values: readonly number[]) => `${median(values).toFixed(0)} ms`
  const whole = `${ms(ours.whole)} start to end, ${ms(ours.atSinks)} first to last byte`
  console.log(
    `  a push: ${whole}; processor: station ${ms(used.station)} with its threads, sinks ${ms(used.sinks)}`,
  )
  const delay = (of: keyof LoopDelay) => median(delays.map((one) => one[of])).toFixed(1)
  console.log(
    `  event loop of the station: p50 ${delay('p50')} ms, p99 ${delay('p99')} ms, most ${delay('max')} ms`,
  )
}

/** From first to last byte. Every device has it, or it is an error. */
async function allTaken(sinks: FleetSinks): Promise<number> {
  const { ms, count } = await sinks.taken()
  if (count !== sinks.ports.length) throw new Error(`${count} of ${sinks.ports.length} took the image`)
  return ms
}
