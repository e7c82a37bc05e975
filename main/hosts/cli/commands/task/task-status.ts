// `flashline task start`, `stop` and `delete` (3, 4).
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CloudArguments } from '../../cloud-options.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addChangeOptions, changeTask } from './change-task.ts'

const operations = {
  start: 'Start a stopped task, or a test task.',
  stop: 'Stop a running task: nothing more is handed out.',
  delete: 'Delete a task; a running one is stopped first.',
} as const

export function addTaskStatus(task: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  for (const operation of ['start', 'stop', 'delete'] as const) {
    const command = task.command(`${operation} <taskId>`).description(operations[operation])
    addChangeOptions(command).action(async (taskId: string, given: CloudArguments) => {
      await changeTask({ taskId, operation, given, command, io, parts }, async ({ tasks, desk }, signal) => {
        const productId = given.product ?? (await tasks.getTask(taskId, signal)).productId
        await desk[operation]({ productId, taskId }, signal)
      })
      finish(0)
    })
  }
}
