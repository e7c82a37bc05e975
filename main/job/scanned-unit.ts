// Whether the unit on the link is the one whose label was scanned, and by which id the cloud knows it. A unit that says no
// serial number of its own has the scanned one; one that says another, or that the roster knows under another, is refused.
import { FlashlineError } from '../../preload/contract/index.ts'
import type { JobPorts } from './ports.ts'

export interface SaidIdentity {
  readonly mac: string | null
  /** What its firmware says; the unique id of a chip is none. */
  readonly sn: string | null
  readonly uid: string | null
  readonly deviceId: string | null
}

/** The cloud's id of the unit, null when nobody knows it. DEVICE_DIFFERS {expected, found} */
export async function requireScanned(
  scannedSn: string,
  { mac, sn, uid, deviceId }: SaidIdentity,
  findDeviceId: JobPorts['findDeviceId'],
): Promise<string | null> {
  if (sn !== null && sn !== scannedSn)
    throw new FlashlineError('DEVICE_DIFFERS', { expected: scannedSn, found: sn })
  const byLabel = await findDeviceId({ mac: null, sn: scannedSn })
  const byMac = mac === null ? null : await findDeviceId({ mac, sn: null })
  const differs = (found: string | null) =>
    new FlashlineError('DEVICE_DIFFERS', { expected: scannedSn, found })
  // A unique id that is listed is the serial number of its unit.
  if (uid !== null && uid !== scannedSn && (await findDeviceId({ mac: null, sn: uid })) !== null)
    throw differs(uid)
  if (byLabel !== null && deviceId !== null && deviceId !== byLabel) throw differs(deviceId)
  if (byLabel !== null && byMac !== null && byMac !== byLabel) throw differs(mac)
  return byLabel ?? byMac
}
