import { expect, onTestFinished, test } from 'vitest'
import { createOutboxSender } from '../../main/outbox/sender.ts'
import { openStore } from '../../main/store/open-store.ts'
import { FlashlineError } from '../../preload/contract/index.ts'
import { tempFolder } from '../store/job-fixture.ts'
import { FakeCloud, HandClock, otaLog, record, refuse, report, setUp, until } from './set-up.ts'

test('rows of one device go in order, each once, and are kept as sent', async () => {
  const { store, cloud, sender, told } = await setUp()
  await record(store, 'j1', [otaLog('d1'), report('d1')])
  await record(store, 'j2', [otaLog('d1', 't2')])
  sender.start()
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  expect(cloud.acknowledged).toEqual(['log d1 t1', 'report d1', 'log d1 t2'])
  const rows = await store.outbox.list({ limit: 10 })
  const sent = ['sent', 1, 'acknowledged']
  expect(rows.map(({ state, attempts, delivery }) => [state, attempts, delivery])).toEqual([sent, sent, sent])
  expect(rows[0]?.sentAt).toBe('2026-01-01T00:00:00.000Z')
})

test('many devices go side by side, at most four at once, and no row goes twice', async () => {
  const { store, cloud, sender, told } = await setUp()
  const devices = Array.from({ length: 30 }, (_, index) => `d${index}`)
  for (const device of devices) await record(store, `job-${device}`, [otaLog(device), report(device)])
  cloud.answer = () => new Promise((resolve) => setImmediate(resolve))
  sender.start()
  for (let kicks = 0; kicks < 50; kicks += 1) sender.kick()
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  expect(cloud.asked).toBe(60)
  expect(new Set(cloud.acknowledged).size).toBe(60)
  expect(cloud.most).toBe(4)
  for (const device of devices) {
    expect(cloud.acknowledged.filter((what) => what.split(' ')[1] === device)).toEqual([
      `log ${device} t1`,
      `report ${device}`,
    ])
  }
})

test('a row that is acknowledged while the rows are being read does not go again', async () => {
  const folder = await tempFolder()
  const store = await openStore(folder)
  const cloud = new FakeCloud()
  const reads: (() => void)[] = []
  const marked: number[] = []
  let holdReads = false
  const sender = createOutboxSender({
    store: {
      ...store.outbox,
      heads: async (connectionId, limit) => {
        const heads = await store.outbox.heads(connectionId, limit)
        if (holdReads) await new Promise<void>((resolve) => reads.push(resolve))
        return heads
      },
      markSent: async (outboxId, at, delivery) => {
        await store.outbox.markSent(outboxId, at, delivery)
        marked.push(outboxId)
      },
    },
    sinkFor: () => cloud,
    onChange: () => {},
  })
  onTestFinished(async () => {
    await sender.stop({ timeoutMs: 0 })
    await store.close()
  })
  await record(store, 'j1', [otaLog('d1')])
  let acknowledge = () => {}
  cloud.answer = () => new Promise<void>((resolve) => (acknowledge = resolve))
  sender.start()
  await until(() => expect(cloud.atOnce).toBe(1))
  holdReads = true
  sender.kick()
  await until(() => expect(reads).toHaveLength(1))
  acknowledge()
  await until(() => expect(marked).toHaveLength(1))
  holdReads = false
  reads[0]?.()
  expect(await sender.drain({ timeoutMs: 10_000 })).toMatchObject({ waiting: 0 })
  expect(cloud.asked).toBe(1)
})

test('a kick sends what was added meanwhile', async () => {
  const { store, cloud, sender, told } = await setUp()
  sender.start()
  await until(() => expect(told).toHaveLength(1))
  await record(store, 'j1', [otaLog('d1')])
  sender.kick()
  await until(() => expect(cloud.acknowledged).toEqual(['log d1 t1']))
})

test('what can be tried again waits with its reason, longer each time, and then goes', async () => {
  const { store, cloud, clock, sender, told } = await setUp()
  await record(store, 'j1', [otaLog('d1'), report('d1')])
  await record(store, 'j2', [otaLog('d2')])
  cloud.answer = (what) => (what.includes('d1') ? refuse('CLOUD_SERVER')() : undefined)
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  expect(cloud.acknowledged).toEqual(['log d2 t1'])
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 2, dead: 0, lastError: 'CLOUD_SERVER' }))
  const [row] = await store.outbox.list({ limit: 1 })
  expect(row).toMatchObject({
    state: 'waiting',
    attempts: 1,
    nextAttemptAt: '2026-01-01T00:00:01.500Z',
    lastError: { code: 'CLOUD_SERVER', context: { status: 1 } },
  })
  clock.turn(1500)
  await until(() => expect(clock.next()).toBe(2500))
  cloud.answer = () => {}
  clock.turn(2500)
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0, lastError: null }))
  expect(cloud.acknowledged).toEqual(['log d2 t1', 'log d1 t1', 'report d1'])
})

test('what the cloud refuses for good is dead with its reason, and the next row of the device goes', async () => {
  const { store, cloud, sender, told } = await setUp()
  await record(store, 'j1', [otaLog('d1'), report('d1')])
  cloud.answer = (what) => (what.startsWith('log') ? refuse('CLOUD_REFUSED')() : undefined)
  sender.start()
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0, dead: 1 }))
  expect(cloud.acknowledged).toEqual(['report d1'])
  expect((await store.outbox.list({ limit: 1 }))[0]).toMatchObject({
    kind: 'otaLog',
    state: 'dead',
    lastError: { code: 'CLOUD_REFUSED' },
  })
})

