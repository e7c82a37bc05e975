// One device through one job, for the command line: the same flow, record and outbox as on the bench, without slots.
import type { Job, StationEvent } from '../../preload/contract/index.ts'
import { createHandOut } from '../hand-out/create-hand-out.ts'
import { runJob } from '../job/run-job.ts'
import { openLink } from '../transports/open-link.ts'
import { adHocSetting } from './cloud-setting.ts'
import { openCore } from './core.ts'
import { type NetworkOnce, type OpenedNetwork, openNetworkOnce, plainNetwork } from './network-once.ts'
import { type OrderOnceOptions, orderOnce, slotAt } from './order-once.ts'

export interface FlashOnceOptions extends OrderOnceOptions {
  readonly dataDir: string
  /** Holds `profiles/`. */
  readonly resourcesDir: string
  /** `/dev/ttyUSB0`, `COM3`, `tcp://host:port`, `rfc2217://host:port`, `lan://host[:port]`, `mqtt:name` */
  readonly link: string
  readonly deviceId: string | null
  /** Our address that devices fetch from, in numbers; left out: nothing is handed out. */
  readonly handOutHost?: string
  /** Left out: the typed address alone. */
  readonly network?: NetworkOnce
}

export interface FlashOnceResult {
  readonly job: Job
  /** Messages that the cloud has not acknowledged yet; they stay in the data folder's outbox. */
  readonly waiting: number
}

/** Results that could not be delivered within this stay in the outbox for the next run. */
const drainMs = 15_000

/** Rejects for what prevents a job from starting; how the job ended is in its record. */
export async function flashOnce(
  options: FlashOnceOptions,
  onEvent: (event: StationEvent) => void,
  signal: AbortSignal,
): Promise<FlashOnceResult> {
  const { network = plainNetwork } = options
  const handOut = createHandOut({
    hosts: () => (options.handOutHost === undefined ? [] : [options.handOutHost]),
    port: 0,
    log: { warn: (facts, message) => core.log.warn(facts, message) },
  })
  const core = await openCore({
    ...options,
    clouds: adHocSetting(options.cloud, network.devicePassword),
    handOut,
  })
  core.hub.listen(onEvent)
  let opened: OpenedNetwork | null = null
  try {
    const { link: address } = options
    opened = await openNetworkOnce(network, [address], core.log, signal)
    const order = {
      ...(await orderOnce(options, core, signal)),
      slot: slotAt(address),
      deviceId: options.deviceId,
    }
    core.sender.start()
    const job = await runJob(order, core.jobPorts(openLink(opened.schemes), order.productId), signal)
    await core.jobEnded(job)
    const { waiting } = options.cloud
      ? await core.sender.drain({ timeoutMs: drainMs })
      : await core.store.outbox.summary()
    return { job, waiting }
  } finally {
    await opened?.close()
    await handOut.close()
    await core.close()
  }
}
