// A profile from its text: what it says, and every mistake in it with its place. Pure; files are read in load.ts.
import type { z } from 'zod'
import {
  FlashlineError,
  maxProfileBytes,
  type ProfileCheck,
  type ProfileMistake,
  placeText,
} from '../../preload/contract/index.ts'
import { capturesOfScript, consoleScriptSchema } from '../protocols/console/script.ts'
import { type JsonPath, JsonPlaces } from './json-places.ts'
import { type Profile, profileSchema } from './profile.ts'
import { mistakesOf, type PathMistake } from './schema-mistakes.ts'

/** The schema of a protocol's options; undefined when there is no such protocol. */
export type OptionsSchemaOf = (protocolId: string) => z.ZodType | undefined

export interface CheckedProfile extends ProfileCheck {
  /** With the defaults filled in; null while there are mistakes. */
  readonly profile: Profile | null
  /** What the text says, without them; null when it is no JSON object. */
  readonly data: Readonly<Record<string, unknown>> | null
}

const mistakesAtMost = 20
/** What job/identify.ts reads. */
const identityCaptures = ['version', 'mac', 'sn', 'deviceId', 'hardwareRevision']

export function checkProfile(text: string, optionsSchemaOf: OptionsSchemaOf): CheckedProfile {
  if (text.length > maxProfileBytes) return refused('tooLong', { limit: maxProfileBytes })
  // Some editors begin a file with a byte order mark, which is no JSON.
  const json = text.replace(/^\uFEFF/, '')
  const places = new JsonPlaces(json)
  if (places.fault) {
    const { line, column, found } = places.fault
    return refused('syntax', { found }, { line, column })
  }
  const data: unknown = JSON.parse(json)
  const whole = profileSchema.safeParse(data, { reportInput: true })
  const found = [
    ...(whole.success ? [] : mistakesOf(whole.error)),
    ...(isObject(data) ? [...optionMistakes(data, optionsSchemaOf), ...captureMistakes(data)] : []),
  ]
  const mistakes = [
    ...places.duplicates.map(({ path, line, column }) =>
      mistakeAt(path, { line, column }, 'duplicateKey', {}),
    ),
    ...found.map(({ path, problem, facts }) => mistakeAt(path, places.placeOf(path), problem, facts)),
  ].sort((one, other) => one.line - other.line || one.column - other.column)
  const profile = whole.success && mistakes.length === 0 ? whole.data : null
  return {
    profile,
    profileId: profile?.profileId ?? null,
    data: isObject(data) ? data : null,
    mistakes: mistakes.slice(0, mistakesAtMost),
    total: mistakes.length,
  }
}

/**
 * PROFILE_INVALID with `place`, `line`, `column` and `problem` of the first mistake and its facts, how many there are
 * (`count`), and all their places and problems in `issue`.
 */
export function profileInvalid(
  file: string,
  { mistakes, total }: Pick<ProfileCheck, 'mistakes' | 'total'>,
): FlashlineError {
  const [first] = mistakes
  const issue = mistakes.map(({ place, problem }) => (place ? `${place}: ${problem}` : problem)).join(', ')
  if (!first) return new FlashlineError('PROFILE_INVALID', { file })
  const { facts, ...where } = first
  return new FlashlineError('PROFILE_INVALID', {
    ...facts,
    file,
    ...where,
    count: total,
    issue: issue.slice(0, 300),
  })
}

function optionMistakes(data: Record<string, unknown>, optionsSchemaOf: OptionsSchemaOf): PathMistake[] {
  const { protocol, options = {} } = data
  if (typeof protocol !== 'string' || !isObject(options)) return []
  const schema = optionsSchemaOf(protocol)
  if (!schema)
    return [{ path: ['protocol'], problem: 'unknownProtocol', facts: { found: protocol.slice(0, 40) } }]
  const parsed = schema.safeParse(options, { reportInput: true })
  return parsed.success ? [] : mistakesOf(parsed.error, ['options'])
}

/** What a dialogue captures has to be what somebody reads: a name mistyped would be a device that says nothing. */
function captureMistakes(data: Record<string, unknown>): PathMistake[] {
  const needed = { identify: identityCaptures, confirm: ['version'] }
  return (['identify', 'confirm'] as const).flatMap((name): PathMistake[] => {
    const script = consoleScriptSchema.safeParse(data[name])
    if (!script.success) return []
    const unknown = script.data.flatMap((step, index) =>
      capturesOfScript([step])
        .filter((capture) => !identityCaptures.includes(capture))
        .map((found) => ({
          path: [name, index, 'expect'],
          problem: 'unknownCapture' as const,
          facts: { found, expected: identityCaptures.join(' ') },
        })),
    )
    const captured = capturesOfScript(script.data)
    if (captured.some((one) => needed[name].includes(one))) return unknown
    return [...unknown, { path: [name], problem: 'noCapture', facts: { expected: needed[name].join(' ') } }]
  })
}

function mistakeAt(
  path: JsonPath,
  { line, column }: { line: number; column: number },
  problem: ProfileMistake['problem'],
  facts: ProfileMistake['facts'],
): ProfileMistake {
  return { place: placeText(path), line, column, problem, facts }
}

function refused(
  problem: ProfileMistake['problem'],
  facts: ProfileMistake['facts'],
  at = { line: 1, column: 1 },
): CheckedProfile {
  return {
    profile: null,
    profileId: null,
    data: null,
    mistakes: [mistakeAt([], at, problem, facts)],
    total: 1,
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
