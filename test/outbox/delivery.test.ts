// What becomes of a message whose answer was lost, by a cloud, by a stop or by a death in between.
import { expect, onTestFinished, test } from 'vitest'
import { createOutboxSender } from '../../main/outbox/sender.ts'
import { openStore, type Store } from '../../main/store/open-store.ts'
import { type ErrorCode, FlashlineError } from '../../preload/contract/index.ts'
import { tempFolder } from '../store/job-fixture.ts'
import { FakeCloud, otaLog, record, refuse, report, setUp, until } from './set-up.ts'

const deliveries = async (store: Store) =>
  (await store.outbox.list({ limit: 10 })).map(({ kind, state, delivery }) => [kind, state, delivery])

/** The cloud takes what comes, and its answer is lost. */
const takeAndLose = (taken: string[], code: ErrorCode) => (what: string) => {
  taken.push(what)
  return Promise.reject(new FlashlineError(code))
}

test.each(['CLOUD_UNREACHABLE', 'CLOUD_TIMEOUT', 'CLOUD_SERVER', 'CLOUD_REPLY'] as const)(
  'a report that the cloud has, %s notwithstanding, is not sent again',
  async (code) => {
    const { store, cloud, clock, sender, told } = await setUp()
    await record(store, 'j1', [report('d1')])
    const taken: string[] = []
    cloud.answer = takeAndLose(taken, code)
    cloud.has = async () => (taken.length > 0 ? 'yes' : 'no')
    sender.start()
    await until(() => expect(clock.next()).toBe(1500))
    expect(cloud.questions).toEqual([])
    clock.turn(1500)
    await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
    expect(taken).toEqual(['report d1'])
    expect(cloud.questions).toEqual(['d1'])
    expect((await store.jobs.get('j1')).messages).toMatchObject([
      { state: 'sent', attempts: 2, delivery: 'foundAtCloud', lastError: null },
    ])
  },
)

test.each([
  ['no', 'repeated'],
  ['unknown', 'repeatedUnasked'],
] as const)('one of which the cloud says %s is sent again and so recorded', async (has, delivery) => {
  const { store, cloud, clock, sender, told } = await setUp()
  await record(store, 'j1', [report('d1')])
  cloud.answer = refuse('CLOUD_TIMEOUT')
  cloud.has = async () => has
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  cloud.answer = () => {}
  clock.turn(1500)
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  expect(cloud.acknowledged).toEqual(['report d1'])
  expect(await deliveries(store)).toEqual([['report', 'sent', delivery]])
})

test.each([
  ['yes', [], 'foundAtCloud'],
  ['no', ['log d1 t1'], 'repeated'],
  ['unknown', ['log d1 t1'], 'repeatedUnasked'],
] as const)('an ota-log that the cloud has (%s) is sent again as %j', async (has, sent, delivery) => {
  const { store, cloud, clock, sender, told } = await setUp()
  await record(store, 'j1', [otaLog('d1'), report('d1')])
  cloud.hasLog = async () => has
  cloud.answer = refuse('CLOUD_TIMEOUT')
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  cloud.answer = () => {}
  clock.turn(1500)
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  expect(cloud.questions).toEqual(['log d1'])
  expect(cloud.acknowledged).toEqual([...sent, 'report d1'])
  expect(await deliveries(store)).toEqual([
    ['report', 'sent', 'acknowledged'],
    ['otaLog', 'sent', delivery],
  ])
})

test.each([
  ['CLOUD_TOKEN', {}],
  ['CLOUD_BUSY', { status: 429 }],
  ['CLOUD_REFUSED', { status: 409 }],
  ['CLOUD_UNREACHABLE', { begun: false }],
] as const)('what the cloud cannot have taken (%s %j) raises no question', async (code, context) => {
  const { store, cloud, clock, sender, told } = await setUp()
  await record(store, 'j1', [report('d1')])
  cloud.answer = refuse(code, context)
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  cloud.answer = () => {}
  clock.turn(1500)
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  expect(cloud.questions).toEqual([])
  expect(await deliveries(store)).toEqual([['report', 'sent', 'acknowledged']])
})

test('a doubt stays until it is cleared, also over attempts that say nothing about it', async () => {
  const { store, cloud, clock, sender, told } = await setUp()
  await record(store, 'j1', [report('d1')])
  cloud.answer = refuse('CLOUD_TIMEOUT')
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  // Asked, and refused the question for want of a token: nothing is sent.
  cloud.has = refuse('CLOUD_TOKEN')
  clock.turn(1500)
  await until(() => expect(clock.next()).toBe(2500))
  expect(cloud.asked).toBe(1)
  cloud.has = async () => 'yes'
  clock.turn(2500)
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  expect(cloud.asked).toBe(1)
  expect(await deliveries(store)).toEqual([['report', 'sent', 'foundAtCloud']])
})

