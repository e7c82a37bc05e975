// `flashline flash`: one device, once. Checks that the options fit together, shows the job, turns its outcome into the
// exit status.
import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { deviceStateTexts } from '../../../../preload/contract/index.ts'
import type { LocalPart } from '../../../firmware/store.ts'
import type { FlashOnceOptions } from '../../../station/flash-once.ts'
import { openDataDir } from '../../open-data-dir.ts'
import { resourcesDir } from '../../program-root.ts'
import type { CliIo } from '../cli-io.ts'
import { type AdHocArguments, addAdHocOptions, adHocCloud } from '../cloud-options.ts'
import { jobStatus } from '../exit-status.ts'
import { createFlashView } from '../flash-view.ts'
import { cliLanguage } from '../language.ts'
import type { CliParts } from '../parts.ts'
import type { Finish } from '../program.ts'
import { errorLines } from '../say-error.ts'
import { waitingText } from '../texts.ts'

interface FlashArguments extends AdHocArguments {
  readonly link: string
  readonly profile: string
  readonly device?: string
  readonly product?: string
  readonly image?: LocalPart[]
  readonly toVersion?: string
  readonly task?: string
  readonly data?: string
  readonly operator?: string
  readonly json?: true
}

export function addFlash(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = program
    .command('flash')
    .description('Flash one device: a local image, or what its cloud task says.')
    .requiredOption('--link <address>', 'serial port or address: /dev/ttyUSB0, COM3, tcp://host:port')
    .requiredOption('--profile <id>', 'how this product is flashed')
    .option('--device <id>', "the cloud's id of the device, when it cannot say who it is")
    .option('--product <id>', "the cloud's id of the product")
    .option(
      '--image <file[@address]>',
      'flash this file, or several that belong together: --image boot.bin@0x1000 --image app.bin@0x10000',
      imagePart,
    )
    .option(
      '--to-version <version>',
      'what the device says after it booted the image (default: what is written in the image)',
    )
    .option('--task <id>', 'flash only what this task says')
    .option('--data <dir>', 'where records and firmware are kept')
    .option('--operator <name>', 'who flashes, for the record (default: the user of this system)')
    .option('--json', 'print the events of the contract, one per line, and nothing else')
  addAdHocOptions(command).action(async (given: FlashArguments) => {
    refuseContradictions(given, command)
    finish(await flash(await toOptions(given, command, io), given.json === true, io, parts))
  })
}

/** Ends with the usage status. */
function refuseContradictions(given: FlashArguments, command: Command): void {
  const refuse = (message: string) => command.error(`error: ${message}`)
  if (given.image !== undefined && given.task !== undefined) refuse('give --image or --task, not both')
  if (given.image === undefined && given.toVersion !== undefined) refuse('--to-version needs --image')
}

/** `app.bin`, `app.bin@0x10000`, `app.bin@65536`; given again, one more. */
function imagePart(given: string, before: readonly LocalPart[] = []): LocalPart[] {
  const [, path = given, address] = /^(.+)@(0x[0-9a-f]{1,8}|\d{1,10})$/i.exec(given) ?? []
  return [...before, { path, address: address === undefined ? null : Number(address) }]
}

async function toOptions(given: FlashArguments, command: Command, io: CliIo): Promise<FlashOnceOptions> {
  const { image, toVersion } = given
  const cloud = await adHocCloud(given, command, io.env)
  return {
    dataDir: openDataDir(given.data),
    resourcesDir: resourcesDir(),
    link: given.link,
    profileId: given.profile,
    deviceId: given.device ?? null,
    productId: given.product ?? null,
    taskId: given.task ?? null,
    local: image === undefined ? null : { parts: image, toVersion: toVersion ?? null },
    cloud,
    operator: given.operator ?? systemUser(),
  }
}

async function flash(options: FlashOnceOptions, json: boolean, io: CliIo, parts: CliParts): Promise<number> {
  const language = cliLanguage(io.env)
  const { out, isTerminal, columns } = io
  const show = json
    ? (event: object) => out(`${JSON.stringify(event)}\n`)
    : createFlashView({ out, isTerminal, columns, language })
  const { job, waiting } = await parts.flashOnce(options, show, io.signal)
  if (job.error !== null) {
    io.err(errorLines(job.error, language))
    io.err(`${deviceStateTexts[job.deviceState][language]}\n`)
  }
  if (waiting > 0) io.err(`${waitingText(waiting, language)}\n`)
  return jobStatus(job)
}

function systemUser(): string {
  try {
    return userInfo().username.slice(0, 60)
  } catch {
    // A user id without an entry in the system's list.
    return ''
  }
}
