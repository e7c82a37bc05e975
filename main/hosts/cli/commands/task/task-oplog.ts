// `flashline task oplog`: who did what to a task (15).
import type { Command } from 'commander'
import { askCloud } from '../../ask-cloud.ts'
import type { CliIo } from '../../cli-io.ts'
import { addCloudOptions, type CloudArguments } from '../../cloud-options.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { headedTable, tellPage } from '../../print-list.ts'
import type { Finish } from '../../program.ts'

export function addTaskOplog(task: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = task
    .command('oplog <taskId>')
    .description('Show who did what to a task, newest first.')
    .option('--product <id>', 'the product, when several connections give tasks')
  addCloudOptions(command, 'print one JSON document: {total, operations, unread}').action(
    async (taskId: string, given: CloudArguments) => {
      const log = await askCloud({ given, command, io, parts, use: 'tasks' }, (ability, signal) =>
        ability('desk').listOperations(taskId, signal),
      )
      if (given.json) io.out(jsonLine(log))
      else {
        const rows = log.operations.map(({ at, operatorName, operatorAccount, operatorId, content }) => [
          at ?? '-',
          operatorName || operatorAccount || operatorId,
          content,
        ])
        const language = cliLanguage(io.env)
        io.out(headedTable(['time', 'who', 'what'], rows, language))
        tellPage(io, { ...log, offset: 0, shown: rows.length }, language)
      }
      finish(0)
    },
  )
}
