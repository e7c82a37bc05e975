// A program that is the desktop's main process of the isolation benchmark, without its window: `together` holds the station
// itself and serves the page, `apart` starts it in a process of its own, as the desktop does, where the page's line goes
// past it. Either way it follows the bench, as the tray does. Told its order by its only argument (JSON); answers `flash` and
// `stall` with how late its own event loop was meanwhile.
import { registerHooks } from 'node:module'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { MessageChannel, Worker } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { MessagePortMain } from 'electron'
import type { HostLogger } from '../../../main/hosts/host-logger.ts'
import { resourcesDir } from '../../../main/hosts/program-root.ts'
import type { StationClient } from '../../../main/station/router.ts'
import type { LoopDelay } from '../station/loop-delay.ts'
import { profileOf } from '../station/profiles.ts'
import { kinds, units } from '../station/units.ts'
import { watchStation } from '../station/viewer.ts'
import { stall } from './stall.ts'

export interface DesktopOrder {
  readonly kind: 'together' | 'apart'
  /** With settings.json and the roster in it. */
  readonly dataDir: string
  /** Of the cloud. */
  readonly token: string
  /** By unit. */
  readonly slotIds: readonly string[]
}

/** How late its loop was, in ms. */
export interface MainSaid extends LoopDelay {
  /** Of the jobs, if any ran. */
  readonly passed: number
}

interface Opened {
  readonly port: MessagePortMain
  readonly stall: () => void
  close(): Promise<void>
}

const tickMs = 20
const electronFile = new URL('../../electron/stand-in.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: electronFile, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})

const { app, MessageChannelMain } = await import('electron')
// A benchmark keeps nothing in the keychain of whoever runs it.
process.env.FLASHLINE_KEYCHAIN = 'off'

const order: DesktopOrder = JSON.parse(process.argv[2] ?? '')
const logger: HostLogger = { info: () => {}, warn: () => {}, error: console.error }
const options = { dataDir: order.dataDir, resourcesDir: resourcesDir(), practice: false, version: 'bench' }
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()

const opened = await (order.kind === 'together' ? openTogether() : openApart())
const client: StationClient = createORPCClient(new RPCLink({ port: opened.port }))
opened.port.start()
for (const { kind } of kinds) await client.profiles.save({ profile: profileOf(kind) })
await client.settings.set({
  settings: await client.settings.get(),
  secrets: { cloud: { token: order.token } },
})
const { orderId } = await client.orders.create({ name: 'All', productId: null, mode: 'manual' })
await client.orders.arm({ orderId })
const viewer = await watchStation(client)
console.log(JSON.stringify('ready'))
for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify((await measure(line === 'flash' ? flash : stallStation)) satisfies MainSaid))
await opened.close()
process.exit()

async function measure(work: () => Promise<number>): Promise<MainSaid> {
  delay.reset()
  // The watch counts from its first tick on, and up to its last.
  await pause(tickMs)
  const passed = await work()
  await pause(tickMs)
  const ms = (nanoseconds: number) => nanoseconds / 1e6
  return { passed, p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) }
}

async function flash(): Promise<number> {
  const { started } = await client.jobs.startAll()
  if (started.length < units.length) throw new Error(`only ${started.length} jobs were started`)
  const jobs = await Promise.all(order.slotIds.map((slotId) => viewer.ended(slotId)))
  return jobs.filter(({ outcome }) => outcome === 'passed').length
}

/** Until the station answers again. */
async function stallStation(): Promise<number> {
  const asked = new Promise((resolve) => setImmediate(resolve))
  opened.stall()
  await asked
  await client.station.snapshot()
  return 0
}

async function openTogether(): Promise<Opened> {
  const { createStation } = await import('../../../main/station/station.ts')
  const { servePort } = await import('../../../main/hosts/station-process/station-program.ts')
  const station = await createStation(options)
  const page = new MessageChannel()
  servePort(station, page.port1, 'page', logger)
  const thread = new Worker(new URL('./page-thread.ts', import.meta.url))
  thread.postMessage(page.port2, [page.port2])
  const own = new MessageChannelMain()
  servePort(station, own.port1, 'program', logger)
  return {
    port: own.port2,
    stall,
    async close() {
      await thread.terminate()
      await station.close()
    },
  }
}

async function openApart(): Promise<Opened> {
  const { StandInUtility } = await import('../../electron/utility-process.ts')
  const { openStationUtility } = await import('../../../main/hosts/electron/station-utility.ts')
  await app.whenReady()
  const stationFile = new URL('./stalling-station.ts', import.meta.url).pathname
  const station = await openStationUtility(options, { stationFile, env: process.env, logger })
  const { port1: ours, port2: theirs } = new MessageChannelMain()
  station.connect(theirs, 'program')
  return {
    port: ours,
    stall: () => {
      const [{ pid } = { pid: undefined }] = StandInUtility.running
      if (pid !== undefined) process.kill(pid, 'SIGUSR2')
    },
    close: () => station.close(),
  }
}
