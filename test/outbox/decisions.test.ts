// What ends a row that nobody takes: a rule, or a lead; that neither loses it, and that what is behind it goes on in order.

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GIVE_UP_AGE_MS, GIVE_UP_FAILURES } from '../../main/outbox/schedule.ts'
import { createOutboxDesk } from '../../main/station/outbox-desk.ts'
import { openSqlite } from '../../main/store/open.ts'
import { addMessages } from '../../main/store/outbox.ts'
import { queryBuilder } from '../../main/store/tables.ts'
import type { OutboxState } from '../../preload/contract/index.ts'
import { otaLog, record, refuse, report, setUp, until } from './set-up.ts'

const by = { by: 'Ann', note: 'scrapped' }

async function bed() {
  const parts = await setUp()
  const { store, sender, clock } = parts
  const desk = createOutboxDesk({ outbox: store.outbox, sender, emit: () => {}, now: () => clock.now() })
  const rows = () => store.outbox.list({ limit: 100 })
  const idOf = async (jobId: string, kind = 'report') =>
    (await rows()).find((row) => row.jobId === jobId && row.kind === kind)?.outboxId ?? 0
  const stateOf = async (jobId: string): Promise<OutboxState | undefined> =>
    (await rows()).find((row) => row.jobId === jobId)?.state
  return { ...parts, desk, rows, idOf, stateOf }
}

test('a row that fails for reasons of its own is given up by the rule, and those behind it go', async () => {
  const { store, cloud, clock, sender, rows, stateOf } = await bed()
  await record(store, 'j1', [report('d1')])
  await record(store, 'j2', [report('d1')])
  let refused = 0
  cloud.answer = () => {
    refused += 1
    if (refused > GIVE_UP_FAILURES) return undefined
    // Half a day passes between some of them.
    return refuse('CLOUD_FORBIDDEN', { status: 403 })()
  }
  sender.start()
  for (let n = 1; n < GIVE_UP_FAILURES; n += 1) {
    await until(async () => expect((await rows())[0]).toMatchObject({ attempts: n, state: 'waiting' }))
    await until(() => expect(clock.next()).not.toBeNull())
    clock.turn(n === GIVE_UP_FAILURES - 1 ? GIVE_UP_AGE_MS : (clock.next() ?? 0))
  }
  await until(async () => expect(await stateOf('j2')).toBe('sent'))
  const [dead] = await rows()
  expect(dead).toMatchObject({
    jobId: 'j1',
    state: 'dead',
    attempts: GIVE_UP_FAILURES,
    lastError: { code: 'CLOUD_FORBIDDEN' },
  })
})

test('a network that is away for weeks ends nothing, whatever failed before and after', async () => {
  const { store, cloud, clock, sender, rows } = await bed()
  await record(store, 'j1', [report('d1')])
  let asked = 0
  cloud.answer = () => {
    asked += 1
    return refuse(asked % 10 === 0 ? 'CLOUD_SERVER' : 'CLOUD_UNREACHABLE', { begun: false })()
  }
  sender.start()
  for (let n = 1; n <= 2 * GIVE_UP_FAILURES; n += 1) {
    await until(async () => expect((await rows())[0]).toMatchObject({ attempts: n }))
    await until(() => expect(clock.next()).not.toBeNull())
    clock.turn(GIVE_UP_AGE_MS)
  }
  expect((await rows())[0]).toMatchObject({ state: 'waiting' })
})

test('one that a lead sends again has the whole rule before it once more', async () => {
  const { store, cloud, clock, sender, desk, rows, idOf } = await bed()
  await record(store, 'j1', [report('d1')])
  cloud.answer = refuse('CLOUD_FORBIDDEN')
  const outboxId = await idOf('j1')
  const since = '2025-01-01T00:00:00.000Z'
  await store.outbox.markRetry(outboxId, clock.now(), {
    nextAttemptAt: clock.now(),
    error: (await refuse('CLOUD_FORBIDDEN')().catch((error) => error)) as never,
    doubtful: false,
    ownFailures: { count: GIVE_UP_FAILURES, since },
  })
  sender.start()
  await until(async () => expect((await rows())[0]).toMatchObject({ state: 'dead' }))
  await desk.retry(outboxId, by)
  await until(async () => expect((await rows())[0]).toMatchObject({ state: 'waiting', attempts: 3 }))
  const [head] = await store.outbox.heads(['c1'], 1)
  expect(head?.ownFailures.count).toBe(1)
})

