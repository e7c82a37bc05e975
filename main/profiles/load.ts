// Loads the profiles: those that come with the program and those of the plant, which win over them. Files only; where
// the folders are and which protocols exist is told. Not here: the schema (profile.ts).
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { FlashlineError } from '../../preload/contract/index.ts'
import { type Profile, profileSchema } from './profile.ts'

const maxFileBytes = 256 * 1024
const maxFiles = 500

export interface ProfileFolders {
  /** Must exist and be whole. */
  readonly builtInDir: string
  /** The plant's own: may be missing, and a broken file in it only costs that profile. */
  readonly plantDir: string | null
}

export interface LoadedProfiles {
  /** By `profileId`. */
  readonly profiles: ReadonlyMap<string, Profile>
  /** What is wrong with files of the plant: PROFILE_INVALID with `file` and `issue`. */
  readonly problems: readonly FlashlineError[]
}

/** The schema of a protocol's options; undefined when there is no such protocol. */
export type OptionsSchemaOf = (protocolId: string) => z.ZodType | undefined

/** @throws PROFILE_INVALID when a built-in profile is broken or the built-in folder cannot be read. */
export async function loadProfiles(
  folders: ProfileFolders,
  optionsSchemaOf: OptionsSchemaOf,
): Promise<LoadedProfiles> {
  const { builtInDir, plantDir } = folders
  const profiles = new Map<string, Profile>()
  const problems: FlashlineError[] = []
  const add = (found: readonly Profile[]): void => {
    for (const profile of found) profiles.set(profile.profileId, profile)
  }
  try {
    add(
      await loadFolder(builtInDir, optionsSchemaOf, (problem) => {
        throw problem
      }),
    )
  } catch (error) {
    throw error instanceof FlashlineError ? error : invalid(builtInDir, reason(error), error)
  }
  try {
    if (plantDir !== null)
      add(await loadFolder(plantDir, optionsSchemaOf, (problem) => problems.push(problem)))
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing)
      problems.push(error instanceof FlashlineError ? error : invalid(plantDir ?? '', reason(error), error))
  }
  return { profiles, problems }
}

/** A profile from the text of its file, with defaults filled in. PROFILE_INVALID with `file` and the first `issue`. */
export function parseProfile(file: string, text: string, optionsSchemaOf: OptionsSchemaOf): Profile {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    throw invalid(file, reason(error), error)
  }
  const parsed = profileSchema.safeParse(data)
  if (!parsed.success) throw invalid(file, firstIssue(parsed.error), parsed.error)
  const profile = parsed.data
  if (profile.confirm?.every((step) => !step.expect.includes('(?<version>')))
    throw invalid(file, 'confirm: no step captures version')
  const optionsSchema = optionsSchemaOf(profile.protocol)
  if (!optionsSchema) throw invalid(file, `protocol: ${profile.protocol} is not known`)
  const options = optionsSchema.safeParse(profile.options)
  if (!options.success) throw invalid(file, firstIssue(options.error, ['options']), options.error)
  return profile
}

async function loadFolder(
  dir: string,
  optionsSchemaOf: OptionsSchemaOf,
  onProblem: (problem: FlashlineError) => void,
): Promise<Profile[]> {
  const profiles: Profile[] = []
  const fileOf = new Map<string, string>()
  for (const file of await profileFiles(dir)) {
    try {
      const profile = parseProfile(file, await readBounded(dir, file), optionsSchemaOf)
      const earlier = fileOf.get(profile.profileId)
      if (earlier !== undefined) throw invalid(file, `profileId: also in ${earlier}`)
      fileOf.set(profile.profileId, file)
      profiles.push(profile)
    } catch (error) {
      onProblem(error instanceof FlashlineError ? error : invalid(file, reason(error), error))
    }
  }
  return profiles
}

/** In order of their names, so that the same folder always gives the same answer. */
async function profileFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json'))
  if (files.length > maxFiles) throw invalid(dir, `more than ${maxFiles} files`)
  return files.map((entry) => entry.name).sort()
}

async function readBounded(dir: string, file: string): Promise<string> {
  const handle = await open(join(dir, file), 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxFileBytes + 1), 0, maxFileBytes + 1, 0)
    if (bytesRead > maxFileBytes) throw invalid(file, `more than ${maxFileBytes} bytes`)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

function invalid(file: string, issue: string, cause?: unknown): FlashlineError {
  return new FlashlineError('PROFILE_INVALID', { file, issue: issue.slice(0, 300) }, { cause })
}

function firstIssue(error: z.ZodError, place: string[] = []): string {
  const issue = error.issues[0]
  return `${[...place, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? ''}`
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
