// `flashline firmware`: the catalogue of a product's firmware, and the files that belong to it.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addFirmwareFetch } from './firmware-fetch.ts'
import { addFirmwareImport } from './firmware-import.ts'
import { addFirmwareList } from './firmware-list.ts'

export function addFirmware(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const firmware = program.command('firmware').description('Firmware catalogues and their files.')
  for (const add of [addFirmwareList, addFirmwareImport, addFirmwareFetch]) add(firmware, io, parts, finish)
}
