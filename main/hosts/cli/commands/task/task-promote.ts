// `flashline task promote`: makes a formal task of a test task (10).
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CloudArguments } from '../../cloud-options.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addChangeOptions, changeTask } from './change-task.ts'
import { addScopeOptions, type ScopeArguments, scopeOf } from './scope-options.ts'

interface TaskPromoteArguments extends CloudArguments, ScopeArguments {
  readonly name?: string
  readonly description?: string
}

export function addTaskPromote(task: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = task
    .command('promote <taskId>')
    .description('Make a formal task of a test task; it waits for a review then. What is not given stays.')
    .option('--name <text>', 'its new name')
    .option('--description <text>', 'its new description')
  addChangeOptions(addScopeOptions(command)).action(async (taskId: string, given: TaskPromoteArguments) => {
    const { name, description } = given
    const scope = scopeOf(given, command)
    await changeTask({ taskId, operation: 'promote', given, command, io, parts }, ({ desk }, signal) =>
      desk.promote(
        taskId,
        {
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          ...(scope === null ? {} : { scope }),
        },
        signal,
      ),
    )
    finish(0)
  })
}
