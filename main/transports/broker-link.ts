// Opens `mqtt:name`: a device behind the plant's broker, by the name that fills its topics. Opening asks nothing of the
// device; whether it is there is the protocol's question.
import { FlashlineError } from '../../preload/contract/index.ts'
import { parseAddress } from './addresses.ts'
import type { Broker } from './broker.ts'
import type { OpenLink } from './link.ts'
import { createPipelessLink } from './pipeless-link.ts'

/** `broker` answers null while none is set: BROKER_UNSET. LINK_ADDRESS. The broker stays open when the link is closed. */
export function openBrokerLink(broker: () => Broker | null): OpenLink {
  return async (address, { signal }) => {
    signal.throwIfAborted()
    const place = parseAddress(address)
    if (place.scheme !== 'mqtt') throw new FlashlineError('LINK_ADDRESS', { address })
    const found = broker()
    if (found === null) throw new FlashlineError('BROKER_UNSET')
    return createPipelessLink(address, { brokerDevice: { name: place.name, broker: found } })
  }
}
