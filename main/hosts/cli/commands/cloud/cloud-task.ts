// `flashline cloud add-task`: gives a local cloud, running or not, a running task for an image file.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { jsonLine } from '../../json-line.ts'
import { versionNumber } from '../../part-options.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { cloudDataDir } from './cloud-data-dir.ts'
import { addDatabaseOption, type CloudDatabaseArguments, chosenDatabase } from './cloud-database.ts'
import { addFilesOptions, type CloudFilesArguments, chosenFiles } from './cloud-files.ts'

interface CloudTaskArguments extends CloudDatabaseArguments, CloudFilesArguments {
  readonly product: string
  readonly device: readonly string[]
  readonly image: string
  readonly from: number
  readonly to: number
  readonly name?: string
  readonly data?: string
  readonly json?: true
}

export function addCloudTask(cloud: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = cloud
    .command('add-task')
    .description('Add a running task for an image file to the local cloud, and print its id.')
    .requiredOption('--product <id>', 'product; made when it is not there')
    .requiredOption('--device <id...>', 'devices that the task is for; made when they are not there')
    .requiredOption('--image <file>', 'the image that they are to get')
    .requiredOption('--from <number>', 'version that they have, as the service counts it', versionNumber)
    .requiredOption('--to <number>', 'version of the image, as the service counts it', versionNumber)
    .option('--name <text>', 'name of the task')
    .option('--data <dir>', 'where the tasks, firmware and results of the local cloud are kept')
    .option('--json', 'print one JSON document: {taskId}')
  addDatabaseOption(addFilesOptions(command)).action(async (given: CloudTaskArguments) => {
    const { product, device: deviceIds, image, from, to, name, json } = given
    const taskId = await parts.addCloudTask({
      dataDir: cloudDataDir(given.data),
      ...chosenDatabase(given, io),
      ...(await chosenFiles(given, command, io.env)),
      product,
      deviceIds,
      image,
      from,
      to,
      ...(name === undefined ? {} : { name }),
    })
    io.out(json ? jsonLine({ taskId }) : `${taskId}\n`)
    finish(0)
  })
}
