// The local cloud's database on a real PostgreSQL: who gets in, how its tables come to be, and what a transaction there
// promises that one process alone cannot show. Routes and rules are in the suites of the project `postgres`.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLoginGuard } from '../../main/local-cloud/accounts/login-guard.ts'
import { createCallFreshness } from '../../main/local-cloud/call-freshness.ts'
import { type CloudDatabase, openCloudDatabase } from '../../main/local-cloud/cloud-database.ts'
import { keptQuery } from '../../main/local-cloud/database/kept-query.ts'
import { createDeviceTable } from '../../main/local-cloud/device-table.ts'
import { readLinkKey } from '../../main/local-cloud/firmware-links.ts'
import { createResultTable } from '../../main/local-cloud/xlink/result-table.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server[Symbol.asyncDispose]())

const open = (url: string) => openCloudDatabase({ file: 'unused', url })
/** Several at once, on one new database. */
async function openMany(count: number): Promise<CloudDatabase[]> {
  const url = await server.newDatabase()
  return Promise.all(Array.from({ length: count }, () => open(url)))
}
const closeAll = (databases: readonly CloudDatabase[]) => Promise.all(databases.map((db) => db.close()))
async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

describe('the door', () => {
  it('is closed to a wrong password and to none, and where there is no such database', async () => {
    const wrong = new URL(server.url)
    wrong.password = 'not-the-password'
    const refused = await open(wrong.href).catch((error: unknown) => error)
    expect(refused).toMatchObject({
      code: 'DATABASE_REFUSED',
      context: { host: wrong.host, reason: '28P01' },
    })
    wrong.password = ''
    await expect(open(wrong.href)).rejects.toMatchObject({
      code: 'DATABASE_REFUSED',
      context: { host: wrong.host, reason: 'noPassword' },
    })
    const nowhere = new URL(server.url)
    nowhere.pathname = '/nowhere'
    await expect(open(nowhere.href)).rejects.toMatchObject({
      code: 'DATABASE_REFUSED',
      context: { reason: '3D000' },
    })
  })

  it('opens for many at once on an empty database: one makes the tables', async () => {
    const url = await server.newDatabase()
    const databases = await Promise.all(Array.from({ length: 8 }, () => open(url)))
    const keys = await Promise.all(databases.map((db) => readLinkKey(db)))
    expect(new Set(keys).size).toBe(1)
    expect(await query(url, 'SELECT version FROM schema_version')).toEqual([{ version: '1' }])
    await closeAll(databases)
  })

  it('stays closed before the tables of a later version', async () => {
    const url = await server.newDatabase()
    await query(url, 'CREATE TABLE schema_version (version bigint NOT NULL)')
    await query(url, 'INSERT INTO schema_version VALUES (99)')
    await expect(open(url)).rejects.toMatchObject({ code: 'STORE_NEWER', context: { found: 99, known: 1 } })
    expect(await query(url, `SELECT 1 FROM pg_tables WHERE schemaname = 'public'`)).toHaveLength(1)
  })

  it('says when the server is gone, and goes on when it is back', async () => {
    const [db] = await openMany(1)
    if (db === undefined) throw new Error('none was opened')
    const devices = createDeviceTable(db)
    await devices.putProduct('p1', 'Kettle', 'flashline')
    await server.crash()
    try {
      await expect(devices.findProduct('p1')).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' })
      await expect(
        db.write([], async (inside) => createDeviceTable(inside).findProduct('p1')),
      ).rejects.toMatchObject({
        code: 'DATABASE_UNREACHABLE',
      })
    } finally {
      await server.start()
    }
    expect(await devices.findProduct('p1')).toMatchObject({ name: 'Kettle' })
    await db.close()
  })
})

