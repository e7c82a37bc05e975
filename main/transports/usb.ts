// Discovery: which USB serial ports are there, and in which physical place each is plugged. On Linux read from sysfs
// directly (no udev, no child process); elsewhere asked from the serial port library.
// Not here: opening a port, and what sits behind it.
import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

export interface PortInfo {
  /** Where a link can be opened now: `/dev/ttyUSB0`, `COM3`. */
  readonly path: string
  /**
   * Stable name of the place it is plugged into, whatever is plugged there: `usb-1-2.3:1.0` is bus 1, port 2 of the
   * root, port 3 of the hub there, configuration 1, interface 0. Different for each port of a composite device.
   */
  readonly topology: string
  /** Four lower-case hex digits. */
  readonly vendorId: string | null
  readonly productId: string | null
  readonly serialNumber: string | null
  readonly manufacturer: string | null
  /** Differs when the unit was pulled and plugged in again, also when everything else is the same. */
  readonly instance: string
}

/** What the serial port library says about a port, as far as it is used. */
export interface ListedPort {
  readonly path: string
  readonly locationId?: string | undefined
  readonly pnpId?: string | undefined
  readonly vendorId?: string | undefined
  readonly productId?: string | undefined
  readonly serialNumber?: string | undefined
  readonly manufacturer?: string | undefined
}

export interface PortSources {
  readonly platform: NodeJS.Platform
  readonly sysRoot: string
  readonly devRoot: string
  /** Used where there is no sysfs. */
  readonly list: () => Promise<readonly ListedPort[]>
}

export const usualSources: PortSources = {
  platform: process.platform,
  sysRoot: '/sys',
  devRoot: '/dev',
  list: async () => (await import('serialport')).SerialPort.list(),
}

/** Sorted by topology. Rejects only where the system cannot be asked at all; a port that vanishes meanwhile is left out. */
export async function listPorts(sources: Partial<PortSources> = {}): Promise<PortInfo[]> {
  const all: PortSources = { ...usualSources, ...sources }
  const ports = all.platform === 'linux' ? await readLinuxPorts(all) : fromLibrary(await all.list())
  return ports.sort((a, b) => (a.topology < b.topology ? -1 : 1))
}

async function readLinuxPorts({ sysRoot, devRoot }: PortSources): Promise<PortInfo[]> {
  const names = (await entries(join(sysRoot, 'class/tty'))).filter((name) => /^tty[A-Z]/.test(name))
  const found = await Promise.all(names.map((name) => readSysfsPort(sysRoot, devRoot, name)))
  const ports = found.filter((port) => port !== null)
  const known = new Set(ports.map((port) => port.path))
  // Where sysfs is not shown (some containers), udev's links still name the places.
  for (const link of await entries(join(devRoot, 'serial/by-path'))) {
    const target = await readlink(join(devRoot, 'serial/by-path', link)).catch(() => null)
    const path = target === null ? null : join(devRoot, basename(target))
    const instance = path === null ? null : await readInstance(path)
    if (path === null || instance === null || known.has(path)) continue
    known.add(path)
    const facts = { vendorId: null, productId: null, serialNumber: null, manufacturer: null }
    ports.push({ path, topology: `path-${link}`.slice(0, 200), ...facts, instance })
  }
  return ports
}

/** Null for what is no USB port: on-board ports, virtual consoles, ports whose device file is not (yet) there. */
async function readSysfsPort(sysRoot: string, devRoot: string, name: string): Promise<PortInfo | null> {
  const path = join(devRoot, name)
  const device = await realpath(join(sysRoot, 'class/tty', name, 'device')).catch(() => null)
  if (device === null) return null
  const place = findInterface(device)
  if (place === null) return null
  const unit = dirname(place)
  // Some adapters have several ports behind one interface; the kernel numbers them.
  const portNumber = place === device ? null : await readAttribute(device, 'port_number')
  const suffix = portNumber === null || portNumber === '0' ? '' : `-port${portNumber.slice(0, 4)}`
  const facts = {
    vendorId: await readAttribute(unit, 'idVendor'),
    productId: await readAttribute(unit, 'idProduct'),
    serialNumber: await readAttribute(unit, 'serial'),
    manufacturer: await readAttribute(unit, 'manufacturer'),
  }
  // Last: the kernel takes the device file away before the facts, so facts that went missing meanwhile are never told.
  const instance = await readInstance(path)
  return instance === null ? null : { path, topology: `usb-${basename(place)}${suffix}`, ...facts, instance }
}

/** The nearest folder, upwards, that is named like a USB interface: `1-2.3:1.0`. */
function findInterface(device: string): string | null {
  for (let folder = device; folder !== dirname(folder); folder = dirname(folder)) {
    if (/^\d+-\d+(\.\d+)*:\d+\.\d+$/.test(basename(folder))) return folder
  }
  return null
}

async function readInstance(path: string): Promise<string | null> {
  const facts = await stat(path).catch(() => null)
  return facts === null ? null : `${facts.dev}-${facts.ino}`
}

async function readAttribute(folder: string, name: string): Promise<string | null> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => '')
  return text.trim().slice(0, 200) || null
}

/** A folder that is not there has no entries; one that may not be read is an error. */
async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function fromLibrary(listed: readonly ListedPort[]): PortInfo[] {
  const taken = new Map<string, number>()
  const usb = listed.filter((port) => port.vendorId !== undefined)
  return [...usb]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((port) => {
      const place = placeOf(port)
      const before = taken.get(place) ?? 0
      taken.set(place, before + 1)
      return {
        path: port.path,
        topology: before === 0 ? place : `${place}-port${before}`,
        vendorId: port.vendorId?.toLowerCase() ?? null,
        productId: port.productId?.toLowerCase() ?? null,
        serialNumber: port.serialNumber ?? null,
        manufacturer: port.manufacturer ?? null,
        instance: '',
      }
    })
}

/** Windows tells the interface of a composite device in the plug-and-play id only (`...&MI_02...`). */
function placeOf(port: ListedPort): string {
  const [, interfaceNumber] = /&MI_([0-9A-F]{2})/i.exec(port.pnpId ?? '') ?? []
  const suffix = interfaceNumber === undefined ? '' : `:${interfaceNumber}`
  if (port.locationId) return `usb-${port.locationId}${suffix}`.slice(0, 200)
  return `pnp-${port.pnpId || port.path}`.slice(0, 200)
}
