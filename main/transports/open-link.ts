// One opener for all addresses: picks the carrier by the address. The carriers are parameters, so that simulated
// devices can be one of them without this layer knowing who makes them.
import { FlashlineError } from '../../preload/contract/index.ts'
import { type Address, parseAddress } from './addresses.ts'
import type { OpenLink } from './link.ts'

/** A scheme that is left out is no address here: LINK_ADDRESS. */
export type Schemes = { readonly [Scheme in Address['scheme']]?: OpenLink }

/** `openLink({ serial: openSerial, tcp: openTcp, sim: ... })` */
export function openLink(schemes: Schemes): OpenLink {
  return async (address, options) => {
    options.signal.throwIfAborted()
    const open = schemes[parseAddress(address).scheme]
    if (open === undefined) throw new FlashlineError('LINK_ADDRESS', { address })
    return open(address, options)
  }
}
