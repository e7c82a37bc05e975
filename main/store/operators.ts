// Operators: who may sign in at this station, and as what. Not here: their PINs (with the secrets) and who is signed in
// now (station/sessions.ts).
import { z } from 'zod'
import { type Operator, roleSchema } from '../../preload/contract/index.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface OperatorsTable {
  operator_id: string
  name: string
  role: string
  active: number
  pin_set_at: string
}

export interface Operators {
  /** Adds it, or replaces the one of this id. */
  put(operator: Operator): Promise<void>
  /** By name. */
  list(): Promise<Operator[]>
  remove(operatorId: string): Promise<void>
}

const storedRow = z
  .object({
    operator_id: z.string(),
    name: z.string(),
    role: roleSchema,
    active: z.number(),
    pin_set_at: z.string(),
  })
  .transform(
    (row): Operator => ({
      operatorId: row.operator_id,
      name: row.name,
      role: row.role,
      active: row.active === 1,
      pinSetAt: row.pin_set_at,
    }),
  )

export function createOperators(db: StoreDb): Operators {
  return {
    put: ({ operatorId, name, role, active, pinSetAt }) =>
      withStoreErrors(async () => {
        const row = { name, role, active: active ? 1 : 0, pin_set_at: pinSetAt }
        await db
          .insertInto('operators')
          .values({ operator_id: operatorId, ...row })
          .onConflict((conflict) => conflict.column('operator_id').doUpdateSet(row))
          .execute()
      }),

    list: () =>
      withStoreErrors(async () => {
        const rows = await db.selectFrom('operators').selectAll().orderBy('name').execute()
        return rows.map((row) => storedRow.parse(row))
      }),

    remove: (operatorId) =>
      withStoreErrors(async () => {
        await db.deleteFrom('operators').where('operator_id', '=', operatorId).execute()
      }),
  }
}