describe('what is written', () => {
  const increase = keptQuery(({ queries }, { by }: { by: number }) =>
    queries.updateTable('devices').set({ ota_logs: by }).where('device_id', '=', 'd1'),
  )
  const read = keptQuery(({ queries }, _: object) =>
    queries.selectFrom('devices').select('ota_logs').where('device_id', '=', 'd1'),
  )
  const addDevice = async (db: CloudDatabase) => {
    await createDeviceTable(db).putProduct('p1', 'Kettle', 'flashline')
    await db.write([], (inside) =>
      createDeviceTable(inside).putDevice({ device_id: 'd1', product_id: 'p1', mac: '', sn: '' }),
    )
  }

  it('about the same thing goes one after the other, from whichever process', async () => {
    const databases = await openMany(4)
    const [first] = databases
    if (first === undefined) throw new Error('none was opened')
    await addDevice(first)
    // Each relies on what it has read: without its turn it would lose what another one adds.
    const addOne = (db: CloudDatabase) =>
      db.write(['devices', 'device d1'], async (inside) => {
        const before = (await read.first(inside, {}))?.ota_logs ?? 0
        await increase.run(inside, { by: before + 1 })
      })
    await Promise.all(Array.from({ length: 60 }, (_, n) => addOne(databases[n % 4] ?? first)))
    expect(await read.first(first, {})).toEqual({ ota_logs: 60 })
    await closeAll(databases)
  })

  it('runs again when two wait for each other, and is there once', async () => {
    const databases = await openMany(2)
    const [one, other] = databases
    if (one === undefined || other === undefined) throw new Error('none was opened')
    await addDevice(one)
    const devices = createDeviceTable(one)
    await devices.putProduct('p2', 'Pan', 'flashline')
    // Each has changed what the other one wants next, when both are there.
    const arrived = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let runs = 0
    const cross = (db: CloudDatabase, self: 0 | 1) =>
      db.write([], async (inside) => {
        runs += 1
        const order = self === 0 ? ['p1', 'p2'] : ['p2', 'p1']
        for (const [step, productId] of order.entries()) {
          await createDeviceTable(inside).setActiveCode(productId, `by ${self}`)
          arrived[self]?.resolve()
          if (step === 0) await arrived[1 - self]?.promise
        }
      })
    await Promise.all([cross(one, 0), cross(other, 1)])
    expect(runs).toBe(3)
    const codes = [await devices.findProduct('p1'), await devices.findProduct('p2')]
    expect(new Set(codes.map((product) => product?.active_code_sha256)).size).toBe(1)
    await closeAll(databases)
  })

  it('is undone when its work throws', async () => {
    const [db] = await openMany(1)
    if (db === undefined) throw new Error('none was opened')
    const refusal = new Error('no')
    const work = db.write([], async (inside) => {
      await createDeviceTable(inside).putProduct('p1', 'Kettle', 'flashline')
      throw refusal
    })
    await expect(work).rejects.toBe(refusal)
    expect(await createDeviceTable(db).findProduct('p1')).toBeUndefined()
    await db.close()
  })

  it('keeps a report with any text, and what cannot be kept is seen to be missing', async () => {
    const [db] = await openMany(1)
    if (db === undefined) throw new Error('none was opened')
    const results = createResultTable(db)
    const numbers = {
      type: 1,
      identify: 0,
      last_version: 1,
      current_version: 2,
      result: 1,
      dates_reversed: 0,
    }
    const report = { ...numbers, device_id: 'd1', product_id: 'p1', mod: 'm', received_at: '2026' }
    const odd = `it's "odd" \\ 水壶 \u{1F525} end`
    for (const desc of [odd, 'a\0b']) {
      await results.addReport({ ...report, desc, task_id: null, start_date: null, end_date: null })
    }
    expect((await results.reports()).map(({ desc }) => desc)).toEqual([odd, 'a\uFFFDb'])
    await db.close()
  })
})

describe('what each process used to remember for itself', () => {
  it('a locked account is locked everywhere', async () => {
    const databases = await openMany(2)
    let nowMs = 0
    const guards = databases.map((db) => createLoginGuard(db, () => new Date(nowMs)))
    const guess = (n: number, isRight = false) =>
      guards[n % 2]?.attempt('member 1', 'PASSWORD_WRONG', () => isRight) ??
      Promise.reject(new Error('no guard'))
    for (let n = 0; n < 10; n += 1) await expect(guess(n)).rejects.toMatchObject({ reason: 'PASSWORD_WRONG' })
    for (const n of [0, 1]) await expect(guess(n, true)).rejects.toMatchObject({ reason: 'ACCOUNT_LOCKED' })
    nowMs += 60_000
    await guess(0, true)
    await guess(1, true)
    await closeAll(databases)
  })

  it('a nonce is spent everywhere, once, until the call is too old', async () => {
    const databases = await openMany(2)
    let nowMs = Date.parse('2026-01-02T03:00:00Z')
    const places = databases.map((db) => createCallFreshness({ db, now: () => new Date(nowMs) }))
    const spend = () => Promise.all(places.map((place) => place.spendNonce('key', 'nonce', nowMs)))
    expect((await spend()).toSorted()).toEqual([false, true])
    expect(await spend()).toEqual([false, false])
    nowMs += 15 * 60_000 + 1
    expect((await spend()).toSorted()).toEqual([false, true])
    await closeAll(databases)
  })
})
