// `flashline kit`: kits for benches without a network, and the results that come back from them as files.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addKitCreate } from './kit-create.ts'
import { addKitImport } from './kit-import.ts'
import { addKitInspect } from './kit-inspect.ts'
import { addKitKeys } from './kit-keys.ts'
import { addKitList } from './kit-list.ts'
import { addKitResults } from './kit-results.ts'

const commands = [addKitCreate, addKitInspect, addKitImport, addKitList, addKitResults, addKitKeys]

export function addKit(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const kit = program
    .command('kit')
    .description('Kits for benches without a network; on a data folder that no station runs on.')
  for (const add of commands) add(kit, io, parts, finish)
}
