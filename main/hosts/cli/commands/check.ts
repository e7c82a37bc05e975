// `flashline check`: what the cloud would hand to a device now (5), or what was synced from it when it does not answer.
import type { Command } from 'commander'
import type { CliIo } from '../cli-io.ts'
import { addCloudOptions, type CloudArguments, deskOptions } from '../cloud-options.ts'
import { offlineText, upToDate } from '../cloud-texts.ts'
import { jsonLine } from '../json-line.ts'
import { cliLanguage } from '../language.ts'
import { addPartOptions, type PartArguments, partOf, versionNumber } from '../part-options.ts'
import type { CliParts } from '../parts.ts'
import type { Finish } from '../program.ts'
import { taskFacts } from './task/task-view.ts'

interface CheckArguments extends CloudArguments, PartArguments {
  readonly product: string
  readonly device: string
  readonly version: number
}

export function addCheck(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = program
    .command('check')
    .description('Ask which task the cloud has for a device at a version.')
    .requiredOption('--product <id>', "the cloud's id of the product")
    .requiredOption('--device <id>', "the cloud's id of the device")
    .requiredOption('--version <number>', 'version that it has, as the service counts it', versionNumber)
  addCloudOptions(addPartOptions(command), 'print the task as one JSON document; null: up to date').action(
    async (given: CheckArguments) => {
      const query = {
        productId: given.product,
        deviceId: given.device,
        part: partOf(given),
        currentVersion: given.version,
      }
      const options = await deskOptions(given, command, io.env)
      const desk = await parts.cloudDesk()
      const { task, syncedAt, cause } = await desk.checkDevice(options, query, io.signal)
      const language = cliLanguage(io.env)
      if (syncedAt !== null) io.err(`${offlineText(syncedAt, cause, language)}\n`)
      if (given.json) io.out(jsonLine(task))
      else io.out(task === null ? `${upToDate[language]}\n` : taskFacts(task, language))
      finish(0)
    },
  )
}
