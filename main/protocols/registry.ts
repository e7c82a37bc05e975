// The list of protocols: one line each.
import { FlashlineError } from '../../preload/contract/index.ts'
import type { Protocol } from './protocol.ts'
import { ymodem } from './ymodem/index.ts'

const all: readonly Protocol[] = [
  ymodem, // receivers of XMODEM's batch form, plain or behind a command line
]

export const protocols: ReadonlyMap<string, Protocol> = new Map(all.map((one) => [one.id, one]))

/** PROFILE_INVALID for a protocol nobody here speaks. */
export function findProtocol(id: string): Protocol {
  const found = protocols.get(id)
  if (!found)
    throw new FlashlineError('PROFILE_INVALID', { protocol: id, known: [...protocols.keys()].join(' ') })
  return found
}
