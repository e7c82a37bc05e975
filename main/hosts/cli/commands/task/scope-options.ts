// Which devices a task is for.
import type { Command } from 'commander'
import type { Task } from '../../../../../preload/contract/index.ts'
import { idList } from '../../id-list.ts'

export interface ScopeArguments {
  readonly all?: true
  readonly devices?: readonly string[]
}

export function addScopeOptions(command: Command): Command {
  return command
    .option('--all', 'for all devices of the product')
    .option('--devices <ids...>', 'for these devices: a,b,c', idList)
}

/** Null when nothing was said. Ends with the usage status for both. */
export function scopeOf({ all, devices }: ScopeArguments, command: Command): Task['scope'] | null {
  if (all && devices) command.error('error: give --all or --devices, not both')
  if (all) return { category: 'all', deviceIds: [] }
  return devices ? { category: 'devices', deviceIds: [...devices] } : null
}
