// Which processor or module of a device a command is about.
import { type Command, Option } from 'commander'
import { type Part, partSchema } from '../../../preload/contract/index.ts'
import { wholeNumber } from './whole-number.ts'

export interface PartArguments {
  readonly type: Part['type']
  readonly identify: number
}

export function addPartOptions(command: Command): Command {
  return command
    .addOption(partTypeOption().default('wifi'))
    .option('--identify <number>', 'which one of its kind', (text) => wholeNumber(text, 0, 2_147_483_647), 0)
}

export function partTypeOption(): Option {
  return new Option('--type <part>', 'which part of the device').choices(partSchema.shape.type.options)
}

export function partOf({ type, identify }: PartArguments): Part {
  return { type, identify }
}

/** A version as the services count it. What is too much for one of them, it refuses itself. */
export function versionNumber(text: string): number {
  return wholeNumber(text, 0, 4_294_967_295)
}