test('a question that goes wrong is asked again, and only so often', async () => {
  const { store, cloud, clock, sender, told } = await setUp()
  await record(store, 'j1', [report('d1')])
  cloud.answer = refuse('CLOUD_TIMEOUT')
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  cloud.answer = () => {}
  cloud.has = refuse('CLOUD_SERVER', { status: 503 })
  for (let asked = 1; asked <= 10; asked += 1) {
    clock.turn(clock.next() ?? 0)
    await until(() => expect(cloud.questions).toHaveLength(asked))
    await until(() => expect(clock.next()).not.toBeNull())
    expect(cloud.acknowledged).toEqual([])
  }
  clock.turn(clock.next() ?? 0)
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  expect(cloud.questions).toHaveLength(11)
  expect(await deliveries(store)).toEqual([['report', 'sent', 'repeatedUnasked']])
})

test('a cloud that refuses the question does not keep the report from it', async () => {
  const { store, cloud, clock, sender, told } = await setUp()
  await record(store, 'j1', [report('d1')])
  cloud.answer = refuse('CLOUD_TIMEOUT')
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  cloud.answer = () => {}
  cloud.has = refuse('CLOUD_REFUSED', { status: 404 })
  clock.turn(1500)
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0, dead: 0 }))
  expect(await deliveries(store)).toEqual([['report', 'sent', 'repeatedUnasked']])
})

test.each(['yes', 'no'] as const)(
  'after a death between the call and its outcome the cloud is asked first; it has it: %s',
  async (has) => {
    const folder = await tempFolder()
    const cloud = new FakeCloud()
    const first = await openStore(folder)
    await record(first, 'j1', [report('d1')])
    const dying = createOutboxSender({ store: first.outbox, sinkFor: () => cloud, onChange: () => {} })
    cloud.answer = () => new Promise<void>(() => {})
    dying.start()
    await until(() => expect(cloud.atOnce).toBe(1))
    // The outcome is never written: the next process finds a row that began.
    await dying.stop({ timeoutMs: 0 })
    await first.close()

    const second = await openStore(folder)
    onTestFinished(() => second.close())
    cloud.answer = () => {}
    cloud.has = async () => has
    const next = createOutboxSender({ store: second.outbox, sinkFor: () => cloud, onChange: () => {} })
    expect(await next.drain({ timeoutMs: 10_000 })).toMatchObject({ waiting: 0 })
    expect(cloud.questions).toEqual(['d1'])
    expect(cloud.asked).toBe(has === 'yes' ? 1 : 2)
    const delivery = has === 'yes' ? 'foundAtCloud' : 'repeated'
    expect(await deliveries(second)).toEqual([['report', 'sent', delivery]])
  },
)

test('who asks of a result names those of its device that go around it', async () => {
  const { store, cloud, sender, told } = await setUp()
  const ended = (second: number, taskId = 't1', succeeded = true) => {
    const message = report('d1')
    const body = { ...message.body, taskId, succeeded, endedAt: `2026-01-02T03:04:0${second}.000Z` }
    return { ...message, body } as typeof message
  }
  await record(store, 'j1', [ended(1)])
  await record(store, 'j2', [ended(2, 't2')])
  await record(store, 'j3', [ended(3, 't1', false)])
  await record(store, 'j4', [report('d2')])
  sender.start()
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  await sender.stop()
  await record(store, 'j5', [ended(5)])
  await record(store, 'j6', [ended(6, 't2')])
  const [asked] = await store.outbox.heads(['c1'], 10)
  expect(await store.outbox.others(asked?.outboxId ?? 0)).toEqual({
    laterJobs: ['j6'],
    earlierEnds: ['2026-01-02T03:04:01.000Z'],
  })
  expect(cloud.acknowledged).toHaveLength(4)
})

test('a database that does not take the begin keeps the message from the cloud', async () => {
  const errors: string[] = []
  const folder = await tempFolder()
  const store = await openStore(folder)
  let full = true
  const { cloud, clock, sender } = await setUp({
    store: {
      ...store.outbox,
      markBegun: (...mark) =>
        full ? Promise.reject(new FlashlineError('STORE_FULL')) : store.outbox.markBegun(...mark),
    },
    onError: ({ code }) => errors.push(code),
  })
  onTestFinished(() => store.close())
  await record(store, 'j1', [report('d1')])
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  expect([errors, cloud.asked]).toEqual([['STORE_FULL'], 0])
  full = false
  clock.turn(1500)
  await until(async () => expect(await deliveries(store)).toEqual([['report', 'sent', 'acknowledged']]))
})
