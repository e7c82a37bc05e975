// The profiles of a station while it runs: found by id, listed, saved and removed. The plant's own are files in its
// folder, written aside and renamed; built-in ones are never touched. Changes go one after the other.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  FlashlineError,
  type ProfileDetail,
  type ProfileEntry,
  type ProfileInfo,
  type ProfileList,
} from '../../preload/contract/index.ts'
import type { BrokerPresence } from './broker-presence.ts'
import { checkProfile, type OptionsSchemaOf, profileInvalid } from './check.ts'
import { type LoadedProfiles, loadProfiles, type ProfileFolders, type StoredProfile } from './load.ts'
import type { Profile } from './profile.ts'

export class ProfileShelf {
  /** Called after each change. */
  onChange: (() => void) | null = null
  readonly #folders: ProfileFolders & { readonly plantDir: string }
  readonly #optionsSchemaOf: OptionsSchemaOf
  #loaded: LoadedProfiles
  #changing: Promise<unknown> = Promise.resolve()

  private constructor(
    folders: ProfileFolders & { readonly plantDir: string },
    optionsSchemaOf: OptionsSchemaOf,
    loaded: LoadedProfiles,
  ) {
    this.#folders = folders
    this.#optionsSchemaOf = optionsSchemaOf
    this.#loaded = loaded
  }

  /** PROFILE_INVALID when a built-in profile is broken. */
  static async open(
    folders: ProfileFolders & { readonly plantDir: string },
    optionsSchemaOf: OptionsSchemaOf,
  ): Promise<ProfileShelf> {
    return new ProfileShelf(folders, optionsSchemaOf, await loadProfiles(folders, optionsSchemaOf))
  }

  /** What is wrong with files of the plant. */
  get problems(): readonly FlashlineError[] {
    return this.#loaded.problems
  }

  find(profileId: string): Profile | null {
    return this.#loaded.profiles.get(profileId) ?? null
  }

  infos(): ProfileInfo[] {
    return [...this.#loaded.profiles.values()].map(infoOf)
  }

  /** What is known of devices behind a broker, by those who know it. */
  presences(): { readonly profileId: string; readonly presence: BrokerPresence }[] {
    return [...this.#loaded.profiles.values()].flatMap(({ profileId, presence }) =>
      presence === null ? [] : [{ profileId, presence }],
    )
  }

  list(): ProfileList {
    return {
      profiles: [...this.#loaded.stored.values()].map(entryOf),
      problems: this.problems.map(({ code, context }) => ({ code, context })),
    }
  }

  /** PROFILE_UNKNOWN */
  get(profileId: string): ProfileDetail {
    const stored = this.#stored(profileId)
    return { ...entryOf(stored), profile: { ...stored.data } }
  }

  /** Writes a profile of the plant, over the one it has of this id. PROFILE_INVALID */
  save(data: Readonly<Record<string, unknown>>): Promise<ProfileEntry> {
    const text = `${JSON.stringify(data, null, 2)}\n`
    const checked = checkProfile(text, this.#optionsSchemaOf)
    const { profile } = checked
    if (profile === null)
      return Promise.reject(
        profileInvalid(typeof data.profileId === 'string' ? data.profileId.slice(0, 64) : '', checked),
      )
    const { profileId } = profile
    return this.#change(async () => {
      const file = this.#fileOf(profileId)
      await mkdir(this.#folders.plantDir, { recursive: true })
      const path = join(this.#folders.plantDir, file)
      await writeFile(`${path}.new`, text)
      await rename(`${path}.new`, path)
      return () => entryOf(this.#stored(profileId))
    })
  }

  /** Removes a profile of the plant; null: no built-in one of its id shows again. PROFILE_UNKNOWN */
  remove(profileId: string): Promise<ProfileEntry | null> {
    return this.#change(async () => {
      const stored = this.#loaded.stored.get(profileId)
      if (stored?.origin !== 'plant') throw new FlashlineError('PROFILE_UNKNOWN', { profileId })
      await rm(join(this.#folders.plantDir, stored.file))
      return () => {
        const shown = this.#loaded.stored.get(profileId)
        return shown ? entryOf(shown) : null
      }
    })
  }

  #stored(profileId: string): StoredProfile {
    const stored = this.#loaded.stored.get(profileId)
    if (!stored) throw new FlashlineError('PROFILE_UNKNOWN', { profileId })
    return stored
  }

  /** The file that has it, or one named after it. PROFILE_INVALID when that one is another profile's. */
  #fileOf(profileId: string): string {
    const plants = [...this.#loaded.stored.values()].filter(({ origin }) => origin === 'plant')
    const own = plants.find(({ profile }) => profile.profileId === profileId)
    if (own) return own.file
    const file = `${profileId}.json`
    const other = plants.find((one) => one.file === file)
    if (other)
      throw new FlashlineError('PROFILE_INVALID', {
        file,
        place: 'profileId',
        problem: 'taken',
        found: other.profile.profileId,
      })
    return file
  }

  #change<Result>(work: () => Promise<() => Result>): Promise<Result> {
    const done = this.#changing.then(async () => {
      const result = await work()
      this.#loaded = await loadProfiles(this.#folders, this.#optionsSchemaOf)
      this.onChange?.()
      return result()
    })
    this.#changing = done.catch(() => {})
    return done
  }
}

function infoOf({ profileId, name, protocol }: Profile): ProfileInfo {
  return { profileId, name, protocol }
}

function entryOf({ profile, origin, hidesBuiltIn }: StoredProfile): ProfileEntry {
  return { ...infoOf(profile), chips: profile.chips, origin, hidesBuiltIn }
}
