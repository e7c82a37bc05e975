// What every call of the contract shares: every refusal crosses the wire as one typed error; `code` is from the error
// table.
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { errorCodeSchema, errorContextSchema } from '../errors.ts'

const errorData = z.object({ code: errorCodeSchema, context: errorContextSchema })

export const call = oc.errors({ FLASHLINE: { status: 409, data: errorData } })
