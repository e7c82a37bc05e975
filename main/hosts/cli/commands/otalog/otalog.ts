// `flashline otalog`: upgrades that were handed out to devices.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addOtalogAdd } from './otalog-add.ts'
import { addOtalogList } from './otalog-list.ts'

export function addOtalog(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const otalog = program.command('otalog').description('Upgrades that were issued to devices.')
  addOtalogList(otalog, io, parts, finish)
  addOtalogAdd(otalog, io, parts, finish)
}
