// The USB devices of a Linux computer as sysfs shows them: who hangs where, how fast, with how many endpoints, fed by
// whom. Reads only. Source: Documentation/ABI/stable/sysfs-bus-usb of Linux.
import { readdir, readFile, readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

export interface UsbInterface {
  readonly endpoints: number
  /** Null: nobody serves it. */
  readonly driver: string | null
}

export interface UsbDevice {
  /** `usb1` is a root hub; `1-2.3` is bus 1, port 2 of the root, port 3 of the hub there. */
  readonly name: string
  readonly vendorId: string
  readonly productId: string
  readonly product: string
  /** 1.5, 12, 480, 5000 or more. */
  readonly megabits: number
  readonly isHub: boolean
  /** Of a hub at 480 Mbit/s: one translator for all its slower devices, or one per port. */
  readonly translators: 'one' | 'perPort' | null
  readonly isSelfPowered: boolean
  /** What it asks for. */
  readonly milliamps: number
  readonly interfaces: readonly UsbInterface[]
  /** Of the root hub: the controller that it belongs to, such as `0000:00:14.0`. */
  readonly controller: string
  readonly isXhci: boolean
}

/** Sorted by name. Empty where there is no sysfs; a device that goes meanwhile is left out. */
export async function readUsbTree(sysRoot: string): Promise<UsbDevice[]> {
  const folder = join(sysRoot, 'bus/usb/devices')
  const names = (await readdir(folder).catch(() => [])).filter((name) => !name.includes(':')).toSorted()
  const devices = await Promise.all(names.map((name) => readDevice(folder, name)))
  return devices.filter((device) => device !== null)
}

async function readDevice(folder: string, name: string): Promise<UsbDevice | null> {
  const device = await realpath(join(folder, name)).catch(() => null)
  if (device === null) return null
  const attribute = (of: string) => readAttribute(join(device, of))
  const vendorId = await attribute('idVendor')
  if (vendorId === '') return null
  const isHub = (await attribute('bDeviceClass')) === '09'
  const protocol = await attribute('bDeviceProtocol')
  const root = rootOf(device)
  return {
    name,
    vendorId,
    productId: await attribute('idProduct'),
    product: (await attribute('product')) || `${vendorId}:${await attribute('idProduct')}`,
    megabits: Number(await attribute('speed')) || 0,
    isHub,
    // Documented for hubs of USB 2: 1 is a single translator, 2 is one per port, 0 is a hub without any.
    translators: !isHub ? null : protocol === '01' ? 'one' : protocol === '02' ? 'perPort' : null,
    isSelfPowered: (Number.parseInt(await attribute('bmAttributes'), 16) & 0x40) !== 0,
    milliamps: Number.parseInt(await attribute('bMaxPower'), 10) || 0,
    interfaces: await readInterfaces(device, name),
    controller: root === null ? '' : basename(dirname(root)),
    isXhci: root !== null && /xhci/i.test(await readAttribute(join(root, 'product'))),
  }
}

async function readInterfaces(device: string, name: string): Promise<UsbInterface[]> {
  const entries = (await readdir(device).catch(() => [])).filter((entry) => entry.startsWith(`${name}:`))
  return Promise.all(
    entries.toSorted().map(async (entry) => {
      const place = join(device, entry)
      const driver = await readlink(join(place, 'driver')).catch(() => null)
      return {
        endpoints: Number.parseInt(await readAttribute(join(place, 'bNumEndpoints')), 16) || 0,
        driver: driver && basename(driver),
      }
    }),
  )
}

/** The driver behind `/dev/ttyUSB0`, such as `ftdi_sio`; null when it cannot be read. */
export async function readPortDriver(sysRoot: string, path: string): Promise<string | null> {
  const device = await realpath(join(sysRoot, 'class/tty', basename(path), 'device')).catch(() => null)
  const driver = device && (await readlink(join(device, 'driver')).catch(() => null))
  return driver && basename(driver)
}

/** `.../0000:00:14.0/usb1/1-2/1-2.3` -> `.../0000:00:14.0/usb1` */
function rootOf(device: string): string | null {
  for (let folder = device; folder !== dirname(folder); folder = dirname(folder))
    if (/^usb\d+$/.test(basename(folder))) return folder
  return null
}

async function readAttribute(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim().slice(0, 200)
}
