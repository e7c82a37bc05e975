// `flashline task submit`: gives a pending formal task to its reviewer (11).
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CloudArguments } from '../../cloud-options.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addChangeOptions, changeTask } from './change-task.ts'

export function addTaskSubmit(task: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = task
    .command('submit <taskId>')
    .description('Submit a pending formal task for review.')
    .requiredOption('--reviewer <memberId>', 'member of the corporation who is to review it')
  addChangeOptions(command).action(
    async (taskId: string, given: CloudArguments & { readonly reviewer: string }) => {
      await changeTask({ taskId, operation: 'submit', given, command, io, parts }, ({ desk }, signal) =>
        desk.submit(taskId, given.reviewer, signal),
      )
      finish(0)
    },
  )
}
