// Discovery and hot-plug on a made-up /sys and /dev.
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { listPorts, type PortSources } from '../../main/transports/usb.ts'
import { type PortChange, watchPorts } from '../../main/transports/watch-ports.ts'

let root = ''
let sources: PortSources
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'usb-test-'))
  const [sysRoot, devRoot] = [join(root, 'sys'), join(root, 'dev')]
  await mkdir(join(sysRoot, 'class/tty'), { recursive: true })
  await mkdir(devRoot)
  const list = async (): Promise<never> => {
    throw new Error('spawn udevadm ENOENT')
  }
  sources = { platform: 'linux', sysRoot, devRoot, list }
})
afterEach(() => rm(root, { recursive: true, force: true }))

const bus = 'devices/pci0000:00/0000:00:14.0/usb1'

interface Unit {
  readonly place: string
  readonly serial?: string
  readonly portNumber?: number
}

/** `place`: the interface's folder below the bus, as the kernel names it. */
async function plug(name: string, unit: Unit): Promise<void> {
  const face = join(sources.sysRoot, bus, unit.place)
  const device = dirname(face)
  // USB-serial converters have a folder of their own below the interface, modems have not.
  const port = name.startsWith('ttyUSB') ? join(face, name) : face
  await mkdir(join(port, 'tty', name), { recursive: true })
  await writeFile(join(device, 'idVendor'), '0403\n')
  await writeFile(join(device, 'idProduct'), '6001\n')
  await writeFile(join(device, 'manufacturer'), 'FTDI\n')
  if (unit.serial !== undefined) await writeFile(join(device, 'serial'), `${unit.serial}\n`)
  if (unit.portNumber !== undefined) await writeFile(join(port, 'port_number'), `${unit.portNumber}\n`)
  await symlink(port, join(port, 'tty', name, 'device'))
  await symlink(join(port, 'tty', name), join(sources.sysRoot, 'class/tty', name))
  await writeFile(join(sources.devRoot, name), '')
}

async function unplug(name: string): Promise<void> {
  await rm(join(sources.sysRoot, 'class/tty', name))
  await rm(join(sources.devRoot, name))
}

describe('listPorts on Linux', () => {
  test('reads place and identity from sysfs, whatever the library says', async () => {
    await plug('ttyUSB0', { place: '1-2/1-2.3/1-2.3:1.0', serial: 'A1', portNumber: 0 })
    const [port, ...others] = await listPorts(sources)
    expect(others).toEqual([])
    expect(port).toMatchObject({
      path: join(sources.devRoot, 'ttyUSB0'),
      topology: 'usb-1-2.3:1.0',
      vendorId: '0403',
      productId: '6001',
      serialNumber: 'A1',
      manufacturer: 'FTDI',
    })
  })

  test('tells apart the interfaces of one device and the ports of one interface', async () => {
    await plug('ttyACM0', { place: '1-2/1-2:1.0' })
    await plug('ttyACM1', { place: '1-2/1-2:1.2' })
    await plug('ttyUSB0', { place: '1-4/1-4:1.0', portNumber: 0 })
    await plug('ttyUSB1', { place: '1-4/1-4:1.0', portNumber: 1 })
    const ports = await listPorts(sources)
    expect(ports.map((port) => [port.topology, port.path.split('/').at(-1)])).toEqual([
      ['usb-1-2:1.0', 'ttyACM0'],
      ['usb-1-2:1.2', 'ttyACM1'],
      ['usb-1-4:1.0', 'ttyUSB0'],
      ['usb-1-4:1.0-port1', 'ttyUSB1'],
    ])
    expect(ports.map((port) => port.serialNumber)).toEqual([null, null, null, null])
  })

  test('leaves out on-board ports, consoles, and ports without a device file', async () => {
    const { sysRoot, devRoot } = sources
    await mkdir(join(sysRoot, 'devices/platform/serial8250/tty/ttyS0'), { recursive: true })
    await symlink(
      join(sysRoot, 'devices/platform/serial8250'),
      join(sysRoot, 'devices/platform/serial8250/tty/ttyS0/device'),
    )
    await symlink(join(sysRoot, 'devices/platform/serial8250/tty/ttyS0'), join(sysRoot, 'class/tty/ttyS0'))
    await mkdir(join(sysRoot, 'class/tty/tty1'))
    await writeFile(join(devRoot, 'ttyS0'), '')
    await writeFile(join(devRoot, 'tty1'), '')
    await plug('ttyUSB7', { place: '1-9/1-9:1.0' })
    await rm(join(devRoot, 'ttyUSB7'))
    expect(await listPorts(sources)).toEqual([])
  })

  test('falls back on by-path names where sysfs shows nothing', async () => {
    await plug('ttyUSB0', { place: '1-2/1-2:1.0' })
    const byPath = join(sources.devRoot, 'serial/by-path')
    await mkdir(byPath, { recursive: true })
    await writeFile(join(sources.devRoot, 'ttyUSB1'), '')
    await symlink('../../ttyUSB0', join(byPath, 'pci-0000:00:14.0-usb-0:2:1.0-port0'))
    await symlink('../../ttyUSB1', join(byPath, 'pci-0000:00:14.0-usb-0:3:1.0-port0'))
    await symlink('../../ttyUSB9', join(byPath, 'pci-0000:00:14.0-usb-0:9:1.0-port0'))
    expect((await listPorts(sources)).map((port) => port.topology)).toEqual([
      'path-pci-0000:00:14.0-usb-0:3:1.0-port0',
      'usb-1-2:1.0',
    ])
  })

  test('no sysfs at all is no ports', async () => {
    expect(await listPorts({ ...sources, sysRoot: join(root, 'none'), devRoot: join(root, 'none') })).toEqual(
      [],
    )
  })
})

