// Which part of a list a command asks for, and in which order.
import { type Command, InvalidArgumentError } from 'commander'
import { wholeNumber } from './whole-number.ts'

export interface PageArguments {
  readonly offset: number
  readonly limit: number
}

export type Direction = 'asc' | 'desc'

export function addPageOptions(command: Command): Command {
  return command
    .option('--offset <number>', 'leave out so many', (text) => wholeNumber(text, 0, 2_147_483_647), 0)
    .option('--limit <number>', 'at most so many', (text) => wholeNumber(text, 1, 1000), 50)
}

/** A parser of commander for `field:asc,other:desc`. */
export function orderParser<Field extends string>(
  fields: readonly Field[],
): (text: string) => Partial<Record<Field, Direction>> {
  return (text) => {
    const order: Partial<Record<Field, Direction>> = {}
    for (const term of text.split(',')) {
      const [name, direction, ...rest] = term.trim().split(':')
      const field = fields.find((one) => one === name)
      if (field === undefined || (direction !== 'asc' && direction !== 'desc') || rest.length > 0) {
        throw new InvalidArgumentError(`<field>:asc or <field>:desc is needed, of ${fields.join(', ')}.`)
      }
      order[field] = direction
    }
    return order
  }
}
