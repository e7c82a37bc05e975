// Many devices of the LAN through one rollout, for the command line: the same order, jobs, records and outbox as on the
// bench. What is left of it are the records; the rollout itself is over with the command.
import type { Rollout, RolloutPlan, StationEvent } from '../../preload/contract/index.ts'
import { isOver } from '../bench/rollout.ts'
import { Slots } from '../bench/slots.ts'
import { createHandOut } from '../hand-out/create-hand-out.ts'
import type { JobOrder } from '../job/ports.ts'
import { parseAddress } from '../transports/addresses.ts'
import { addressesOfInterfaces, listInterfaces } from '../transports/interfaces.ts'
import type { OpenLink } from '../transports/link.ts'
import { openLink } from '../transports/open-link.ts'
import { isInside, parseRange } from '../transports/ranges.ts'
import { planScan } from '../transports/scan.ts'
import { lanAddress } from '../transports/sighting.ts'
import { adHocSetting } from './cloud-setting.ts'
import { type Core, openCore } from './core.ts'
import { Jobs } from './jobs.ts'
import { type NetworkOnce, type OpenedNetwork, openNetworkOnce, plainNetwork } from './network-once.ts'
import { type OrderOnceOptions, orderOnce, slotAt } from './order-once.ts'
import { preflight } from './preflight.ts'
import { Rollouts } from './rollouts.ts'

export interface PushOptions extends OrderOnceOptions {
  readonly dataDir: string
  /** Holds `profiles/`. */
  readonly resourcesDir: string
  /** `lan://host[:port]`, `mqtt:name` */
  readonly to: readonly string[]
  /** Every address of these; where nobody is, it is skipped. */
  readonly ranges: readonly string[]
  readonly plan: RolloutPlan
  /** Devices that fetch are served on these interfaces; none: nothing is handed out. */
  readonly interfaces: readonly string[]
  /** Left out: the typed addresses alone. */
  readonly network?: NetworkOnce
}

export interface Pushed {
  readonly rollout: Rollout
  /** Messages that the cloud has not acknowledged yet; they stay in the data folder's outbox. */
  readonly waiting: number
}

const drainMs = 15_000

/** Rejects for what prevents all of it; how each device ended is in the rollout. LAN_RANGE, LINK_ADDRESS. */
export async function pushOnce(
  options: PushOptions,
  onEvent: (event: StationEvent) => void,
  signal: AbortSignal,
): Promise<Pushed> {
  const { network = plainNetwork, interfaces } = options
  const addresses = addressesOf(options)
  const handOut = createHandOut({
    hosts: () => addressesOfInterfaces(interfaces).map(({ address }) => address),
    port: 0,
    log: { warn: (facts, message) => core.log.warn(facts, message) },
  })
  const clouds = adHocSetting(options.cloud, network.devicePassword)
  const core = await openCore({ ...options, clouds, handOut })
  let opened: OpenedNetwork | null = null
  try {
    opened = await openNetworkOnce(network, addresses, core.log, signal)
    const order = { ...(await orderOnce(options, core, signal)), deviceId: null }
    core.hub.listen(onEvent)
    core.sender.start()
    const rollout = await rollOut(
      core,
      openLink(opened.schemes),
      { addresses, order, plan: options.plan },
      signal,
    )
    const { waiting } = options.cloud
      ? await core.sender.drain({ timeoutMs: drainMs })
      : await core.store.outbox.summary()
    return { rollout, waiting }
  } finally {
    await opened?.close()
    await handOut.close()
    await core.close()
  }
}

/** Typed ones first, each once. */
function addressesOf({ to, ranges }: PushOptions): string[] {
  const inRanges = ranges.flatMap((range) =>
    planScan({ range, allowed: [parseRange(range)] }).map((ip) => lanAddress(ip, null)),
  )
  return [...new Set([...to, ...inRanges])]
}

interface Work {
  readonly addresses: readonly string[]
  readonly order: Omit<JobOrder, 'slot'>
  readonly plan: RolloutPlan
}

/** To its end: when it is aborted, until what runs has been cancelled. */
async function rollOut(
  core: Core,
  open: OpenLink,
  { addresses, order, plan }: Work,
  signal: AbortSignal,
): Promise<Rollout> {
  const { hub } = core
  const slots = new Slots(
    () => {},
    () => {},
  )
  for (const address of addresses) slots.put(slotOf(address, order), true)
  const orderFor = (slotId: string, jobId: string): JobOrder => ({
    ...order,
    jobId,
    slot: slotAt(slots.get(slotId).address),
  })
  const jobs = new Jobs({
    slots,
    ports: (productId) => core.jobPorts(open, productId),
    emit: hub.emit,
    orderFor,
    onEnded: (job) => core.jobEnded(job).catch((error) => core.log.error({ err: error }, 'ended job')),
  })
  const rollouts = new Rollouts({
    slot: (slotId) => slots.get(slotId),
    preflight: (slotId, until) => preflight(orderFor(slotId, ''), { open, ports: core.jobPorts }, until),
    startJob: (slotId) => jobs.start(slotId),
    cancelJob: (jobId) => jobs.cancel(jobId),
    save: async () => {},
    emit: hub.emit,
    onError: (error) => core.log.error({ code: error.code, ...error.context }, 'rollout'),
    now: () => new Date(),
  })
  const ended = Promise.withResolvers<Rollout>()
  hub.listen((event) => {
    jobs.observe(event)
    rollouts.observe(event)
    if (event.type === 'rolloutChanged' && isOver(event.rollout)) ended.resolve(event.rollout)
  })
  const { rolloutId } = await rollouts.start(
    slots.list().map(({ slotId }) => slotId),
    plan,
  )
  const cancel = () => void rollouts.stop(rolloutId, true)
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await ended.promise
  } finally {
    signal.removeEventListener('abort', cancel)
    await rollouts.halt()
    // A job whose end was told may still be giving its device back; its record is on disk then.
    for (const { slotId } of slots.list()) await jobs.letGo(slotId)
    await jobs.stop()
  }
}

function slotOf(address: string, { profile, productId }: Work['order']) {
  const { slotId, name } = slotAt(address)
  const facts = { identity: `at:${address}`, origin: 'hand', mac: null, deviceId: null } as const
  return {
    ...({ slotId, name, address, productId, profileId: profile.profileId, hint: null, kind: 'lan' } as const),
    lan: { ...facts, model: null, version: null, accessPoint: interfaceTo(address), lastSeenAt: null },
  }
}

/** The interface in whose network the address is; "" for a name or an address behind a router. */
function interfaceTo(address: string): string {
  const place = parseAddress(address)
  if (place.scheme !== 'lan') return ''
  const own = listInterfaces().find(({ network }) => isInside(place.host, [parseRange(network)]))
  return own?.name ?? ''
}
