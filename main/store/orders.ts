// Work orders, and what became of their units: counted by the database itself whenever a job of one ends (migration 0004).
// What one sorts and decides by has columns, the rest is JSON.
import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import {
  FlashlineError,
  type OrderChange,
  type OrderCounts,
  type OrderEvent,
  orderFieldSchema,
  type WorkOrder,
  workOrderSchema,
} from '../../preload/contract/index.ts'
import { withStoreErrors } from './open.ts'
import { appendOrderEvent, type Hand, readOrderEvents } from './order-events.ts'
import type { StoreDb } from './tables.ts'

export interface OrdersTable {
  order_id: string
  state: WorkOrder['state']
  revision: number
  armed_at: string | null
  armed_by: string | null
  created_at: string
  body_json: string
  units: number
  passed: number
  passed_first: number
}

export interface OrderUnitsTable {
  order_id: string
  unit: string
  sn: string | null
  first_no: number
  passed_first: number
  last_no: number
  passed: number
  started_at: string
  ended_at: string
}

export interface OrderImagesTable {
  order_id: string
  task_id: string
  sha256: string
}

const bodySchema = workOrderSchema.omit({
  orderId: true,
  state: true,
  revision: true,
  armedAt: true,
  armedBy: true,
  createdAt: true,
  counts: true,
})
const storedBody = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(bodySchema)

/** What a person has written into an order, and what the task says about it. */
export type OrderBody = z.infer<typeof bodySchema>

export interface NewOrder {
  readonly orderId: string
  readonly createdAt: string
  readonly body: OrderBody
}

type Why = NonNullable<OrderEvent['why']>

/** ORDER_UNKNOWN from all that name one. What changes an order is in its log with the same transaction. */
export interface Orders {
  /** Ready, in its first revision. */
  create(order: NewOrder): Promise<WorkOrder>
  /** One that was armed is ready. ORDER_CHANGED {name}: `revision` is an old one; ORDER_DONE {name}. Then nothing is written. */
  edit(orderId: string, revision: number, body: OrderBody, hand: Hand): Promise<WorkOrder>
  /** The one that was armed before is ready. ORDER_DONE {name}, also when all its units are made. */
  arm(orderId: string, by: string, at: string): Promise<WorkOrder>
  /** Whichever is armed; null: none was. */
  disarm(hand: Hand, why: Why): Promise<WorkOrder | null>
  finish(orderId: string, hand: Hand, why: Why): Promise<WorkOrder>
  get(orderId: string): Promise<WorkOrder>
  /** The armed one first, then the newest. */
  list(limit: number): Promise<WorkOrder[]>
  /** What was done to it, oldest first. */
  log(orderId: string): Promise<OrderEvent[]>
  /** A person said that a unit which has passed is flashed once more, in this job. */
  repeated(orderId: string, jobId: string, hand: Hand): Promise<void>
  /** The image that the order goes by for this task: `sha256` from now on, if there was none. */
  pinImage(image: { orderId: string; taskId: string; sha256: string }, hand: Hand): Promise<string>
  /** Whether the unit with this serial number has passed in the order. */
  hasPassed(orderId: string, sn: string): Promise<boolean>
}

/** Units per hour are those of the last hour before the last pass. */
const paceMs = 3_600_000
/** Less says nothing about the pace. */
const leastUnits = 3
const leastMs = 60_000

/** Written out, so that the indexes of passed units are taken. */
const isPassed = sql.lit(1)

const disarmed = { armed_at: null, armed_by: null } as const

