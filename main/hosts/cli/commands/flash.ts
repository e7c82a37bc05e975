// `flashline flash`: one device, once. Checks that the options fit together, shows the job, turns its outcome into the
// exit status.
import { isIP } from 'node:net'
import type { Command } from 'commander'
import { deviceStateTexts } from '../../../../preload/contract/index.ts'
import type { FlashOnceOptions } from '../../../station/flash-once.ts'
import { openDataDir } from '../../open-data-dir.ts'
import { resourcesDir } from '../../program-root.ts'
import type { CliIo } from '../cli-io.ts'
import { addAdHocOptions } from '../cloud-options.ts'
import { jobStatus } from '../exit-status.ts'
import { createFlashView } from '../flash-view.ts'
import { cliLanguage } from '../language.ts'
import { addNetworkOptions, linkHelp, type NetworkArguments, networkOf } from '../network-options.ts'
import { addOrderOptions, type OrderArguments, orderOf } from '../order-options.ts'
import type { CliParts } from '../parts.ts'
import type { Finish } from '../program.ts'
import { errorLines } from '../say-error.ts'
import { waitingText } from '../texts.ts'

interface FlashArguments extends OrderArguments, NetworkArguments {
  readonly link: string
  readonly device?: string
  readonly data?: string
  readonly handOut?: string
  readonly json?: true
}

export function addFlash(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = program
    .command('flash')
    .description('Flash one device: a local image, or what its cloud task says.')
    .requiredOption('--link <address>', linkHelp)
    .option('--device <id>', "the cloud's id of the device, when it cannot say who it is")
    .option('--data <dir>', 'where records and firmware are kept')
    .option(
      '--hand-out <address>',
      'our address that the device fetches the image from, where its profile lets it fetch (default: none)',
    )
    .option('--json', 'print the events of the contract, one per line, and nothing else')
  addNetworkOptions(addOrderOptions(command))
  addAdHocOptions(command).action(async (given: FlashArguments) => {
    finish(await flash(await toOptions(given, command, io), given.json === true, io, parts))
  })
}

async function toOptions(given: FlashArguments, command: Command, io: CliIo): Promise<FlashOnceOptions> {
  const { handOut } = given
  if (handOut !== undefined && isIP(handOut) === 0)
    command.error('error: --hand-out needs an address in numbers')
  const order = await orderOf(given, command, io.env)
  const network = await networkOf(given, command, io.env)
  return {
    ...order,
    dataDir: openDataDir(given.data),
    resourcesDir: resourcesDir(),
    link: given.link,
    deviceId: given.device ?? null,
    ...(network === null ? {} : { network }),
    ...(handOut === undefined ? {} : { handOutHost: handOut }),
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
