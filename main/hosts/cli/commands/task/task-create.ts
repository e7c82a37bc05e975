// `flashline task create` (1): from options or from a file; images that lie here are given to the service first.
import type { Command } from 'commander'
import type { TaskDraft } from '../../../../../preload/contract/index.ts'
import { askCloud } from '../../ask-cloud.ts'
import type { CliIo } from '../../cli-io.ts'
import { addCloudOptions, type CloudArguments } from '../../cloud-options.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import { addPartOptions, type PartArguments, partOf, versionNumber } from '../../part-options.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import {
  addImageOptions,
  type FromImageArguments,
  type GivenImage,
  givenImage,
  type ToImageArguments,
} from './image-options.ts'
import { parseDraft, readDraftFile } from './read-draft.ts'
import { addScopeOptions, type ScopeArguments, scopeOf } from './scope-options.ts'
import { taskFacts } from './task-view.ts'

interface TaskCreateArguments
  extends CloudArguments,
    PartArguments,
    ScopeArguments,
    FromImageArguments,
    ToImageArguments {
  readonly file?: string
  readonly name?: string
  readonly description?: string
  readonly from?: number
  readonly to?: number
  readonly manual?: true
  readonly test?: true
}

/** Without --file, these have to be there. */
const needed = ['product', 'name', 'description', 'from', 'to'] as const

export function addTaskCreate(task: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = task
    .command('create')
    .description('Make an upgrade task.')
    .option('--file <file>', 'the task as a JSON file, in place of the options below')
    .option('--product <id>', "the cloud's id of the product")
    .option('--name <text>', 'its name')
    .option('--description <text>', 'what it is for')
    .option('--from <number>', 'version that the devices have, as the service counts it', versionNumber)
    .option('--to <number>', 'version that they are to get', versionNumber)
  addImageOptions(command)
  addPartOptions(command)
    .option('--manual', 'never pushed: a person starts it on each device')
    .option('--test', 'a test task, which needs no review')
  addCloudOptions(addScopeOptions(command), 'print the task as one JSON document').action(
    async (given: TaskCreateArguments) => {
      const { draft, images } = await planTask(given, command)
      const product = draft.productId
      const made = await askCloud(
        { given: { ...given, product }, command, io, parts, use: 'tasks' },
        async (ability, signal) => {
          const place = (image: GivenImage) =>
            'bytes' in image ? ability('shelf').put(image, signal) : Promise.resolve(image)
          const placed = images && { fromImage: await place(images.from), image: await place(images.to) }
          return ability('desk').create({ ...draft, ...placed }, signal)
        },
      )
      io.out(given.json ? jsonLine(made) : taskFacts(made, cliLanguage(io.env)))
      finish(0)
    },
  )
}

interface TaskPlan {
  readonly draft: TaskDraft
  /** Take the place of the draft's own; null: those stand. */
  readonly images: { readonly from: GivenImage; readonly to: GivenImage } | null
}

const unplaced: TaskDraft['image'] = { url: '', md5: '', sizeBytes: 0 }

/** Everything that can be refused here is refused before anything reaches the cloud. */
async function planTask(given: TaskCreateArguments, command: Command): Promise<TaskPlan> {
  if (given.file !== undefined) {
    if (needed.some((name) => given[name] !== undefined) || given.image || given.fromImage) {
      command.error('error: give --file or the options of a task, not both')
    }
    return { draft: await readDraftFile(given.file), images: null }
  }
  for (const name of needed) {
    if (given[name] === undefined) command.error(`error: --${name} is needed, or --file`)
  }
  const draft = parseDraft({
    productId: given.product,
    name: given.name,
    description: given.description,
    part: partOf(given),
    fromVersion: given.from,
    fromImage: unplaced,
    toVersion: given.to,
    image: unplaced,
    mode: given.manual ? 'manual' : 'automatic',
    tag: given.test ? 'test' : 'formal',
    scope: scopeOf(given, command),
  })
  return {
    draft,
    images: { from: await givenImage(given, 'from', command), to: await givenImage(given, 'to', command) },
  }
}