export function createOrders(db: StoreDb): Orders {
  const inOne = <Result>(work: (trx: StoreDb) => Promise<Result>) =>
    withStoreErrors(() => db.transaction().execute(work))
  return {
    create: ({ orderId, createdAt, body }) =>
      inOne(async (trx) => {
        const row = { order_id: orderId, state: 'ready' as const, revision: 0, created_at: createdAt }
        const facts = { ...disarmed, body_json: JSON.stringify(body), units: 0, passed: 0, passed_first: 0 }
        await trx
          .insertInto('orders')
          .values({ ...row, ...facts })
          .execute()
        const hand = { by: body.createdBy, at: createdAt }
        await appendOrderEvent(trx, orderId, hand, { what: 'created', revision: 0 })
        return read(trx, orderId)
      }),

    edit: (orderId, revision, body, hand) =>
      inOne(async (trx) => {
        const before = await findRow(trx, orderId)
        const old = storedBody.parse(before.body_json)
        const { name } = old
        if (before.state === 'done') throw new FlashlineError('ORDER_DONE', { name })
        if (before.revision !== revision) throw new FlashlineError('ORDER_CHANGED', { name })
        const next = revision + 1
        if (before.state === 'armed')
          await appendOrderEvent(trx, orderId, hand, { what: 'disarmed', revision, why: 'edit' })
        const changes = changesBetween(old, body)
        await appendOrderEvent(trx, orderId, hand, { what: 'edited', revision: next, changes })
        const change = { state: 'ready' as const, revision: next, body_json: JSON.stringify(body) }
        await update(trx, orderId, { ...change, ...disarmed })
        return read(trx, orderId)
      }),

    arm: (orderId, by, at) =>
      inOne(async (trx) => {
        const { state, name, quantity, counts, revision } = await read(trx, orderId)
        if (state === 'done' || (quantity !== null && counts.passed >= quantity))
          throw new FlashlineError('ORDER_DONE', { name })
        if (state !== 'armed') await disarm(trx, { by, at }, 'anotherArmed')
        await update(trx, orderId, { state: 'armed', armed_at: at, armed_by: by })
        if (state !== 'armed') await appendOrderEvent(trx, orderId, { by, at }, { what: 'armed', revision })
        return read(trx, orderId)
      }),

    disarm: (hand, why) =>
      inOne(async (trx) => {
        const orderId = await disarm(trx, hand, why)
        return orderId === null ? null : read(trx, orderId)
      }),

    finish: (orderId, hand, why) =>
      inOne(async (trx) => {
        const { state, revision } = await read(trx, orderId)
        await update(trx, orderId, { state: 'done', ...disarmed })
        if (state === 'armed') await appendOrderEvent(trx, orderId, hand, { what: 'disarmed', revision, why })
        if (state !== 'done') await appendOrderEvent(trx, orderId, hand, { what: 'finished', revision, why })
        return read(trx, orderId)
      }),

    log: (orderId) =>
      withStoreErrors(async () => {
        await findRow(db, orderId)
        return readOrderEvents(db, orderId)
      }),

    repeated: (orderId, jobId, hand) =>
      inOne(async (trx) => {
        const { revision } = await findRow(trx, orderId)
        await appendOrderEvent(trx, orderId, hand, { what: 'repeated', revision, jobId })
      }),

    pinImage: ({ orderId, taskId, sha256 }, hand) =>
      inOne(async (trx) => {
        const pinned = await trx
          .selectFrom('order_images')
          .select('sha256')
          .where('order_id', '=', orderId)
          .where('task_id', '=', taskId)
          .executeTakeFirst()
        if (pinned) return pinned.sha256
        const { revision } = await findRow(trx, orderId)
        await trx.insertInto('order_images').values({ order_id: orderId, task_id: taskId, sha256 }).execute()
        await appendOrderEvent(trx, orderId, hand, { what: 'pinned', revision, taskId, sha256 })
        return sha256
      }),

    get: (orderId) => withStoreErrors(() => read(db, orderId)),

    list: (limit) =>
      withStoreErrors(async () => {
        const rows = await db
          .selectFrom('orders')
          .selectAll()
          .orderBy(sql`state = 'armed'`, 'desc')
          .orderBy('created_at', 'desc')
          .orderBy('order_id', 'desc')
          .limit(limit)
          .execute()
        return Promise.all(rows.map((row) => withCounts(db, row)))
      }),

    hasPassed: (orderId, sn) =>
      withStoreErrors(async () => {
        const units = db.selectFrom('order_units').select('unit').where('order_id', '=', orderId)
        const row = await units.where('sn', '=', sn).where('passed', '=', isPassed).executeTakeFirst()
        return row !== undefined
      }),
  }
}

async function update(trx: StoreDb, orderId: string, change: Partial<OrdersTable>): Promise<void> {
  await trx.updateTable('orders').set(change).where('order_id', '=', orderId).execute()
}

/** Which one it was. */
async function disarm(trx: StoreDb, hand: Hand, why: Why): Promise<string | null> {
  const armed = trx.updateTable('orders').where('state', '=', 'armed')
  const row = await armed
    .set({ state: 'ready', ...disarmed })
    .returning(['order_id', 'revision'])
    .executeTakeFirst()
  if (!row) return null
  const { order_id: orderId, revision } = row
  await appendOrderEvent(trx, orderId, hand, { what: 'disarmed', revision, why })
  return orderId
}

/** What a person changed, in the order of the form. */
function changesBetween(old: OrderBody, body: OrderBody): OrderChange[] {
  return orderFieldSchema.options.flatMap((field) => {
    const [before, after] = [old[field], body[field]]
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ field, before, after }]
  })
}

async function findRow(db: StoreDb, orderId: string): Promise<Selectable<OrdersTable>> {
  const row = await db.selectFrom('orders').selectAll().where('order_id', '=', orderId).executeTakeFirst()
  if (row === undefined) throw new FlashlineError('ORDER_UNKNOWN', { orderId })
  return row
}

const read = async (db: StoreDb, orderId: string): Promise<WorkOrder> =>
  withCounts(db, await findRow(db, orderId))

async function withCounts(db: StoreDb, row: Selectable<OrdersTable>): Promise<WorkOrder> {
  const { units, passed } = row
  return {
    ...storedBody.parse(row.body_json),
    orderId: row.order_id,
    state: row.state,
    revision: row.revision,
    armedAt: row.armed_at,
    armedBy: row.armed_by,
    createdAt: row.created_at,
    counts: {
      ...{ units, passed, failed: units - passed, passedFirst: row.passed_first },
      unitsPerHour: passed < leastUnits ? null : await paceOf(db, row.order_id),
    },
  }
}

async function paceOf(db: StoreDb, orderId: string): Promise<OrderCounts['unitsPerHour']> {
  const passed = db.selectFrom('order_units').where('order_id', '=', orderId).where('passed', '=', isPassed)
  const { last } = await passed
    .select((eb) => eb.fn.max<string | null>('ended_at').as('last'))
    .executeTakeFirstOrThrow()
  if (last === null) return null
  const since = Date.parse(last) - paceMs
  const { units, first } = await passed
    .where('ended_at', '>', new Date(since).toISOString())
    .select((eb) => [
      eb.fn.countAll<number>().as('units'),
      eb.fn.min<string | null>('started_at').as('first'),
    ])
    .executeTakeFirstOrThrow()
  const workedMs = Date.parse(last) - Math.max(since, Date.parse(first ?? last))
  if (units < leastUnits || workedMs < leastMs) return null
  return (units * paceMs) / workedMs
}
