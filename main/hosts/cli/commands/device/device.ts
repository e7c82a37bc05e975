// `flashline device`: the roster of devices, so that a MAC or serial number becomes the cloud's device id.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addDeviceImport } from './device-import.ts'
import { addDeviceList } from './device-list.ts'

export function addDevice(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const device = program.command('device').description('The roster of devices.')
  addDeviceImport(device, io, parts, finish)
  addDeviceList(device, io, parts, finish)
}
