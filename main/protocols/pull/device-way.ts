// The three ways to one device, as a job takes them: over HTTP, through the broker, on its console. Each way tells the
// device to fetch, hears what it says meanwhile, and asks for its version, as far as the profile says that it can.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import type { ConsoleValues } from '../console/template.ts'
import type { ConnectContext } from '../protocol.ts'
import type { Bell } from './bell.ts'
import { openBrokerWay } from './broker-way.ts'
import { openConsoleWay } from './console-way.ts'
import type { FetchNews } from './fetch-news.ts'
import { openHttpWay } from './http-way.ts'
import type { PullOptions } from './options.ts'
import type { Said, VersionWait } from './said.ts'

export interface DeviceWay {
  /** Rung with every news of the device. */
  readonly bell: Bell
  /** What the device is called on this carrier. */
  readonly name: string | null
  /** Who it is and what it runs; null: it cannot be asked. Rejects where it is not there, or would not talk. */
  introduce(signal: AbortSignal): Promise<Said | null>
  /**
   * Gives the instruction and hears what becomes of it, until the signal is aborted. Rejects with PROFILE_INVALID and
   * what listening costs, before anything was sent. `ended` never rejects: what fails is in the news.
   */
  start(
    values: ConsoleValues,
    news: FetchNews,
    signal: AbortSignal,
  ): Promise<{ readonly ended: Promise<void> }>
  /** What the device has said about its version until now is about its old firmware. */
  forget(): void
  /** Null: it cannot be asked. VERSION_UNSEEN, and what the device says went wrong. */
  readonly waitForVersion: ((wait: VersionWait, signal: AbortSignal) => Promise<Said>) | null
  /** Stops listening. Idempotent; the end of the link does it, too. */
  close(): void
}

export type WayContext = Pick<ConnectContext, 'signal' | 'log' | 'password'>

/** LINK_ADDRESS {address, expected}: the profile speaks over another carrier than the slot has. */
export async function openWay(link: Link, options: PullOptions, context: WayContext): Promise<DeviceWay> {
  const way = await open(link, options, context)
  void link.closed.then(() => way.close())
  return way
}

async function open(link: Link, options: PullOptions, context: WayContext): Promise<DeviceWay> {
  const { host, brokerDevice, address } = link
  const wrong = (expected: string) => new FlashlineError('LINK_ADDRESS', { address, expected })
  switch (options.trigger.by) {
    case 'http':
      if (!host) throw wrong('lan://')
      return openHttpWay(host, options.trigger, options, context)
    case 'mqtt':
      if (!brokerDevice) throw wrong('mqtt:')
      return openBrokerWay(brokerDevice, options.trigger, options, context)
    case 'console':
      if (host || brokerDevice) throw wrong('tcp://')
      return openConsoleWay(link, options.trigger, options, context)
  }
}
