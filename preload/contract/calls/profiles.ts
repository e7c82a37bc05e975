// Profiles: how products are flashed.
import { z } from 'zod'
import {
  profileCheckSchema,
  profileDetailSchema,
  profileEntrySchema,
  profileIdInput,
  profileInput,
  profileListSchema,
  profileSchemasSchema,
  profileTextInput,
} from '../profile.ts'
import { call } from './call.ts'

export const profilesCalls = {
  list: call
    .route({ method: 'GET', path: '/profiles', summary: 'All profiles, and files that were left out' })
    .output(profileListSchema),
  get: call
    .route({ method: 'GET', path: '/profiles/{profileId}', summary: 'One profile as its file says it' })
    .input(profileIdInput)
    .output(profileDetailSchema),
  schemas: call
    .route({ method: 'GET', path: '/profile-schemas', summary: 'What a profile may say, by protocol' })
    .output(profileSchemasSchema),
  check: call
    .route({ method: 'POST', path: '/profiles/check', summary: 'The mistakes in the text of a profile' })
    .input(profileTextInput)
    .output(profileCheckSchema),
  save: call
    .route({
      method: 'POST',
      path: '/profiles',
      summary: "Store a profile of the plant's own; it wins over a built-in one of its id",
    })
    .input(profileInput)
    .output(profileEntrySchema),
  remove: call
    .route({
      method: 'DELETE',
      path: '/profiles/{profileId}',
      summary: "Remove a profile of the plant's own; a built-in one of its id shows again",
    })
    .input(profileIdInput)
    .output(z.object({ shown: profileEntrySchema.nullable() })),
}
