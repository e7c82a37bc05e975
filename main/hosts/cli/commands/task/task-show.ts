// `flashline task show`: one task with everything the cloud tells of it (14).
import type { Command } from 'commander'
import { askCloud } from '../../ask-cloud.ts'
import type { CliIo } from '../../cli-io.ts'
import { addCloudOptions, type CloudArguments } from '../../cloud-options.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { taskFacts } from './task-view.ts'

export function addTaskShow(task: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = task
    .command('show <taskId>')
    .description('Show one task.')
    .option('--product <id>', 'the product, when several connections give tasks')
  addCloudOptions(command, 'print the task as one JSON document').action(
    async (taskId: string, given: CloudArguments) => {
      const found = await askCloud({ given, command, io, parts, use: 'tasks' }, (ability, signal) =>
        ability('tasks').getTask(taskId, signal),
      )
      io.out(given.json ? jsonLine(found) : taskFacts(found, cliLanguage(io.env)))
      finish(0)
    },
  )
}
