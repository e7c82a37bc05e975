// `flashline task list`: one page of a product's tasks (7, or 2 with --get).
import { type Command, Option } from 'commander'
import type { Part, Task } from '../../../../../preload/contract/index.ts'
import { taskSchema } from '../../../../../preload/contract/index.ts'
import type { FieldMatch, TaskQuery } from '../../../../clouds/cloud.ts'
import { askCloud } from '../../ask-cloud.ts'
import type { CliIo } from '../../cli-io.ts'
import { addCloudOptions, type CloudArguments } from '../../cloud-options.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import { addPageOptions, type Direction, orderParser, type PageArguments } from '../../page-options.ts'
import { partTypeOption } from '../../part-options.ts'
import type { CliParts } from '../../parts.ts'
import { tellPage } from '../../print-list.ts'
import type { Finish } from '../../program.ts'
import { taskTable } from './task-view.ts'

interface TaskListArguments extends CloudArguments, PageArguments {
  readonly product: string
  readonly name?: string
  readonly nameLike?: string
  readonly id?: string
  readonly type?: Part['type']
  readonly tag?: Task['tag']
  readonly order?: { readonly name?: Direction }
  readonly get?: true
}

export function addTaskList(task: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = task
    .command('list')
    .description('List the tasks of a product.')
    .requiredOption('--product <id>', "the cloud's id of the product")
    .option('--name <text>', 'only tasks of exactly this name')
    .option('--name-like <text>', 'only tasks whose name contains this')
    .option('--id <id>', 'only this task')
    .addOption(partTypeOption())
    .addOption(new Option('--tag <tag>', 'only tasks of this tag').choices(taskSchema.shape.tag.options))
    .option('--order <order>', 'name:asc or name:desc', orderParser(['name']))
    .option('--get', 'ask by the plain call, which knows no conditions and tells no total')
  addCloudOptions(addPageOptions(command), 'print one JSON document: {total, tasks, unread}').action(
    async (given: TaskListArguments) => {
      const query = queryOf(given)
      if (given.get && (query.where || query.order || query.tag || query.partType)) {
        command.error('error: --get takes --offset and --limit only')
      }
      const page = await askCloud({ given, command, io, parts, use: 'tasks' }, (ability, signal) =>
        ability('tasks').listTasks(query, signal),
      )
      const language = cliLanguage(io.env)
      if (given.json) io.out(jsonLine(page))
      else {
        io.out(taskTable(page.tasks, language))
        tellPage(io, { ...page, offset: given.offset, shown: page.tasks.length }, language)
      }
      finish(0)
    },
  )
}

function queryOf(given: TaskListArguments): TaskQuery {
  const { product: productId, offset, limit, type, tag, order, id } = given
  const name: FieldMatch | null =
    given.name === undefined && given.nameLike === undefined
      ? null
      : {
          ...(given.name === undefined ? {} : { eq: given.name }),
          ...(given.nameLike === undefined ? {} : { like: given.nameLike }),
        }
  const where = {
    ...(id === undefined ? {} : { taskId: { eq: id } }),
    ...(name === null ? {} : { name }),
  }
  return {
    productId,
    offset,
    limit,
    ...(type === undefined ? {} : { partType: type }),
    ...(tag === undefined ? {} : { tag }),
    ...(Object.keys(where).length === 0 ? {} : { where }),
    ...(order === undefined ? {} : { order }),
    ...(given.get ? { plain: true as const } : {}),
  }
}