describe('listPorts elsewhere', () => {
  test('names places by location and interface, and never twice', async () => {
    const list = async () => [
      { path: 'COM1' },
      { path: 'COM4', vendorId: '10C4', productId: 'EA60', locationId: 'Port_#0002.Hub_#0003' },
      { path: 'COM5', vendorId: '303A', locationId: '0000.0014', pnpId: 'USB\\VID_303A&PID_1001&MI_00\\7' },
      { path: 'COM6', vendorId: '303A', locationId: '0000.0014', pnpId: 'USB\\VID_303A&PID_1001&MI_02\\7' },
      { path: 'COM8', vendorId: '0403', locationId: '14200000' },
      { path: 'COM7', vendorId: '0403', locationId: '14200000' },
      { path: 'COM9', vendorId: '0403', pnpId: 'FTDIBUS\\X' },
    ]
    const ports = await listPorts({ platform: 'win32', list })
    expect(ports.map((port) => [port.path, port.topology])).toEqual([
      ['COM9', 'pnp-FTDIBUS\\X'],
      ['COM5', 'usb-0000.0014:00'],
      ['COM6', 'usb-0000.0014:02'],
      ['COM7', 'usb-14200000'],
      ['COM8', 'usb-14200000-port1'],
      ['COM4', 'usb-Port_#0002.Hub_#0003'],
    ])
    expect(ports.at(-1)).toMatchObject({ vendorId: '10c4', productId: 'ea60', serialNumber: null })
  })

  test('rejects when the library cannot list', async () => {
    await expect(listPorts({ ...sources, platform: 'darwin' })).rejects.toThrow('udevadm')
  })
})

describe('watchPorts', () => {
  const names = (ports: PortChange['added']): string[] =>
    ports.map((port) => port.path.split('/').at(-1) ?? '')

  /** `pollMs` decides what is tested: long, only the folder's events can be in time. */
  function start(pollMs: number, from: Partial<PortSources> = {}) {
    const changes: PortChange[] = []
    const abort = new AbortController()
    const onChange = (change: PortChange): void => void changes.push(change)
    const watch = { ...sources, ...from, onChange, signal: abort.signal, pollMs, settleMs: 5 }
    const done = watchPorts(watch)
    const stop = async (): Promise<void> => {
      abort.abort()
      await done
    }
    return {
      changes,
      stop,
      seen: (count: number) => vi.waitFor(() => expect(changes).toHaveLength(count), 5000),
    }
  }

  test.each([
    ['by events of the device folder', 600_000],
    ['by polling', 5],
  ])('tells what is there, what comes and what goes %s', async (_how, pollMs) => {
    await plug('ttyUSB0', { place: '1-2/1-2:1.0' })
    const { changes, stop, seen } = start(pollMs)
    await seen(1)
    await plug('ttyUSB1', { place: '1-3/1-3:1.0' })
    await seen(2)
    await unplug('ttyUSB0')
    await seen(3)
    await stop()
    expect(changes.map(({ added, removed, ports }) => [names(added), names(removed), names(ports)])).toEqual([
      [['ttyUSB0'], [], ['ttyUSB0']],
      [['ttyUSB1'], [], ['ttyUSB0', 'ttyUSB1']],
      [[], ['ttyUSB0'], ['ttyUSB1']],
    ])
  })

  test('another unit under the same name in the same place is a removal and an arrival', async () => {
    await plug('ttyUSB0', { place: '1-2/1-2:1.0' })
    const { changes, stop, seen } = start(5)
    await seen(1)
    // The kernel makes a new device file; here it replaces the old one in one step.
    await writeFile(join(sources.devRoot, 'new'), '')
    await rename(join(sources.devRoot, 'new'), join(sources.devRoot, 'ttyUSB0'))
    await seen(2)
    await stop()
    expect([names(changes[1]?.removed ?? []), names(changes[1]?.added ?? [])]).toEqual([
      ['ttyUSB0'],
      ['ttyUSB0'],
    ])
  })

  test('a list that fails changes nothing, and the watch goes on', async () => {
    let turn = 0
    const list = async () => {
      turn += 1
      if (turn % 2 === 0) throw new Error('not now')
      return turn < 6 ? [{ path: 'COM4', vendorId: '0403', locationId: '1' }] : []
    }
    const { changes, stop, seen } = start(1, { platform: 'win32', devRoot: join(root, 'none'), list })
    await seen(2)
    await stop()
    expect(changes.map(({ added, removed }) => [names(added), names(removed)])).toEqual([
      [['COM4'], []],
      [[], ['COM4']],
    ])
  })

  test('survives the loss of the device folder', async () => {
    await plug('ttyUSB0', { place: '1-2/1-2:1.0' })
    const { stop, seen } = start(5)
    await seen(1)
    await rm(sources.devRoot, { recursive: true })
    await seen(2)
    await mkdir(sources.devRoot)
    await writeFile(join(sources.devRoot, 'ttyUSB0'), '')
    await seen(3)
    await stop()
  })

  test('an abort ends it at once, before or during', async () => {
    const { changes, stop } = start(600_000)
    await stop()
    await watchPorts({ ...sources, onChange: () => {}, signal: AbortSignal.abort() })
    expect(changes).toEqual([])
  })
})
