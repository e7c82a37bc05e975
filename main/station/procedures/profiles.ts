// Profiles: listed, read, checked, saved and removed; and what they may say.
import { checkProfile } from '../../profiles/check.ts'
import { profileJsonSchemas } from '../../profiles/profile-schema.ts'
import { protocols } from '../../protocols/registry.ts'
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function profileProcedures(implementer: Implementer, { profiles }: StationParts) {
  return {
    list: implementer.profiles.list.handler(() => profiles.list()),
    get: implementer.profiles.get.handler(({ input }) => profiles.get(input.profileId)),
    schemas: implementer.profiles.schemas.handler(() => profileJsonSchemas(protocols.values())),
    check: implementer.profiles.check.handler(({ input }) => {
      const { profileId, mistakes, total } = checkProfile(input.text, (id) => protocols.get(id)?.options)
      return { profileId, mistakes, total }
    }),
    save: implementer.profiles.save.handler(({ input }) => profiles.save(input.profile)),
    remove: implementer.profiles.remove.handler(async ({ input }) => ({
      shown: await profiles.remove(input.profileId),
    })),
  }
}
