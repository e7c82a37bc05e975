// What stands between an adapter and its port: missing drivers, programs that take it away, udev rules that are not there.
// Linux tells all of that; elsewhere the line says where to look.
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type DoctorLine,
  installRulesCommand,
  loadDriverCommand,
  stopBrailleCommand,
} from '../../../preload/contract/index.ts'
import { knownVendors } from './known-adapters.ts'
import { line } from './line.ts'
import type { Machine } from './machine.ts'
import { readPrograms } from './processes.ts'
import { readUsbTree, type UsbDevice } from './usb-tree.ts'

const ruleFiles = ['70-flashline-serial.rules', '71-flashline-access.rules'] as const

export interface DriverFacts {
  readonly devices: readonly UsbDevice[]
  readonly programs: ReadonlySet<string>
  readonly hasRules: boolean
  /** Installs the rules. */
  readonly command: string
}

/** Pure. */
export function judgeDrivers({ devices, programs, hasRules, command }: DriverFacts): DoctorLine[] {
  const lines = [hasRules ? line('rulesInstalled') : line('rulesMissing', { command })]
  if (!hasRules && programs.has('ModemManager')) lines.push(line('modemManager', { command }))
  const isBrailleRunning = programs.has('brltty')
  return [...lines, ...devices.flatMap((device) => judgeAdapter(device, isBrailleRunning))]
}

/** Of a chip that is nothing but a serial adapter: somebody has to serve it. */
function judgeAdapter(device: UsbDevice, isBrailleRunning: boolean): DoctorLine[] {
  const driver = knownVendors.get(device.vendorId)?.driver ?? null
  const drivers = device.interfaces.map((one) => one.driver)
  if (driver === null || drivers.length === 0 || drivers.some((one) => one !== null && one !== 'usbfs'))
    return []
  const facts = { product: device.product, place: device.name }
  if (!drivers.includes('usbfs'))
    return [line('driverMissing', { ...facts, command: loadDriverCommand(driver) })]
  return isBrailleRunning
    ? [line('brailleTaken', { ...facts, command: stopBrailleCommand })]
    : [line('driverTaken', facts)]
}

/** `resourcesDir`: where the program has its rules. */
export async function checkDrivers(machine: Machine, resourcesDir: string): Promise<DoctorLine[]> {
  if (machine.platform === 'darwin') return [line('driversMac')]
  if (machine.platform === 'win32') return [line('driversWindows')]
  const has = await Promise.all(ruleFiles.map((name) => isAnywhere(machine.ruleFolders, name)))
  return judgeDrivers({
    devices: await readUsbTree(machine.sysRoot),
    programs: await readPrograms(machine.procRoot),
    hasRules: has.every(Boolean),
    command: installRulesCommand(join(asFiles(resourcesDir), 'udev')),
  })
}

async function isAnywhere(folders: readonly string[], name: string): Promise<boolean> {
  const found = await Promise.all(
    folders.map((folder) =>
      access(join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.includes(true)
}

/** In a package the rules lie beside the archive, where other programs can read them. */
function asFiles(folder: string): string {
  return folder.replace(/app\.asar(?=[/\\]|$)/, 'app.asar.unpacked')
}