test('left unsent is kept with who, when and why; it is sent when a lead thinks better of it', async () => {
  const { store, cloud, clock, sender, told, desk, rows, idOf } = await bed()
  await record(store, 'j1', [report('d1')])
  cloud.answer = refuse('CLOUD_REFUSED', { status: 400 })
  sender.start()
  await until(() => expect(told.at(-1)).toMatchObject({ dead: 1 }))
  const outboxId = await idOf('j1')
  const decision = { ...by, at: clock.now().toISOString() }
  expect(await desk.dismiss(outboxId, by)).toMatchObject({ state: 'dismissed', decision })
  await until(() => expect(told.at(-1)).toMatchObject({ dead: 0, waiting: 0 }))
  cloud.answer = () => {}
  sender.retryNow()
  expect(await desk.list({ limit: 10, state: 'dismissed' })).toMatchObject([{ outboxId, decision }])
  expect(await desk.list({ limit: 10, state: 'dead' })).toEqual([])
  expect(cloud.acknowledged).toEqual([])
  await desk.retry(outboxId, { by: 'Bo', note: '' })
  await until(async () => expect((await rows())[0]).toMatchObject({ state: 'sent', decision: { by: 'Bo' } }))
})

test('what was dismissed or exported lets the next of its device go, and keeps its own place in the order', async () => {
  const { store, cloud, clock, sender, desk, idOf, stateOf } = await bed()
  for (const jobId of ['j1', 'j2', 'j3']) await record(store, jobId, [otaLog('d1', jobId)])
  const [first, second] = [await idOf('j1', 'otaLog'), await idOf('j2', 'otaLog')]
  await desk.dismiss(first, by)
  const exported = { by: 'Ann', at: clock.now().toISOString(), note: 'a.flresults' }
  expect(await store.outbox.markExported([first, second], exported)).toBe(1)
  sender.start()
  await until(() => expect(cloud.acknowledged).toEqual(['log d1 j3']))
  await sender.stop()

  await desk.takeBack(second, by)
  await desk.retry(first, by)
  sender.start()
  await until(async () => expect([await stateOf('j1'), await stateOf('j2')]).toEqual(['sent', 'sent']))
  expect(cloud.acknowledged).toEqual(['log d1 j3', 'log d1 j1', 'log d1 j2'])
  // Whoever got the file may have sent it.
  expect(cloud.questions).toEqual(['log d1'])
})

test('each decision is for its own states, and for one that another lead decided the same way it changes nothing', async () => {
  const { store, sender, told, desk, idOf } = await bed()
  await record(store, 'j1', [report('d1')])
  const outboxId = await idOf('j1')
  await expect(desk.takeBack(outboxId, by)).resolves.toMatchObject({ state: 'waiting', decision: null })
  sender.start()
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  for (const act of [desk.retry, desk.dismiss, desk.takeBack]) {
    await expect(act(outboxId, by)).rejects.toMatchObject({
      code: 'OUTBOX_STATE',
      context: { outboxId, state: 'sent' },
    })
    await expect(act(4711, by)).rejects.toMatchObject({ code: 'OUTBOX_UNKNOWN' })
  }
})

test('a message that is too large goes once more with the bare id of its job, and then is dead', async () => {
  const { store, cloud, sender, told, rows } = await bed()
  const message = report('d1')
  if (message.kind !== 'report') throw new Error('another kind')
  const body = { ...message.body, description: 'passed; device confirmed; job j1' }
  await record(store, 'j1', [{ ...message, body }])
  const texts: string[] = []
  cloud.sendReport = async ({ description }) => {
    texts.push(description)
    return refuse('CLOUD_REFUSED', { status: 413 })()
  }
  sender.start()
  await until(() => expect(told.at(-1)).toMatchObject({ dead: 1 }))
  expect(texts).toEqual(['passed; device confirmed; job j1', 'job j1'])
  expect((await rows())[0]?.lastError).toEqual({ code: 'MESSAGE_TOO_LARGE', context: { status: 413 } })
})

test('a result of another station is asked about first, keeps where it came from, and comes in once', async () => {
  const { folder, store, cloud, sender, told, rows } = await bed()
  const origin = { station: 'Laptop 3', file: 'monday.flresults' }
  const sqlite = openSqlite(join(folder, 'station.sqlite'))
  const db = queryBuilder(sqlite)
  const bringIn = () =>
    db.transaction().execute((trx) =>
      addMessages(trx, 'elsewhere', [otaLog('d1'), report('d1')], '2026-01-01T00:00:00.000Z', {
        origin,
        isDoubtful: true,
      }),
    )
  expect([await bringIn(), await bringIn()]).toEqual([2, 0])
  await db.destroy()
  cloud.has = async () => 'yes'
  cloud.hasLog = async () => 'no'
  sender.start()
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  expect(cloud.acknowledged).toEqual(['log d1 t1'])
  expect((await rows()).map((row) => [row.kind, row.delivery, row.origin])).toEqual([
    ['report', 'foundAtCloud', origin],
    ['otaLog', 'repeated', origin],
  ])
  expect(await store.jobs.list({ limit: 10 })).toMatchObject({ jobs: [] })
})
