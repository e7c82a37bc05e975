// What the way from the computer to its adapters can do: how many hubs in a row, shared translators, power, endpoints.
// Judgement is pure; Linux shows the whole tree, macOS the depth, Windows nothing.
// Sources: USB 2.0 specification 4.1.1 (tiers), 11.14 (transaction translators), 7.2.1 (power); the limit of endpoints is
// what Intel's xHCI controllers are known for.
import type { DoctorLine } from '../../../preload/contract/index.ts'
import { listPorts } from '../../transports/usb.ts'
import { line } from './line.ts'
import type { Machine } from './machine.ts'
import { readUsbTree, type UsbDevice } from './usb-tree.ts'

const mostHubs = 5
/** Four adapters at 921600 baud still fit through one translator with its overhead. */
const mostOnOneTranslator = 4
const busPowerMilliamps = 500
/** What such a hub takes for itself. */
const hubMilliamps = 100
const controllerEndpoints = 96
const nearlyAll = 0.85

export interface PortPlace {
  readonly path: string
  /** `1-2.3` */
  readonly device: string
}

/** `1-2.3` -> `1-2` -> `usb1` -> null */
function parentOf(name: string): string | null {
  if (name.includes('.')) return name.slice(0, name.lastIndexOf('.'))
  const [bus] = name.split('-')
  return name.includes('-') ? `usb${bus}` : null
}

/** Of `1-2.3.1`: two. */
const hubsBefore = (name: string) => name.split('.').length - 1

/** Pure. `ports`: the serial ports that are to be looked at. */
export function judgeHubs(devices: readonly UsbDevice[], ports: readonly PortPlace[]): DoctorLine[] {
  const lines = [
    ...ports.flatMap(({ path, device }) => judgeDepth(path, hubsBefore(device))),
    ...judgeTranslators(devices, ports),
    ...judgePower(devices),
    ...judgeControllers(devices),
  ]
  const hubs = devices.filter(({ name, isHub }) => isHub && parentOf(name) !== null).length
  return lines.length > 0 ? lines : [line('hubsFine', { ports: ports.length, hubs })]
}

function judgeDepth(path: string, depth: number): DoctorLine[] {
  return depth >= mostHubs ? [line('hubDeep', { path, depth })] : []
}

function judgeTranslators(devices: readonly UsbDevice[], ports: readonly PortPlace[]): DoctorLine[] {
  const byName = new Map(devices.map((device) => [device.name, device]))
  const sharing = new Map<string, number>()
  for (const name of new Set(ports.map(({ device }) => device))) {
    if ((byName.get(name)?.megabits ?? 480) >= 480) continue
    // The nearest hub that talks faster than its device translates for it.
    let hub = parentOf(name)
    while (hub !== null && (byName.get(hub)?.megabits ?? 480) < 480) hub = parentOf(hub)
    if (hub !== null && byName.get(hub)?.translators === 'one' && parentOf(hub) !== null)
      sharing.set(hub, (sharing.get(hub) ?? 0) + 1)
  }
  return [...sharing]
    .filter(([, count]) => count > mostOnOneTranslator)
    .map(([place, count]) => line('hubShared', { place, ports: count }))
}

function judgePower(devices: readonly UsbDevice[]): DoctorLine[] {
  return devices.flatMap((hub) => {
    if (!hub.isHub || hub.isSelfPowered || parentOf(hub.name) === null) return []
    const fed = devices.filter(({ name, isSelfPowered }) => parentOf(name) === hub.name && !isSelfPowered)
    const milliamps = fed.reduce((sum, device) => sum + device.milliamps, hubMilliamps)
    return milliamps > busPowerMilliamps ? [line('hubUnpowered', { place: hub.name, milliamps })] : []
  })
}

/** A controller's two root hubs (USB 2 and 3) draw from the same endpoints. */
function judgeControllers(devices: readonly UsbDevice[]): DoctorLine[] {
  const used = new Map<string, number>()
  for (const { name, controller, isXhci, interfaces } of devices) {
    if (!isXhci || parentOf(name) === null) continue
    const endpoints = interfaces.reduce((sum, one) => sum + one.endpoints, 1)
    used.set(controller, (used.get(controller) ?? 0) + endpoints)
  }
  return [...used]
    .filter(([, endpoints]) => endpoints > controllerEndpoints * nearlyAll)
    .map(([place, endpoints]) => line('controllerFull', { place, endpoints }))
}

/** Of macOS: `0x14230000` or `14230000` is bus 0x14, port 2, then port 3 of the hub there. Null for what is no such number. */
export function depthOfLocation(location: string): number | null {
  const [, digits] = /^(?:0x)?([0-9a-f]{8})$/i.exec(location) ?? []
  return digits === undefined ? null : Math.max(0, digits.slice(2).replaceAll('0', '').length - 1)
}

export async function checkHubs(machine: Machine): Promise<DoctorLine[]> {
  const { platform, sysRoot, devRoot } = machine
  // That they cannot be listed is said of the ports.
  const ports = await listPorts({ platform, sysRoot, devRoot, list: machine.listPorts }).catch(() => [])
  if (platform === 'linux') {
    const places = ports.flatMap(({ path, topology }) => {
      const [, device] = /^usb-(\d+-\d+(?:\.\d+)*):/.exec(topology) ?? []
      return device === undefined ? [] : [{ path, device }]
    })
    return judgeHubs(await readUsbTree(sysRoot), places)
  }
  const deep = ports.flatMap(({ path, topology }) =>
    judgeDepth(path, depthOfLocation(topology.replace(/^usb-|-port\d+$|:.*$/g, '')) ?? 0),
  )
  return [...deep, line('hubsUntold')]
}
