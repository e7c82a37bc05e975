// Who may open a port, who holds it, and what stands between an adapter and its port.
import { chmod, chown, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkDrivers } from '../../../main/station/doctor/drivers.ts'
import { checkPorts, judgePort, type PortFacts } from '../../../main/station/doctor/ports.ts'
import { parseGroups, readPortGroup } from '../../../main/transports/serial-group.ts'
import { adapters, type FakeDevice, fakeMachine, rootHub } from './fake-sys.ts'

const never = new AbortController().signal
const isRoot = process.getuid?.() === 0

describe('ports', () => {
  const port: PortFacts = {
    path: '/dev/ttyUSB0',
    product: 'FTDI 0403:6001',
    driver: 'ftdi_sio',
    mayOpen: true,
    group: { name: 'dialout', gid: 20, members: [] },
    holder: null,
  }
  const linux = { platform: 'linux' as const, user: { name: 'ann', uid: 1000, groups: [1000] } }

  it.each([
    ['may be opened', {}, 'portFine', { product: 'FTDI 0403:6001', driver: 'ftdi_sio' }],
    ['is held', { holder: { pid: 77, program: 'minicom' } }, 'portBusy', { pid: 77, program: 'minicom' }],
    ['is denied', { mayOpen: false }, 'portDenied', { command: 'sudo usermod -aG dialout $USER' }],
    [
      'is denied by another group',
      { mayOpen: false, group: { name: 'uucp', gid: 14, members: ['bob'] } },
      'portDenied',
      { group: 'uucp', command: 'sudo usermod -aG uucp $USER' },
    ],
    ['is denied to all', { mayOpen: false, group: null }, 'portDenied', { group: null }],
    [
      'waits for the next sign-in',
      { mayOpen: false, group: { name: 'dialout', gid: 20, members: ['bob', 'ann'] } },
      'portGroupPending',
      { group: 'dialout' },
    ],
  ] as const)('%s', (_, change, finding, facts) => {
    expect(judgePort({ ...port, ...change }, linux)).toMatchObject({ finding, facts })
  })

  it('lists ports with product and driver, and the process that holds one', async () => {
    const machine = await fakeMachine([rootHub, ...adapters('1-2', 2)], {
      processes: [
        { pid: 1, comm: 'flashline', holds: ['ttyUSB121'] },
        { pid: 4711, comm: 'minicom', holds: ['null', 'ttyUSB120'] },
      ],
    })
    expect(await checkPorts(machine, never)).toMatchObject([
      {
        finding: 'portBusy',
        facts: { path: join(machine.devRoot, 'ttyUSB120'), pid: 4711, program: 'minicom' },
      },
      // Our own process is nobody else.
      { finding: 'portFine', facts: { product: '0403:0001', driver: 'ftdi_sio' } },
    ])
  })

  it('reads the group from the device file', async () => {
    const machine = await fakeMachine([rootHub, ...adapters('1-2', 1)])
    const file = join(machine.devRoot, 'ttyUSB120')
    await chmod(file, 0o660)
    if (isRoot) await chown(file, 0, 20)
    const { gid } = await stat(file)
    await writeFile(join(machine.etcRoot, 'group'), `root:x:0:\nserial:x:${gid}:ann,bob\n`)
    expect(await readPortGroup(file, machine.etcRoot)).toEqual(
      gid === 0 ? null : { name: 'serial', gid, members: ['ann', 'bob'] },
    )
    await chmod(file, 0o600)
    expect(await readPortGroup(file, machine.etcRoot)).toBeNull()
    expect(await readPortGroup(join(machine.devRoot, 'gone'), machine.etcRoot)).toBeNull()
    expect(parseGroups('broken\n:x:1:\nok:x:7:\nbad:x:z:ann')).toEqual([{ name: 'ok', gid: 7, members: [] }])
  })

  it('says that ports cannot be listed, where the library fails, and nothing worse happens', async () => {
    const listPorts = () =>
      Promise.reject(Object.assign(new Error('spawn udevadm ENOENT'), { code: 'ENOENT' }))
    const machine = await fakeMachine([], { platform: 'freebsd', listPorts })
    expect(await checkPorts(machine, never)).toMatchObject([
      { finding: 'portsUnlisted', verdict: 'warn', facts: { reason: 'ENOENT' } },
    ])
  })
})

describe('drivers', () => {
  const adapter = (driver?: string): FakeDevice => ({
    name: '1-3',
    vendorId: '1a86',
    product: 'USB Serial',
    interfaces: [driver === undefined ? {} : { driver }],
  })
  const find = async (devices: readonly FakeDevice[], running: readonly string[] = []) => {
    const processes = running.map((comm, index) => ({ pid: index + 10, comm }))
    const machine = await fakeMachine([rootHub, ...devices], { processes })
    return checkDrivers(machine, '/opt/Flashline/resources/app.asar/resources')
  }

  it('says the command that installs the rules, from beside the archive', async () => {
    expect(await find([])).toMatchObject([
      {
        finding: 'rulesMissing',
        facts: {
          command:
            'sudo cp /opt/Flashline/resources/app.asar.unpacked/resources/udev/*.rules /etc/udev/rules.d/ && sudo udevadm control --reload && sudo udevadm trigger',
        },
      },
    ])
  })

  it('is content with rules that are there, and with ModemManager then', async () => {
    const machine = await fakeMachine([rootHub], { processes: [{ pid: 9, comm: 'ModemManager' }] })
    const [folder = ''] = machine.ruleFolders
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, '70-flashline-serial.rules'), '')
    expect((await checkDrivers(machine, '/r')).map(({ finding }) => finding)).toEqual([
      'rulesMissing',
      'modemManager',
    ])
    await writeFile(join(folder, '71-flashline-access.rules'), '')
    expect((await checkDrivers(machine, '/r')).map(({ finding }) => finding)).toEqual(['rulesInstalled'])
  })

  it.each([
    ['served', 'ch341', [], undefined],
    ['without a driver', undefined, [], 'driverMissing'],
    ['used directly', 'usbfs', [], 'driverTaken'],
    ['taken for a braille display', 'usbfs', ['brltty'], 'brailleTaken'],
  ] as const)('an adapter %s', async (_, driver, running, finding) => {
    const [, line] = await find([adapter(driver)], running)
    expect(line?.finding).toBe(finding)
    if (finding === 'driverMissing')
      expect(line?.facts).toEqual({ product: 'USB Serial', place: '1-3', command: 'sudo modprobe ch341' })
  })

  it.each([
    ['darwin', 'driversMac'],
    ['win32', 'driversWindows'],
  ] as const)('%s says where to look', async (platform, finding) => {
    const machine = await fakeMachine([], { platform })
    expect((await checkDrivers(machine, '/r')).map((line) => line.finding)).toEqual([finding])
  })
})
