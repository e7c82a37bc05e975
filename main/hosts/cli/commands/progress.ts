// `flashline progress`: how far one device's upgrade is, once, or followed to its end.
import type { Command } from 'commander'
import { FlashlineError, type UpgradeProgress } from '../../../../preload/contract/index.ts'
import type { ProgressQuery } from '../../../clouds/cloud.ts'
import { askCloud } from '../ask-cloud.ts'
import type { CliIo } from '../cli-io.ts'
import { addConnectionOptions, type CloudArguments } from '../cloud-options.ts'
import { noUpgrade } from '../cloud-texts.ts'
import { jsonLine } from '../json-line.ts'
import { cliLanguage } from '../language.ts'
import type { CliParts } from '../parts.ts'
import type { Finish } from '../program.ts'
import { upgradeLine } from '../upgrade-line.ts'
import { wholeNumber } from '../whole-number.ts'

interface ProgressArguments extends CloudArguments {
  readonly productKey?: string
  readonly module?: string
  readonly currentVersion?: string
  readonly firmwareVersion?: string
  readonly follow?: true
  readonly deadline: number
}

const oneDay = 86_400

export function addProgress(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = program
    .command('progress <device>')
    .description("Show how far a device's upgrade is; --follow ends with 1 when it fails or does not end.")
    .option('--product-key <key>', "the device is the device's name within this product, and not its id")
    .option('--module <name>', 'a module other than the default one; needs --firmware-version')
    .option('--firmware-version <version>', 'of exactly this firmware')
    .option('--current-version <version>', 'what the module runs, when the cloud does not know')
    .option('--product <id>', 'the product, when several connections give progress')
    .option('--follow', 'one line per change, until it has ended')
    .option(
      '--deadline <seconds>',
      'follow at most so long',
      (text: string) => wholeNumber(text, 1, oneDay),
      1800,
    )
  addConnectionOptions(
    command,
    'print one JSON document; null: no upgrade is known. With --follow: one per line and change',
  ).action(async (device: string, given: ProgressArguments) => {
    const query = queryOf(device, given)
    if (given.module !== undefined && given.firmwareVersion === undefined) {
      command.error('error: --module needs --firmware-version')
    }
    const language = cliLanguage(io.env)
    const show = (progress: UpgradeProgress) =>
      io.out(given.json ? jsonLine(progress) : `${upgradeLine(progress, language)}\n`)
    await askCloud({ given, command, io, parts, use: 'progress' }, async (ability, signal) => {
      const source = ability('progress')
      if (given.follow) {
        const deadlineMs = given.deadline * 1000
        let last: UpgradeProgress | null = null
        for await (last of parts.followProgress(source, query, { deadlineMs }, signal)) show(last)
        if (last?.state === 'failed') throw upgradeFailed(last)
        return
      }
      const progress = await source.getProgress(query, signal)
      if (progress) show(progress)
      else io.out(given.json ? jsonLine(null) : `${noUpgrade[language]}\n`)
    })
    finish(0)
  })
}

function upgradeFailed({ failure, description, deviceId }: UpgradeProgress): FlashlineError {
  return new FlashlineError('UPGRADE_FAILED', { failure, description: description.slice(0, 200), deviceId })
}

function queryOf(device: string, given: ProgressArguments): ProgressQuery {
  const { productKey, module, currentVersion, firmwareVersion } = given
  return {
    ...(productKey === undefined ? { deviceId: device } : { productKey, deviceName: device }),
    ...(module === undefined ? {} : { module }),
    ...(currentVersion === undefined ? {} : { currentVersion }),
    ...(firmwareVersion === undefined ? {} : { firmwareVersion }),
  }
}
