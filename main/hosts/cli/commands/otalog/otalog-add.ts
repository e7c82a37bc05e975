// `flashline otalog add`: tells the cloud that a device took the instruction to upgrade (8).
import type { Command } from 'commander'
import { askCloud } from '../../ask-cloud.ts'
import type { CliIo } from '../../cli-io.ts'
import { addCloudOptions, type CloudArguments } from '../../cloud-options.ts'
import { issued } from '../../cloud-texts.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'

interface OtalogAddArguments extends CloudArguments {
  readonly device: string
  readonly task: string
}

export function addOtalogAdd(otalog: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = otalog
    .command('add')
    .description('Tell the cloud that a device took the instruction to upgrade.')
    .requiredOption('--device <id>', "the cloud's id of the device")
    .requiredOption('--task <id>', 'the task that it was told to do')
    .option('--product <id>', 'the product, when several connections take results')
  addCloudOptions(command, 'print one JSON document: {deviceId, taskId}').action(
    async (given: OtalogAddArguments) => {
      const log = { deviceId: given.device, taskId: given.task }
      await askCloud({ given, command, io, parts, use: 'results' }, (ability, signal) =>
        ability('results').sendOtaLog(log, signal),
      )
      io.out(given.json ? jsonLine(log) : `${issued[cliLanguage(io.env)]}\n`)
      finish(0)
    },
  )
}
