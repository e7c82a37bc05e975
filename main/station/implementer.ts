// Types the procedures, refuses what a caller's role may not, and is the one place where an error of ours becomes the
// contract's typed error.
import { implement, ORPCError } from '@orpc/server'
import {
  type Access,
  asFlashlineError,
  contract,
  FlashlineError,
  mayCall,
  permissions,
  type Session,
} from '../../preload/contract/index.ts'
import type { CallContext, SessionSource } from './caller.ts'

export function createImplementer(sessions: SessionSource) {
  return implement(contract)
    .$context<CallContext>()
    .use(async ({ context, path, next }) => {
      try {
        const session = sessions.sessionOf(context.caller)
        const access = accessOf(path)
        requireRole(access, session)
        if (session.client?.readOnly && !isReading(path))
          throw new FlashlineError('ROLE_TOO_LOW', { needs: access })
        // Whoever only looks on does not keep a session alive: a screen does that by itself.
        if (access !== 'anyone') sessions.used(context.caller)
        return await next({ context: { session } })
      } catch (error) {
        throw contractError(error)
      }
    })
}

/** An error of ours as the contract's typed error. */
export function contractError(error: unknown): Error {
  if (error instanceof ORPCError) return error
  const { code, context } = asFlashlineError(error)
  return new ORPCError('FLASHLINE', {
    defined: true,
    status: 409,
    message: code,
    data: { code, context },
  })
}

export type Implementer = ReturnType<typeof createImplementer>

const accessByPath: ReadonlyMap<string, Access> = new Map(
  Object.entries(permissions).flatMap(([area, calls]) =>
    Object.entries(calls).map(([name, access]) => [`${area}.${name}`, access] as const),
  ),
)

/** What is asked for by GET changes nothing. */
const readings: ReadonlySet<string> = new Set(
  Object.entries(contract).flatMap(([area, calls]) =>
    Object.entries(calls).flatMap(([name, call]) =>
      call['~orpc'].route.method === 'GET' ? [`${area}.${name}`] : [],
    ),
  ),
)
const isReading = (path: readonly string[]): boolean => readings.has(path.join('.'))

/** What the table does not name, nobody may. */
function accessOf(path: readonly string[]): Access {
  const access = accessByPath.get(path.join('.'))
  if (!access) throw new FlashlineError('SOFTWARE', { message: `no permission for ${path.join('.')}` })
  return access
}

function requireRole(access: Access, { role }: Session): void {
  if (mayCall(access, role)) return
  if (role === null) throw new FlashlineError('SIGN_IN_NEEDED')
  throw new FlashlineError('ROLE_TOO_LOW', { needs: access })
}
