// The network of a bench, composed: its devices of the LAN, the plant's broker, and how their addresses are opened.
import type { Settings } from '../../preload/contract/index.ts'
import type { Slots } from '../bench/slots.ts'
import { openBrokerLink } from '../transports/broker-link.ts'
import { openLan } from '../transports/lan.ts'
import { openBroker } from '../transports/mqtt.ts'
import type { Schemes } from '../transports/open-link.ts'
import { openRfc2217 } from '../transports/rfc2217.ts'
import { openTcp } from '../transports/tcp.ts'
import { BrokerDesk, type BrokerDeskParts } from './broker-desk.ts'
import type { Core } from './core.ts'
import { LanDesk } from './lan-desk.ts'

export interface Network {
  readonly lan: LanDesk
  readonly broker: BrokerDesk
  /** `tcp`, `rfc2217`, `lan` and `mqtt`. */
  readonly schemes: Schemes
}

export function createNetwork(
  { hub, store, log, profiles }: Pick<Core, 'hub' | 'store' | 'log' | 'profiles'>,
  slots: Slots,
  settings: () => Settings,
  secret: BrokerDeskParts['secret'],
): Network {
  const lan = new LanDesk({
    settings,
    slots,
    stored: store.lanDevices,
    productOf: store.devices.findProductId,
    emit: hub.emit,
    onError: (error) => log.warn({ code: error.code, ...error.context }, 'lan'),
    now: () => new Date(),
  })
  const broker = new BrokerDesk({
    open: openBroker,
    secret,
    log,
    onState: (state) => hub.emit({ type: 'brokerChanged', broker: state }),
    onBroker: (connected, signal) => lan.listenTo(connected, profiles, signal),
  })
  const schemes: Schemes = {
    tcp: openTcp,
    rfc2217: openRfc2217,
    lan: openLan({ ranges: () => settings().lan.ranges }),
    mqtt: openBrokerLink(() => broker.current()),
  }
  return { lan, broker, schemes }
}
