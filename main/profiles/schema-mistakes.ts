// What zod found wrong, as mistakes with a place and facts instead of sentences. Pure.
import type { z } from 'zod'
import { type ErrorContext, type ProfileProblem, profileProblemSchema } from '../../preload/contract/index.ts'
import type { JsonPath } from './json-places.ts'

/** A mistake before it is known where in the text its path stands. */
export interface PathMistake {
  readonly path: JsonPath
  readonly problem: ProfileProblem
  readonly facts: ErrorContext
}

type Issue = z.core.$ZodIssue

/** `within`: the path of what was checked. Several unknown keys are several mistakes. */
export function mistakesOf(error: z.core.$ZodError, within: JsonPath = []): PathMistake[] {
  return error.issues.flatMap((issue) => mistakesOfIssue(issue, [...within, ...issue.path]))
}

function mistakesOfIssue(issue: Issue, path: JsonPath): PathMistake[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], problem: 'unknownKey', facts: {} }))
    case 'invalid_type':
      return [
        issue.input === undefined
          ? { path, problem: 'missing', facts: { expected: issue.expected } }
          : { path, problem: 'type', facts: { expected: issue.expected } },
      ]
    case 'invalid_value':
      return [choice(path, issue.values, issue.input)]
    case 'invalid_union':
      return unionMistakes(issue, path)
    case 'too_small':
      return [limit(path, isCount(issue.origin) ? 'tooShort' : 'tooSmall', issue.minimum)]
    case 'too_big':
      return [limit(path, isCount(issue.origin) ? 'tooLong' : 'tooLarge', issue.maximum)]
    case 'not_multiple_of':
      return [{ path, problem: 'type', facts: { expected: `n * ${issue.divisor}` } }]
    case 'invalid_format':
      return [
        { path, problem: 'pattern', facts: { expected: (issue.pattern ?? issue.format).slice(0, 200) } },
      ]
    case 'invalid_key':
      return issue.issues.flatMap((inner) => mistakesOfIssue(inner, path))
    case 'custom':
      return [customMistake(issue.params ?? {}, path)]
    default:
      return [{ path, problem: 'other', facts: {} }]
  }
}

/** Of several forms, the one whose mistakes are deeper inside was meant; words to choose from are put together. */
function unionMistakes(issue: Extract<Issue, { code: 'invalid_union' }>, path: JsonPath): PathMistake[] {
  const forms = issue.errors.map((issues) =>
    issues.flatMap((one) => mistakesOfIssue(one, [...path, ...one.path])),
  )
  const meant = forms.find((form) => form.length > 0 && form.every((one) => one.path.length > path.length))
  if (meant) return meant
  const values = issue.errors.flat().flatMap((one) => (one.code === 'invalid_value' ? one.values : []))
  if (values.length > 0) return [choice(path, values, issue.input)]
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
  if (options.length > 0) return [choice(path, options, issue.input)]
  const expected = forms.flat().map(({ facts }) => facts.expected)
  if (issue.input === undefined) return [{ path, problem: 'missing', facts: {} }]
  return [{ path, problem: 'type', facts: { expected: [...new Set(expected)].join(' | ').slice(0, 200) } }]
}

function choice(path: JsonPath, values: readonly unknown[], input: unknown): PathMistake {
  const facts = { expected: values.map(String).join(' | ').slice(0, 200) }
  return { path, problem: input === undefined ? 'missing' : 'choice', facts }
}

function limit(path: JsonPath, problem: ProfileProblem, value: number | bigint): PathMistake {
  return { path, problem, facts: { limit: Number(value) } }
}

function isCount(origin: string): boolean {
  return ['string', 'array', 'set', 'map', 'object', 'record'].includes(origin)
}

/** Refinements of ours name their problem in `params`. */
function customMistake(params: Record<string, unknown>, path: JsonPath): PathMistake {
  const { problem, ...rest } = params
  const known = profileProblemSchema.safeParse(problem)
  const facts = Object.entries(rest).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return { path, problem: known.success ? known.data : 'other', facts: Object.fromEntries(facts) }
}
