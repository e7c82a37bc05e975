// A link that carries no bytes: the address names a host or a device behind a broker, and the protocol opens what it
// needs through that. What both kinds share: the closing, and the refusal of everything that only a pipe can do.
import { FlashlineError } from '../../preload/contract/index.ts'
import type { BrokerDevice } from './broker.ts'
import type { LanHost } from './lan-host.ts'
import type { CloseReason, Link } from './link.ts'

export type PipelessExtras = { readonly host: LanHost } | { readonly brokerDevice: BrokerDevice }

/** `onClose` lets go of what was opened with it; it is called once, and what it throws is swallowed. */
export function createPipelessLink(
  address: string,
  extras: PipelessExtras,
  onClose: () => Promise<void> = () => Promise.resolve(),
): Link {
  const { promise: closed, resolve: tell } = Promise.withResolvers<CloseReason>()
  let closing: Promise<void> | null = null
  const refuse = () => Promise.reject(new FlashlineError('LINK_ADDRESS', { address }))
  const nothing = () => Promise.resolve()

  return {
    address,
    hasSignals: false,
    ...extras,
    read: refuse,
    write: refuse,
    unread: () => {},
    discard: () => 0,
    drain: nothing,
    setBaud: nothing,
    setParity: nothing,
    setSignals: nothing,
    closed,
    close: () => {
      closing ??= onClose()
        .catch(() => {})
        .then(() => tell('asked'))
      return closing
    },
  }
}
