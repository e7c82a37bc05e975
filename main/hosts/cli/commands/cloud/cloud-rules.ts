// The local cloud's rules as option values: their names in kebab case, and what each does.
import { InvalidArgumentError } from 'commander'
import type { CloudRules } from '../../../../local-cloud/cloud-context.ts'

const meanings: Readonly<Record<keyof CloudRules, string>> = {
  uniquePerTag: 'the same start version may have a formal and a test task',
  fourEyes: 'who submits a task may not review it',
  numericStrings: 'numbers in answers are written as text',
  testForAll: 'a test task may be for all devices',
  timeoutAsFailed: 'an upgrade that is not done after ten minutes has failed',
  pascal: 'the firmware catalogue answers with names in Pascal case',
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const rules = new Map((Object.keys(meanings) as (keyof CloudRules)[]).map((name) => [kebab(name), name]))

export const rulesHelp = `\nRules (the documents leave the choice; all are off):\n${[...rules]
  .map(([option, name]) => `  ${option.padEnd(18)}${meanings[name]}\n`)
  .join('')}`

/** A parser of commander: called for every argument of the option with what came before. */
export function ruleList(text: string, before: Partial<CloudRules> = {}): Partial<CloudRules> {
  const rule = rules.get(text)
  if (rule === undefined) throw new InvalidArgumentError(`Of these: ${[...rules.keys()].join(', ')}.`)
  return { ...before, [rule]: true }
}
