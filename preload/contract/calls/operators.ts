// Who stands at the bench: signing in and out, and the list of operators.
import { z } from 'zod'
import {
  operatorDraftSchema,
  operatorIdSchema,
  operatorSchema,
  pinSchema,
  sessionSchema,
} from '../operators.ts'
import { call } from './call.ts'

const token = z.string().max(200)

export const operatorsCalls = {
  current: call
    .route({ method: 'GET', path: '/session', summary: 'Who this caller is' })
    .output(sessionSchema),
  list: call
    .route({ method: 'GET', path: '/operators', summary: 'Everybody who may sign in, or could once' })
    .output(z.array(operatorSchema)),
  signIn: call
    .route({
      method: 'POST',
      path: '/session',
      summary: 'Sign in with a PIN; a PIN that has expired is replaced with `newPin`',
    })
    .input(z.object({ operatorId: operatorIdSchema, pin: z.string().max(12), newPin: pinSchema.optional() }))
    .output(
      z.object({
        /** For `resume` on another connection, and for REST in the header `x-flashline-session`. */
        token,
        session: sessionSchema,
      }),
    ),
  resume: call
    .route({ method: 'POST', path: '/session/resume', summary: 'Take a session up on a new connection' })
    .input(z.object({ token }))
    .output(sessionSchema),
  signOut: call
    .route({ method: 'DELETE', path: '/session', summary: 'End the session, on all its connections' })
    .output(sessionSchema),
  save: call
    .route({ method: 'PUT', path: '/operators', summary: 'Add or change an operator' })
    .input(operatorDraftSchema)
    .output(operatorSchema),
  remove: call
    .route({ method: 'DELETE', path: '/operators/{operatorId}', summary: 'Remove an operator' })
    .input(z.object({ operatorId: operatorIdSchema }))
    .output(z.object({ removed: z.boolean() })),
}
