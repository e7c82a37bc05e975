// `flashline push`: many devices of the LAN in a staged order. Its exit status says whether all of them passed.
import type { Command } from 'commander'
import { type Rollout, type RolloutItem, rangeTextSchema } from '../../../../preload/contract/index.ts'
import type { PushOptions } from '../../../station/push-once.ts'
import { openDataDir } from '../../open-data-dir.ts'
import { resourcesDir } from '../../program-root.ts'
import type { CliIo } from '../cli-io.ts'
import { addAdHocOptions } from '../cloud-options.ts'
import { failStatus, passStatus } from '../exit-status.ts'
import { cliLanguage } from '../language.ts'
import { addNetworkOptions, collect, type NetworkArguments, networkOf } from '../network-options.ts'
import { addOrderOptions, type OrderArguments, orderOf } from '../order-options.ts'
import type { CliParts } from '../parts.ts'
import type { Finish } from '../program.ts'
import { createPushView } from '../push-view.ts'
import { waitingText } from '../texts.ts'
import { wholeNumber } from '../whole-number.ts'

interface PushArguments extends OrderArguments, NetworkArguments {
  readonly to?: string[]
  readonly range?: string[]
  readonly first: number
  readonly maxFailed?: number
  readonly limit: number
  readonly limitPerAccessPoint: number
  readonly interface?: string[]
  readonly data?: string
  readonly json?: true
}

const usual = { first: 2, limit: 16, limitPerAccessPoint: 8 }

export function addPush(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = program
    .command('push')
    .description('Update many devices of the LAN in a staged order: a local image, or what their tasks say.')
    .option('--to <address>', 'this device, or several: 10.0.0.7, lan://host:port, mqtt:name', collect)
    .option(
      '--range <range>',
      'every device of this range; where nobody answers as the profile expects, nothing is done',
      collect,
    )
    .option('--first <number>', 'so many go first; the rest waits for them', number(0, 1000), usual.first)
    .option(
      '--max-failed <number>',
      'when more than so many failed, no further one is started (default: never stop)',
      number(0, 1000),
    )
    .option('--limit <number>', 'under way at once', number(1, 256), usual.limit)
    .option(
      '--limit-per-access-point <number>',
      'under way at once behind one interface',
      number(1, 256),
      usual.limitPerAccessPoint,
    )
    .option('--interface <name>', 'hand out firmware here, to devices that fetch it (default: none)', collect)
    .option('--data <dir>', 'where records, firmware and the roster are kept')
    .option('--json', 'print the events of the contract, one per line, and nothing else')
  addNetworkOptions(addOrderOptions(command))
  addAdHocOptions(command).action(async (given: PushArguments) => {
    finish(await push(await toOptions(given, command, io), given.json === true, io, parts))
  })
}

const number = (least: number, most: number) => (text: string) => wholeNumber(text, least, most)

/** Ends with the usage status. */
async function toOptions(given: PushArguments, command: Command, io: CliIo): Promise<PushOptions> {
  const { to = [], range: ranges = [] } = given
  if (to.length + ranges.length === 0) command.error('error: give --to <address> or --range <range>')
  if (ranges.some((range) => !rangeTextSchema.safeParse(range).success))
    command.error('error: --range needs a range such as 10.0.0.0/24 or 10.0.0.10-10.0.0.60')
  const order = await orderOf(given, command, io.env)
  const network = await networkOf(given, command, io.env)
  return {
    ...order,
    dataDir: openDataDir(given.data),
    resourcesDir: resourcesDir(),
    to: to.map(addressOf),
    ranges,
    plan: {
      firstCount: given.first,
      maxFailed: given.maxFailed ?? null,
      limit: given.limit,
      limitPerAccessPoint: given.limitPerAccessPoint,
      downgrade: order.allowDowngrade ? 'allow' : 'refuse',
      tag: order.allowTest ? 'test' : 'formal',
    },
    interfaces: given.interface ?? [],
    ...(network === null ? {} : { network }),
  }
}

/** What people type is mostly the bare address. */
function addressOf(typed: string): string {
  return /^(lan:\/\/|mqtt:)/.test(typed) ? typed : `lan://${typed}`
}

async function push(options: PushOptions, json: boolean, io: CliIo, parts: CliParts): Promise<number> {
  const language = cliLanguage(io.env)
  // An address of a range where nobody is was not meant by anybody.
  const isUnmeant = ({ name, error }: RolloutItem) =>
    !options.to.includes(name) && error?.code === 'LAN_UNREACHABLE'
  const show = json
    ? (event: object) => io.out(`${JSON.stringify(event)}\n`)
    : createPushView(io.out, language, isUnmeant)
  const { rollout, waiting } = await parts.pushOnce(options, show, io.signal)
  if (waiting > 0) io.err(`${waitingText(waiting, language)}\n`)
  return statusOf(rollout, isUnmeant)
}

function statusOf({ items }: Rollout, isUnmeant: (item: RolloutItem) => boolean): number {
  const meant = items.filter((item) => !(item.state === 'skipped' && isUnmeant(item)))
  return meant.length > 0 && meant.every(({ state }) => state === 'passed') ? passStatus : failStatus
}
