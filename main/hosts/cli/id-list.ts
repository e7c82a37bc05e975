// Ids as option values: `a,b`, or several arguments.
import { InvalidArgumentError } from 'commander'

const mostIds = 100_000

/** A parser of commander: called for every argument of the option with what came before. */
export function idList(text: string, before: readonly string[] | undefined): string[] {
  const ids = text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
  const all = [...(before ?? []), ...ids]
  if (all.length === 0 || all.length > mostIds) {
    throw new InvalidArgumentError(`From 1 to ${mostIds} ids are needed.`)
  }
  return all
}
