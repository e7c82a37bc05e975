// Conditions on issued upgrades: exact values, parts of values, and bounds.
import { type Command, InvalidArgumentError } from 'commander'
import type { FieldMatch, OtaLogQuery } from '../../../../clouds/cloud.ts'
import { idList } from '../../id-list.ts'

const fields = { task: 'taskId', device: 'deviceId', mac: 'mac', sn: 'sn' } as const
type FieldOption = keyof typeof fields
const fieldOptions = Object.keys(fields) as FieldOption[]

const bounds = ['lt', 'lte', 'gt', 'gte'] as const

interface Bound {
  readonly field: FieldOption
  readonly operator: (typeof bounds)[number]
  readonly value: string
}

export type MatchArguments = Readonly<
  Partial<Record<FieldOption, string[]> & Record<`${FieldOption}Like`, string>>
> & { readonly where?: readonly Bound[] }

export function addMatchOptions(command: Command): Command {
  const names = { task: 'task id', device: 'device id', mac: 'MAC', sn: 'serial number' }
  for (const field of fieldOptions) {
    command
      .option(`--${field} <value>`, `only this ${names[field]}; a,b: one of these`, idList)
      .option(`--${field}-like <text>`, `only where the ${names[field]} contains this`)
  }
  return command.option(
    '--where <condition>',
    `bounds, for example device:gte:1100001; of ${bounds.join(', ')}; may be repeated`,
    parseBound,
  )
}

/** Null: no condition. */
export function matchesOf(given: MatchArguments): NonNullable<OtaLogQuery['where']> | null {
  const all = fieldOptions.flatMap((field) => {
    const exact = given[field]
    const like = given[`${field}Like`]
    const match: FieldMatch = {
      ...(exact === undefined ? {} : exact.length === 1 ? { eq: exact[0] ?? '' } : { in: exact }),
      ...(like === undefined ? {} : { like }),
      ...Object.fromEntries(
        (given.where ?? [])
          .filter((bound) => bound.field === field)
          .map(({ operator, value }) => [operator, value]),
      ),
    }
    return Object.keys(match).length === 0 ? [] : [[fields[field], match] as const]
  })
  return all.length === 0 ? null : Object.fromEntries(all)
}

function parseBound(text: string, before: readonly Bound[] = []): Bound[] {
  const [fieldText, operatorText, ...rest] = text.split(':')
  const field = fieldOptions.find((one) => one === fieldText)
  const operator = bounds.find((one) => one === operatorText)
  const value = rest.join(':')
  if (field === undefined || operator === undefined || value === '') {
    throw new InvalidArgumentError(
      `<field>:<operator>:<value> is needed, of ${fieldOptions.join(', ')} and ${bounds.join(', ')}.`,
    )
  }
  return [...before, { field, operator, value }]
}
