// Several clouds at once: each has its own pauses and its own four at a time.
import { expect, test } from 'vitest'
import type { OutboxSenderOptions } from '../../main/outbox/sender.ts'
import { FakeCloud, otaLog, record, refuse, report, setUp, until } from './set-up.ts'

/** `c1` and `c2` are there, a row without a connection goes to `c2`. */
async function twoClouds(overrides: Partial<OutboxSenderOptions> = {}) {
  const clouds = { c1: new FakeCloud(), c2: new FakeCloud() }
  const sinkFor: OutboxSenderOptions['sinkFor'] = (connectionId) =>
    connectionId === 'c1' ? clouds.c1 : connectionId === 'c2' || connectionId === null ? clouds.c2 : null
  return { ...(await setUp({ sinkFor, ...overrides })), ...clouds }
}

test('a message goes to its connection, one without to the one that takes them', async () => {
  const { store, c1, c2, sender } = await twoClouds()
  await record(store, 'j1', [report('d1', 'c1')])
  await record(store, 'j2', [report('d2', 'c2')])
  await record(store, 'j3', [report('d3', null)])
  expect(await sender.drain({ timeoutMs: 10_000 })).toMatchObject({ waiting: 0 })
  expect(c1.acknowledged).toEqual(['report d1'])
  expect(c2.acknowledged.sort()).toEqual(['report d2', 'report d3'])
})

test('a dead cloud holds back nobody else, not even the same device elsewhere', async () => {
  const { store, c1, c2, clock, sender, told } = await twoClouds()
  for (const device of ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'])
    await record(store, `${device} at c1`, [otaLog(device, 't1', 'c1')])
  await record(store, 'j2', [otaLog('d1', 't2', 'c2'), report('d1', 'c2')])
  c1.answer = refuse('CLOUD_UNREACHABLE')
  sender.start()
  await until(() => expect(c2.acknowledged).toEqual(['log d1 t2', 'report d1']))
  await until(() => expect(clock.next()).toBe(1500))
  expect(c1.asked).toBe(4)

  // What comes for the living one goes at once, while the other is left alone.
  await record(store, 'j3', [report('d9', 'c2')])
  sender.kick()
  await until(() => expect(c2.acknowledged).toContain('report d9'))
  expect(c1.asked).toBe(4)

  clock.turn(1500)
  await until(() => expect(clock.next()).toBe(2500))
  expect(c1.asked).toBe(5)
  c1.answer = () => {}
  clock.turn(2500)
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  expect(c1.acknowledged).toHaveLength(6)
})

test('each cloud has its own four at a time', async () => {
  const { store, c1, c2, sender } = await twoClouds()
  for (let n = 0; n < 20; n += 1) await record(store, `j${n}`, [report(`d${n}`, n % 2 === 0 ? 'c1' : 'c2')])
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  c1.answer = () => held
  c2.answer = () => held
  sender.start()
  await until(() => expect([c1.atOnce, c2.atOnce]).toEqual([4, 4]))
  release()
  expect(await sender.drain({ timeoutMs: 10_000 })).toMatchObject({ waiting: 0 })
  expect([c1.most, c2.most, c1.asked, c2.asked]).toEqual([4, 4, 10, 10])
})

test('rows of a connection that is not there wait untried, however many, and hide no others', async () => {
  const { store, c1, sender } = await twoClouds()
  for (let n = 0; n < 70; n += 1) await record(store, `gone ${n}`, [otaLog(`d${n}`, 't1', 'gone')])
  await record(store, 'j1', [report('d1', 'c1')])
  expect(await sender.drain({ timeoutMs: 60_000 })).toMatchObject({ waiting: 70, lastError: null })
  expect(c1.acknowledged).toEqual(['report d1'])
  const rows = await store.outbox.list({ limit: 1 })
  expect(rows).toMatchObject([{ connectionId: 'gone', state: 'waiting', attempts: 0 }])
})

test('a cloud that asks to be left alone is, for as long as it asks', async () => {
  const { store, c1, c2, clock, sender, told } = await twoClouds()
  await record(store, 'j1', [report('d1', 'c1')])
  await record(store, 'j2', [report('d2', 'c1')])
  c1.answer = refuse('CLOUD_BUSY', { status: 429, retryAfterMs: 600_000 })
  sender.start()
  await until(() => expect(clock.next()).toBe(600_000))
  expect(c1.asked).toBe(2)
  // Also by one that it has not refused yet.
  await record(store, 'j3', [report('d3', 'c1')])
  await record(store, 'j4', [report('d4', 'c2')])
  clock.turn(599_999)
  sender.kick()
  await until(() => expect(c2.acknowledged).toEqual(['report d4']))
  await until(() => expect(clock.next()).toBe(1))
  expect(c1.asked).toBe(2)
  c1.answer = () => {}
  clock.turn(1)
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
})

test('so is one row of which it says so', async () => {
  const { store, c1, clock, sender } = await twoClouds()
  await record(store, 'j1', [report('d1', 'c1')])
  c1.answer = refuse('CLOUD_SERVER', { status: 503, retryAfterMs: 90_000 })
  sender.start()
  await until(() => expect(clock.next()).toBe(90_000))
  expect((await store.outbox.list({ limit: 1 }))[0]).toMatchObject({
    nextAttemptAt: '2026-01-01T00:01:30.000Z',
  })
})
