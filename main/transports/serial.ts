// A serial port as a link: 8 data bits, 1 stop bit, parity as asked for. The only user of the serial port library
// besides discovery. What was measured there and shapes this file and serial-carrier.ts: a port without a `data`
// listener does not notice that it is gone; `close` may come twice; one large write can stall for ever; a flush takes
// sent bytes back; modem lines may be missing; open, drain and close each hold a thread of the pool while they last,
// and a broken driver may never end them.
import { SerialPort } from 'serialport'
import { FlashlineError } from '../../preload/contract/index.ts'
import { parseAddress } from './addresses.ts'
import { boundedWait } from './bounded-wait.ts'
import { CarriedLink } from './carried-link.ts'
import type { Link, LinkOptions } from './link.ts'
import { watchPresence } from './presence.ts'
import { SerialCarrier, type SerialLimits } from './serial-carrier.ts'
import { openError } from './serial-errors.ts'
import { readPortGroup } from './serial-group.ts'

const usualLimits: SerialLimits = {
  openMs: 5000,
  stallMs: 2000,
  lookMs: 1000,
  closesToChange: process.platform === 'win32',
}

/**
 * DTR and RTS are on after open. LINK_ADDRESS, LINK_NOT_FOUND, LINK_BUSY, LINK_DENIED, LINK_STALLED (it does not open),
 * PROFILE_INVALID (the rate).
 */
export async function openSerial(
  address: string,
  options: LinkOptions,
  some: Partial<SerialLimits> = {},
): Promise<Link> {
  const { baudRate, signal } = options
  const limits = { ...usualLimits, ...some }
  signal.throwIfAborted()
  const place = parseAddress(address)
  if (place.scheme !== 'serial') throw new FlashlineError('LINK_ADDRESS', { address })
  const carrier = new SerialCarrier({
    address,
    limits,
    makePort: (settings) => new SerialPort({ path: place.path, autoOpen: false, ...settings }),
  })
  const link = new CarriedLink(address, carrier)
  const opening = carrier.open(baudRate, link)
  try {
    await boundedWait(opening, {
      signals: [signal],
      timeoutMs: limits.openMs,
      timeoutError: () =>
        new FlashlineError('LINK_STALLED', { address, reason: 'open', openMs: limits.openMs }),
    })
  } catch (error) {
    // A port that opens after it was given up is closed again; until then it is nobody's.
    opening.then(() => link.close()).catch(() => {})
    signal.throwIfAborted()
    if (error instanceof FlashlineError) throw error
    const group = await readPortGroup(place.path)
    throw openError(error, { address, baudRate, group: group?.name })
  }
  if (carrier.devicePath !== null) watchPresence(carrier.devicePath, link, limits.lookMs)
  return link
}
