// What the commands that change one task have in common: their options, and what they print when it is done.
import type { Command } from 'commander'
import type { TaskDesk, TaskSource } from '../../../../clouds/cloud.ts'
import { askCloud } from '../../ask-cloud.ts'
import type { CliIo } from '../../cli-io.ts'
import { addCloudOptions, type CloudArguments } from '../../cloud-options.ts'
import { type TaskOperationName, taskDoneTexts } from '../../cloud-texts.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { printable } from '../../printable.ts'

export function addChangeOptions(command: Command): Command {
  return addCloudOptions(
    command.option('--product <id>', 'the product of the task (default: what the cloud says)'),
    'print one JSON document: {taskId, operation}',
  )
}

export interface TaskChange {
  readonly taskId: string
  readonly operation: TaskOperationName
  readonly given: CloudArguments
  readonly command: Command
  readonly io: CliIo
  readonly parts: CliParts
}

/** Both sides of the cloud's desk: what is there, and what can be done to it. */
export interface Desk {
  readonly tasks: TaskSource
  readonly desk: TaskDesk
}

/** Does it and says so. */
export async function changeTask(
  { taskId, operation, given, command, io, parts }: TaskChange,
  work: (desk: Desk, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  await askCloud({ given, command, io, parts, use: 'tasks' }, (ability, signal) =>
    work({ tasks: ability('tasks'), desk: ability('desk') }, signal),
  )
  if (given.json) io.out(jsonLine({ taskId, operation }))
  else io.out(`${taskDoneTexts[operation][cliLanguage(io.env)]}  ${printable(taskId)}\n`)
}