test('a refused token holds everything back and loses nothing; a new one sends at once', async () => {
  const { store, cloud, clock, sender, told } = await setUp()
  for (const device of ['d1', 'd2', 'd3', 'd4', 'd5', 'd6']) await record(store, device, [otaLog(device)])
  cloud.answer = refuse('CLOUD_TOKEN')
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 6, lastError: 'CLOUD_TOKEN' }))
  expect(cloud.asked).toBe(4)
  clock.turn(1500)
  // One asks whether it is better now; the others do not.
  await until(() => expect(clock.next()).toBe(2500))
  expect(cloud.asked).toBe(5)
  cloud.answer = () => {}
  sender.retryNow()
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0, dead: 0, lastError: null }))
  expect(cloud.acknowledged).toHaveLength(6)
})

test('without a cloud rows wait, untried', async () => {
  let cloudSet = false
  const cloud = new FakeCloud()
  const { store, sender, told } = await setUp({ sinkFor: () => (cloudSet ? cloud : null) })
  await record(store, 'j1', [otaLog('d1')])
  sender.start()
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 1, lastError: null }))
  expect((await store.outbox.list({ limit: 1 }))[0]).toMatchObject({ attempts: 0, lastError: null })
  expect(await sender.drain({ timeoutMs: 60_000 })).toMatchObject({ waiting: 1 })
  cloudSet = true
  sender.kick()
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
})

test('what was recorded and not sent when the process died is sent after it, what was acknowledged is not', async () => {
  const folder = await tempFolder()
  const cloud = new FakeCloud()
  const first = await openStore(folder)
  await record(first, 'j1', [otaLog('d1')])
  const sender = createOutboxSender({ store: first.outbox, sinkFor: () => cloud, onChange: () => {} })
  expect(await sender.drain({ timeoutMs: 10_000 })).toMatchObject({ waiting: 0 })
  await record(first, 'j2', [report('d1')])
  // No stop, no goodbye: the next process finds only the file.
  await first.close()

  const second = await openStore(folder)
  onTestFinished(() => second.close())
  const next = createOutboxSender({ store: second.outbox, sinkFor: () => cloud, onChange: () => {} })
  expect(await next.drain({ timeoutMs: 10_000 })).toMatchObject({ waiting: 0 })
  expect(cloud.acknowledged).toEqual(['log d1 t1', 'report d1'])
})

test('stop waits for what is under way, and its mark', async () => {
  const { store, cloud, sender, states } = await setUp()
  await record(store, 'j1', [otaLog('d1'), report('d1')])
  let finish = () => {}
  cloud.answer = () => new Promise<void>((resolve) => (finish = resolve))
  sender.start()
  await until(() => expect(cloud.atOnce).toBe(1))
  const stopped = sender.stop()
  finish()
  await stopped
  expect(await states()).toEqual(['waiting', 'sent'])
  expect(cloud.asked).toBe(1)
})

test('stop gives up in time on a request that does not end; the row is as if it had not been tried', async () => {
  const { store, cloud, clock, sender } = await setUp()
  await record(store, 'j1', [otaLog('d1')])
  cloud.answer = () => new Promise<void>(() => {})
  sender.start()
  await until(() => expect(cloud.atOnce).toBe(1))
  const stopped = sender.stop({ timeoutMs: 5000 })
  await until(() => expect(clock.next()).toBe(5000))
  clock.turn(5000)
  await stopped
  expect((await store.outbox.list({ limit: 1 }))[0]).toMatchObject({ state: 'waiting', attempts: 0 })
  cloud.answer = () => {}
  sender.start()
  await until(() => expect(cloud.acknowledged).toEqual(['log d1 t1']))
})

test('an acknowledged row whose mark the disk refused is marked later and not sent again', async () => {
  const folder = await tempFolder()
  const store = await openStore(folder)
  const cloud = new FakeCloud()
  const clock = new HandClock()
  const errors: string[] = []
  let full = true
  const sender = createOutboxSender({
    store: {
      ...store.outbox,
      markSent: (...mark) =>
        full ? Promise.reject(new FlashlineError('STORE_FULL')) : store.outbox.markSent(...mark),
    },
    sinkFor: () => cloud,
    onChange: () => {},
    onError: (error) => errors.push(error.code),
    clock,
    random: () => 0.5,
  })
  onTestFinished(async () => {
    await sender.stop({ timeoutMs: 0 })
    await store.close()
  })
  await record(store, 'j1', [otaLog('d1')])
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  expect(errors).toEqual(['STORE_FULL'])
  full = false
  clock.turn(1500)
  await until(async () => expect(await store.outbox.summary()).toMatchObject({ waiting: 0 }))
  expect(cloud.asked).toBe(1)
})

test('drain tries at once what an earlier run put off, and ends when time is up', async () => {
  const { store, cloud, clock, sender } = await setUp()
  await record(store, 'j1', [otaLog('d1')])
  const [row] = await store.outbox.list({ limit: 1 })
  await store.outbox.markRetry(row?.outboxId ?? 0, clock.now(), {
    nextAttemptAt: new Date(clock.now().getTime() + 200_000),
    error: new FlashlineError('CLOUD_SERVER'),
    doubtful: false,
  })
  cloud.answer = refuse('CLOUD_SERVER')
  const drained = sender.drain({ timeoutMs: 1000 })
  await until(async () => expect((await store.outbox.list({ limit: 1 }))[0]).toMatchObject({ attempts: 2 }))
  clock.turn(1000)
  expect(await drained).toMatchObject({ waiting: 1, lastError: 'CLOUD_SERVER' })
  cloud.answer = () => {}
  expect(await sender.drain({ timeoutMs: 1000 })).toMatchObject({ waiting: 0 })
})
