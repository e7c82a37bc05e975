// Whether a unit has passed before: in a work order, or with the same version of its product at this station. By its MAC,
// serial number or id, never by the serial number of its USB adapter.
import { sql } from 'kysely'
import { plainMac } from './devices.ts'
import type { FindPassed, PassedBefore } from './job-store.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'
import { spellingsOf } from './units.ts'

/** Written out, so that the index of passed units is taken. */
const isPassed = sql.lit(1)

export function createFindPassed(db: StoreDb): FindPassed {
  return (query) => withStoreErrors(async () => (await inOrder(db, query)) ?? (await withVersion(db, query)))
}

async function inOrder(db: StoreDb, { orderId, unit }: PassedBefore): Promise<string | null> {
  if (orderId === null) return null
  const mac = plainMac(unit.mac)?.toUpperCase()
  const names = [
    ...(mac === undefined ? [] : [`mac ${mac}`]),
    ...(unit.sn === null ? [] : [`sn ${unit.sn}`]),
    ...(unit.deviceId === null ? [] : [`id ${unit.deviceId}`]),
  ]
  const units = db.selectFrom('order_units').where('order_id', '=', orderId).where('passed', '=', isPassed)
  const row = await units
    .select('ended_at')
    .where((is) => is.or([is('unit', 'in', names), ...(unit.sn === null ? [] : [is('sn', '=', unit.sn)])]))
    .executeTakeFirst()
  return row?.ended_at ?? null
}

async function withVersion(
  db: StoreDb,
  { toVersion, productId, unit }: PassedBefore,
): Promise<string | null> {
  if (toVersion === null || productId === null) return null
  const passed = (column: 'device_id' | 'mac' | 'sn', values: readonly string[]) =>
    db
      .selectFrom('jobs')
      .select((eb) => eb.fn.max<string | null>('ended_at').as('at'))
      .where(column, 'in', values)
      .where('ended_at', 'is not', null)
      .where('outcome', '=', 'passed')
      .where('to_number', '=', toVersion)
      .where('product_id', '=', productId)
      .executeTakeFirst()
  const mac = plainMac(unit.mac)
  const found = await Promise.all([
    unit.deviceId === null ? undefined : passed('device_id', [unit.deviceId]),
    mac === null ? undefined : passed('mac', spellingsOf(mac)),
    unit.sn === null ? undefined : passed('sn', [unit.sn]),
  ])
  return (
    found
      .flatMap((row) => row?.at ?? [])
      .sort()
      .at(-1) ?? null
  )
}
