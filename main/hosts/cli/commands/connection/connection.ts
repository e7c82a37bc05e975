// `flashline connection`: which clouds a data folder knows, as whom they are called, and which product uses which.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addConnectionAdd } from './connection-add.ts'
import { addConnectionList } from './connection-list.ts'
import { addConnectionRemove } from './connection-remove.ts'
import { addConnectionSecret } from './connection-secret.ts'
import { addConnectionTest } from './connection-test.ts'
import { addConnectionUse } from './connection-use.ts'

const commands = [
  addConnectionList,
  addConnectionAdd,
  addConnectionSecret,
  addConnectionTest,
  addConnectionUse,
  addConnectionRemove,
]

export function addConnection(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const connection = program.command('connection').description('The clouds that a data folder knows.')
  for (const add of commands) add(connection, io, parts, finish)
}
