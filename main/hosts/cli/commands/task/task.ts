// `flashline task`: what a lead does with upgrade tasks.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addTaskAudit } from './task-audit.ts'
import { addTaskCreate } from './task-create.ts'
import { addTaskDevices } from './task-devices.ts'
import { addTaskList } from './task-list.ts'
import { addTaskOplog } from './task-oplog.ts'
import { addTaskPromote } from './task-promote.ts'
import { addTaskShare } from './task-share.ts'
import { addTaskShow } from './task-show.ts'
import { addTaskStatus } from './task-status.ts'
import { addTaskSubmit } from './task-submit.ts'

const commands = [
  addTaskList,
  addTaskShow,
  addTaskCreate,
  addTaskStatus,
  addTaskPromote,
  addTaskSubmit,
  addTaskAudit,
  addTaskDevices,
  addTaskOplog,
  addTaskShare,
]

export function addTask(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const task = program.command('task').description("Upgrade tasks of a product's cloud.")
  for (const add of commands) add(task, io, parts, finish)
}
