// Profiles for the command line: those of a data folder, and the mistakes in a file. Needs no database.
import { join } from 'node:path'
import { asFlashlineError, FlashlineError, type ProfileCheck } from '../../preload/contract/index.ts'
import { checkProfile } from '../profiles/check.ts'
import { readBounded } from '../profiles/load.ts'
import { ProfileShelf } from '../profiles/shelf.ts'
import { protocols } from '../protocols/registry.ts'

const optionsSchemaOf = (protocolId: string) => protocols.get(protocolId)?.options

/** `resourcesDir` holds the `profiles/` of the program, `dataDir` those of the plant, if any. */
export function openProfiles(resourcesDir: string, dataDir: string): Promise<ProfileShelf> {
  return ProfileShelf.open(
    { builtInDir: join(resourcesDir, 'profiles'), plantDir: join(dataDir, 'profiles') },
    optionsSchemaOf,
  )
}

/** INPUT_INVALID when the file cannot be read. */
export async function checkProfileFile(file: string): Promise<ProfileCheck> {
  const text = await readBounded(file).catch((error: unknown) => {
    if (error instanceof FlashlineError) throw error
    throw new FlashlineError('INPUT_INVALID', { file }, { cause: asFlashlineError(error) })
  })
  const { profileId, mistakes, total } = checkProfile(text, optionsSchemaOf)
  return { profileId, mistakes, total }
}
