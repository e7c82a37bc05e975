// `flashline task audit`: the reviewer's verdict (12).
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CloudArguments } from '../../cloud-options.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addChangeOptions, changeTask } from './change-task.ts'

interface TaskAuditArguments extends CloudArguments {
  readonly approve?: true
  readonly reject?: true
}

export function addTaskAudit(task: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = task
    .command('audit <taskId>')
    .description('Review a task that was submitted to you.')
    .option('--approve', 'it may run, and does')
    .option('--reject', 'it waits again')
  addChangeOptions(command).action(async (taskId: string, given: TaskAuditArguments) => {
    if (given.approve === given.reject) command.error('error: give --approve or --reject')
    const operation = given.approve ? 'approve' : 'reject'
    await changeTask({ taskId, operation, given, command, io, parts }, ({ desk }, signal) =>
      desk.review(taskId, operation, signal),
    )
    finish(0)
  })
}
