// What is to be flashed, as options: a local image or what a task says, by which profile, on whose behalf.
import type { Command } from 'commander'
import type { LocalPart } from '../../firmware/store.ts'
import type { OrderOnceOptions } from '../../station/order-once.ts'
import type { CliIo } from './cli-io.ts'
import { type AdHocArguments, adHocCloud } from './cloud-options.ts'
import { systemUser } from './system-user.ts'

export interface OrderArguments extends AdHocArguments {
  readonly profile: string
  readonly product?: string
  readonly image?: LocalPart[]
  readonly toVersion?: string
  readonly task?: string
  readonly operator?: string
  readonly allowDowngrade?: true
  readonly allowTest?: true
}

export function addOrderOptions(command: Command): Command {
  return command
    .requiredOption('--profile <id>', 'how this product is flashed')
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
    .option('--allow-downgrade', 'also to an older version than the device runs (default: refuse)')
    .option('--allow-test', 'also a task that is a test, for the devices that it names (default: refuse)')
    .option('--operator <name>', 'who flashes, for the record (default: the user of this system)')
}

/** Ends with the usage status when the options do not fit together. INPUT_INVALID */
export async function orderOf(
  given: OrderArguments,
  command: Command,
  env: CliIo['env'],
): Promise<OrderOnceOptions> {
  const { image, toVersion, task } = given
  const refuse = (message: string) => command.error(`error: ${message}`)
  if (image !== undefined && task !== undefined) refuse('give --image or --task, not both')
  if (image === undefined && toVersion !== undefined) refuse('--to-version needs --image')
  return {
    profileId: given.profile,
    productId: given.product ?? null,
    taskId: task ?? null,
    local: image === undefined ? null : { parts: image, toVersion: toVersion ?? null },
    allowDowngrade: given.allowDowngrade ?? false,
    allowTest: given.allowTest ?? false,
    cloud: await adHocCloud(given, command, env),
    operator: given.operator ?? systemUser(),
  }
}

/** `app.bin`, `app.bin@0x10000`, `app.bin@65536`; given again, one more. */
function imagePart(given: string, before: readonly LocalPart[] = []): LocalPart[] {
  const [, path = given, address] = /^(.+)@(0x[0-9a-f]{1,8}|\d{1,10})$/i.exec(given) ?? []
  return [...before, { path, address: address === undefined ? null : Number(address) }]
}
