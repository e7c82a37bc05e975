// What a station's process holds at one moment, and how late its event loop was since the moment before. Linux.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { residentBytesOf } from '../../bench/station/process-use.ts'
import type { Inspector } from './inspector.ts'

export interface Sample {
  /** Since the first one. */
  readonly atMs: number
  readonly jobs: number
  readonly residentBytes: number
  /** After a collection of garbage. */
  readonly heapBytes: number
  /** Outside the heap: buffers. */
  readonly externalBytes: number
  readonly files: number
  readonly threads: number
  readonly timers: number
  /** Everything that keeps an event loop alive, timers as well. */
  readonly resources: number
  readonly loopDelayP50Ms: number
  readonly loopDelayP99Ms: number
  readonly databaseBytes: number
}

const insideSchema = z.object({
  heapUsed: z.number(),
  external: z.number(),
  resources: z.array(z.string()),
  p50: z.number(),
  p99: z.number(),
})

const name = 'globalThis.campaignLoopDelay'
const hooks = "process.getBuiltinModule('node:perf_hooks')"

/** From now on the process notes how late its event loop is. */
export async function watchLoop(inspector: Inspector): Promise<void> {
  await inspector.evaluate(`${name} = ${hooks}.monitorEventLoopDelay({ resolution: 10 }); ${name}.enable()`)
}

export async function takeSample(
  inspector: Inspector,
  { pid, dataDir }: { readonly pid: number; readonly dataDir: string },
): Promise<Omit<Sample, 'atMs' | 'jobs'>> {
  // Its delay is that of the work, and not of the collection that follows.
  const delays = await inspector.evaluate(
    `(() => { const d = ${name}; const said = { p50: d.percentile(50) / 1e6, p99: d.percentile(99) / 1e6 }; return said })()`,
  )
  await inspector.collectGarbage()
  const held = await inspector.evaluate(
    '({ ...process.memoryUsage(), resources: process.getActiveResourcesInfo() })',
  )
  const inside = insideSchema.parse({ ...Object(held), ...Object(delays) })
  await inspector.evaluate(`${name}.reset()`)
  const status = await readFile(`/proc/${pid}/status`, 'latin1')
  return {
    residentBytes: await residentBytesOf(pid),
    heapBytes: inside.heapUsed,
    externalBytes: inside.external,
    files: (await readdir(`/proc/${pid}/fd`)).length,
    threads: Number(/^Threads:\s+(\d+)$/m.exec(status)?.[1]),
    timers: inside.resources.filter((resource) => resource === 'Timeout').length,
    resources: inside.resources.length,
    loopDelayP50Ms: inside.p50,
    loopDelayP99Ms: inside.p99,
    databaseBytes: (await stat(join(dataDir, 'station.sqlite'))).size,
  }
}
