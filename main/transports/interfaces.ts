// The network interfaces of this machine, as settings offer them and as the LAN is served on them. Asked anew every time:
// cables are pulled and addresses change. Not here: which of them are chosen.
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'
import type { LanInterface } from '../../preload/contract/index.ts'
import { addressesOf, parseRange } from './ranges.ts'

export type SystemInterfaces = () => NodeJS.Dict<NetworkInterfaceInfo[]>

/**
 * One entry for every IPv4 address of an interface; for an interface without one, its IPv6 addresses that are valid beyond
 * the link. Loopback is among them, marked internal.
 */
export function listInterfaces(system: SystemInterfaces = networkInterfaces): LanInterface[] {
  return Object.entries(system()).flatMap(([name, infos = []]) => {
    const v4 = infos.filter(({ family }) => family === 'IPv4')
    const usable = v4.length > 0 ? v4 : infos.filter((info) => info.family === 'IPv6' && info.scopeid === 0)
    return usable.flatMap((info) => {
      const network = networkOf(info)
      return network === null ? [] : [{ name, address: info.address, network, internal: info.internal }]
    })
  })
}

/** Those of the interfaces that were chosen by name; an interface that has no address now has no entry. */
export function addressesOfInterfaces(
  names: readonly string[],
  system: SystemInterfaces = networkInterfaces,
): LanInterface[] {
  return listInterfaces(system).filter(({ name }) => names.includes(name))
}

/** `10.0.0.0/24` */
function networkOf({ cidr }: NetworkInterfaceInfo): string | null {
  const [address, bits] = cidr?.split('/') ?? []
  if (address === undefined || bits === undefined) return null
  const first = addressesOf(parseRange(`${address}/${bits}`)).next()
  return first.done ? null : `${first.value}/${bits}`
}
