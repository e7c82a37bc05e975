// Types the procedures, and is the one place where an error of ours becomes the contract's typed error.
import { implement, ORPCError } from '@orpc/server'
import { asFlashlineError, contract } from '../../preload/contract/index.ts'

export const implementer = implement(contract).use(async ({ next }) => {
  try {
    return await next()
  } catch (error) {
    if (error instanceof ORPCError) throw error
    const { code, context } = asFlashlineError(error)
    throw new ORPCError('FLASHLINE', { defined: true, status: 409, message: code, data: { code, context } })
  }
})
export type Implementer = typeof implementer
