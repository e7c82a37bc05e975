// A sysfs, a device folder and a /proc of real files and links in a temporary folder, as far as the doctor reads them.
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Machine } from '../../../main/station/doctor/machine.ts'
import { tempFolder } from '../../store/job-fixture.ts'

export interface FakeDevice {
  readonly name: string
  readonly vendorId?: string
  readonly product?: string
  readonly megabits?: number
  /** Of a hub: its protocol, `01` for one translator, `02` for one per port. */
  readonly hub?: '00' | '01' | '02'
  readonly milliamps?: number
  readonly selfPowered?: boolean
  readonly interfaces?: readonly {
    readonly endpoints?: number
    readonly driver?: string
    /** Its port: `ttyUSB0`. */
    readonly port?: string
  }[]
}

export interface FakeProcess {
  readonly pid: number
  readonly comm: string
  /** Names in the device folder. */
  readonly holds?: readonly string[]
}

export const controller = '0000:00:14.0'

/** `1-2.3` -> `usb1/1-2/1-2.3` */
function folderOf(name: string): string {
  if (name.startsWith('usb')) return name
  const [bus = '', ports = ''] = name.split('-')
  const steps = ports.split('.').map((_, index, all) => `${bus}-${all.slice(0, index + 1).join('.')}`)
  return join(`usb${bus}`, ...steps)
}

export async function fakeMachine(
  devices: readonly FakeDevice[] = [],
  more: Partial<Machine> & { readonly processes?: readonly FakeProcess[]; readonly groups?: string } = {},
): Promise<Machine & { readonly root: string }> {
  const root = await tempFolder()
  const { processes = [], groups = 'root:x:0:\ndialout:x:20:\n', ...given } = more
  const [sysRoot, devRoot, procRoot, etcRoot] = ['sys', 'dev', 'proc', 'etc'].map((name) =>
    join(root, name),
  ) as [string, string, string, string]
  const put = async (file: string, text: string) => {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, `${text}\n`)
  }
  const link = async (target: string, file: string) => {
    await mkdir(dirname(file), { recursive: true })
    await mkdir(target, { recursive: true })
    await symlink(target, file)
  }
  for (const folder of [join(sysRoot, 'bus/usb/devices'), devRoot, procRoot])
    await mkdir(folder, { recursive: true })
  const host = join(sysRoot, 'devices/pci0000:00', controller)
  for (const device of devices) {
    const folder = join(host, folderOf(device.name))
    const {
      vendorId = '1d6b',
      product = device.name,
      megabits = 480,
      milliamps = 0,
      interfaces = [],
    } = device
    await put(join(folder, 'idVendor'), vendorId)
    await put(join(folder, 'idProduct'), '0001')
    await put(join(folder, 'product'), product)
    await put(join(folder, 'speed'), String(megabits))
    await put(join(folder, 'bDeviceClass'), device.hub === undefined ? '00' : '09')
    await put(join(folder, 'bDeviceProtocol'), device.hub ?? '00')
    await put(join(folder, 'bMaxPower'), `${milliamps}mA`)
    await put(join(folder, 'bmAttributes'), device.selfPowered ? 'e0' : 'a0')
    await link(folder, join(sysRoot, 'bus/usb/devices', device.name))
    for (const [index, { endpoints = 2, driver, port }] of interfaces.entries()) {
      const place = join(folder, `${device.name}:1.${index}`)
      await put(join(place, 'bNumEndpoints'), endpoints.toString(16).padStart(2, '0'))
      if (driver) await link(join(sysRoot, 'bus/usb/drivers', driver), join(place, 'driver'))
      if (!port) continue
      const tty = join(place, port)
      if (driver) await link(join(sysRoot, 'bus/usb-serial/drivers', driver), join(tty, 'driver'))
      await link(tty, join(sysRoot, 'class/tty', port, 'device'))
      await put(join(devRoot, port), '')
    }
  }
  for (const { pid, comm, holds = [] } of processes) {
    await put(join(procRoot, String(pid), 'comm'), comm)
    await mkdir(join(procRoot, String(pid), 'fd'))
    for (const [index, name] of holds.entries())
      await symlink(join(devRoot, name), join(procRoot, String(pid), 'fd', String(index)))
  }
  await put(join(etcRoot, 'group'), groups)
  return {
    root,
    platform: 'linux',
    arch: 'x64',
    release: '6.1.0',
    versions: { node: '24.0.0' },
    env: {},
    ...{ sysRoot, devRoot, procRoot, etcRoot },
    ruleFolders: [join(etcRoot, 'udev/rules.d')],
    listPorts: async () => [],
    pid: 1,
    user: { name: 'ann', uid: process.getuid?.() ?? 0, groups: [] },
    ...given,
  }
}

export const rootHub: FakeDevice = { name: 'usb1', product: 'xHCI Host Controller', hub: '01' }

/** Adapters `1-<hub>.1` and so on, each with one port. */
export function adapters(hub: string, count: number, more: Partial<FakeDevice> = {}): FakeDevice[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${hub}.${index + 1}`,
    vendorId: '0403',
    product: 'FT232R',
    megabits: 12,
    interfaces: [{ driver: 'ftdi_sio', port: `ttyUSB${hub.replace(/\D/g, '')}${index}` }],
    ...more,
  }))
}
