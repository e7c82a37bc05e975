// Loads the profiles: those that come with the program and those of the plant, which win over them. Files only; where
// the folders are and which protocols exist is told. Not here: what is a mistake (check.ts).
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FlashlineError, maxProfileBytes, type ProfileOrigin } from '../../preload/contract/index.ts'
import { checkProfile, type OptionsSchemaOf, profileInvalid } from './check.ts'
import type { Profile } from './profile.ts'

export type { OptionsSchemaOf } from './check.ts'

const maxFiles = 500

export interface ProfileFolders {
  /** Must exist and be whole. */
  readonly builtInDir: string
  /** The plant's own: may be missing, and a broken file in it only costs that profile. */
  readonly plantDir: string | null
}

/** A profile with its file. */
export interface StoredProfile {
  readonly profile: Profile
  /** What the file says, without defaults. */
  readonly data: Readonly<Record<string, unknown>>
  /** Name of the file in its folder. */
  readonly file: string
  readonly origin: ProfileOrigin
  /** A built-in one of this id is there, too. */
  readonly hidesBuiltIn: boolean
}

export interface LoadedProfiles {
  /** By `profileId`. */
  readonly profiles: ReadonlyMap<string, Profile>
  /** The same with their files. */
  readonly stored: ReadonlyMap<string, StoredProfile>
  /** What is wrong with files of the plant: PROFILE_INVALID with `file` and where in it. */
  readonly problems: readonly FlashlineError[]
}

/** @throws PROFILE_INVALID when a built-in profile is broken or the built-in folder cannot be read. */
export async function loadProfiles(
  folders: ProfileFolders,
  optionsSchemaOf: OptionsSchemaOf,
): Promise<LoadedProfiles> {
  const { builtInDir, plantDir } = folders
  const stored = new Map<string, StoredProfile>()
  const problems: FlashlineError[] = []
  const add = (found: readonly FileProfile[], origin: ProfileOrigin): void => {
    for (const one of found) {
      const { profileId } = one.profile
      stored.set(profileId, { ...one, origin, hidesBuiltIn: stored.has(profileId) })
    }
  }
  try {
    const found = await loadFolder(builtInDir, optionsSchemaOf, (problem) => {
      throw problem
    })
    add(found, 'builtIn')
  } catch (error) {
    throw error instanceof FlashlineError ? error : unreadable(builtInDir, error)
  }
  try {
    if (plantDir !== null)
      add(await loadFolder(plantDir, optionsSchemaOf, (problem) => problems.push(problem)), 'plant')
  } catch (error) {
    if (!isMissing(error))
      problems.push(error instanceof FlashlineError ? error : unreadable(plantDir ?? '', error))
  }
  const profiles = new Map([...stored].map(([profileId, { profile }]) => [profileId, profile]))
  return { profiles, stored, problems }
}

/** A profile from the text of its file, with defaults filled in. PROFILE_INVALID with `file` and where in it. */
export function parseProfile(file: string, text: string, optionsSchemaOf: OptionsSchemaOf): Profile {
  return parseFile(file, text, optionsSchemaOf).profile
}

type FileProfile = Pick<StoredProfile, 'profile' | 'data' | 'file'>

function parseFile(file: string, text: string, optionsSchemaOf: OptionsSchemaOf): FileProfile {
  const checked = checkProfile(text, optionsSchemaOf)
  const { profile, data } = checked
  if (profile === null || data === null) throw profileInvalid(file, checked)
  return { profile, data, file }
}

async function loadFolder(
  dir: string,
  optionsSchemaOf: OptionsSchemaOf,
  onProblem: (problem: FlashlineError) => void,
): Promise<FileProfile[]> {
  const profiles: FileProfile[] = []
  const fileOf = new Map<string, string>()
  for (const file of await profileFiles(dir)) {
    try {
      const found = parseFile(file, await readBounded(join(dir, file)), optionsSchemaOf)
      const { profileId } = found.profile
      const earlier = fileOf.get(profileId)
      if (earlier !== undefined)
        throw new FlashlineError('PROFILE_INVALID', {
          ...{ file, place: 'profileId', problem: 'taken', found: earlier },
          issue: `profileId: taken (${earlier})`,
        })
      fileOf.set(profileId, file)
      profiles.push(found)
    } catch (error) {
      onProblem(error instanceof FlashlineError ? error : unreadable(file, error))
    }
  }
  return profiles
}

/** In order of their names, so that the same folder always gives the same answer. */
async function profileFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json'))
  if (files.length > maxFiles)
    throw new FlashlineError('PROFILE_INVALID', { file: dir, problem: 'tooLong', limit: maxFiles })
  return files.map((entry) => entry.name).sort()
}

/** The text of a profile's file; of a longer one than may be, as much that it is seen. Rejects as the file system does. */
export async function readBounded(file: string): Promise<string> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(maxProfileBytes + 1),
      0,
      maxProfileBytes + 1,
      0,
    )
    const text = buffer.toString('utf8', 0, bytesRead)
    return bytesRead > maxProfileBytes ? text.padEnd(maxProfileBytes + 1) : text
  } finally {
    await handle.close()
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function unreadable(file: string, cause: unknown): FlashlineError {
  const issue = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable'
  return new FlashlineError('PROFILE_INVALID', { file, issue }, { cause })
}
