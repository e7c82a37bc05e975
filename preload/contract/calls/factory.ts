// Factory software: its tokens, its webhooks, its drop folders.
import { z } from 'zod'
import {
  clientDraftSchema,
  clientIdSchema,
  clientSchema,
  dropFolderStatesSchema,
  dropFoldersSchema,
  newClientSchema,
  savedWebhookSchema,
  webhookDraftSchema,
  webhookIdSchema,
  webhookSchema,
} from '../factory.ts'
import { call } from './call.ts'

export const clientsCalls = {
  list: call
    .route({ method: 'GET', path: '/clients', summary: 'Factory software with a token of its own' })
    .output(z.array(clientSchema)),
  create: call
    .route({
      method: 'POST',
      path: '/clients',
      summary: 'Make a client; its token is in the answer and is never shown again',
    })
    .input(clientDraftSchema)
    .output(newClientSchema),
  revoke: call
    .route({
      method: 'POST',
      path: '/clients/{clientId}/revoke',
      summary: 'Refuse the token of a client from now on',
    })
    .input(z.object({ clientId: clientIdSchema }))
    .output(clientSchema),
}

const webhookInput = z.object({ webhookId: webhookIdSchema })

export const webhooksCalls = {
  list: call
    .route({ method: 'GET', path: '/webhooks', summary: 'Who is told of finished records' })
    .output(z.array(webhookSchema)),
  save: call
    .route({
      method: 'PUT',
      path: '/webhooks',
      summary: 'Add or change a webhook; a secret that is made here is in the answer and never shown again',
    })
    .input(webhookDraftSchema)
    .output(savedWebhookSchema),
  remove: call
    .route({
      method: 'DELETE',
      path: '/webhooks/{webhookId}',
      summary: 'Remove a webhook; what still waits for it stays unsent',
    })
    .input(webhookInput)
    .output(z.object({ removed: z.boolean() })),
  test: call
    .route({
      method: 'POST',
      path: '/webhooks/{webhookId}/test',
      summary: 'Send it an event of type `test` now, once',
    })
    .input(webhookInput)
    .output(z.object({ status: z.number().int(), durationMs: z.number().int() })),
}

export const dropFoldersCalls = {
  get: call
    .route({ method: 'GET', path: '/drop-folders', summary: 'The drop folders and how they stand' })
    .output(dropFolderStatesSchema),
  set: call
    .route({ method: 'PUT', path: '/drop-folders', summary: 'Replace the drop folders' })
    .input(dropFoldersSchema)
    .output(dropFolderStatesSchema),
}
