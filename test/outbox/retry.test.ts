// Sending again what a cloud had refused for good: by whom it is asked, what is kept, and that nothing counts twice.
import { expect, test } from 'vitest'
import { createOutboxDesk } from '../../main/station/outbox-desk.ts'
import type { EventBody } from '../../preload/contract/index.ts'
import { FlashlineError } from '../../preload/contract/index.ts'
import { record, refuse, report, setUp, until } from './set-up.ts'

const by = { by: 'Ann', note: '' }

async function refused() {
  const bed = await setUp()
  const emitted: EventBody[] = []
  const desk = createOutboxDesk({
    outbox: bed.store.outbox,
    sender: bed.sender,
    emit: (event) => emitted.push(event),
    now: () => bed.clock.now(),
  })
  await record(bed.store, 'j1', [report('d1')])
  bed.cloud.answer = refuse('CLOUD_REFUSED', { status: 400 })
  bed.sender.start()
  await until(() => expect(bed.told.at(-1)).toMatchObject({ waiting: 0, dead: 1 }))
  const [dead] = await desk.list({ limit: 10 })
  return { ...bed, desk, emitted, outboxId: dead?.outboxId ?? 0 }
}

test('a dead row waits again, the sender is woken, and it arrives', async () => {
  const { store, cloud, told, desk, emitted, outboxId } = await refused()
  cloud.answer = () => {}
  expect(await desk.retry(outboxId, by)).toMatchObject({
    outboxId,
    state: 'waiting',
    attempts: 1,
    nextAttemptAt: null,
    lastError: { code: 'CLOUD_REFUSED' },
  })
  expect(emitted).toEqual([{ type: 'listsChanged', lists: ['outbox'] }])
  await until(() => expect(told.at(-1)).toEqual({ waiting: 0, dead: 0, oldestAt: null, lastError: null }))
  expect(cloud.acknowledged).toEqual(['report d1'])
  expect((await store.jobs.get('j1')).messages).toMatchObject([
    { state: 'sent', attempts: 2, delivery: 'acknowledged', lastError: null },
  ])
})

test('a plain refusal raises no question whether the cloud has it', async () => {
  const { cloud, told, desk, outboxId } = await refused()
  cloud.answer = () => {}
  await desk.retry(outboxId, by)
  await until(() => expect(told.at(-1)).toMatchObject({ dead: 0, waiting: 0 }))
  expect(cloud.questions).toEqual([])
})

test('one whose answer was lost before it was refused is asked about first, and not sent twice', async () => {
  const { store, cloud, clock, sender, told } = await setUp()
  const desk = createOutboxDesk({ outbox: store.outbox, sender, emit: () => {}, now: () => clock.now() })
  await record(store, 'j1', [report('d1')])
  cloud.answer = refuse('CLOUD_TIMEOUT')
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  cloud.answer = refuse('CLOUD_REFUSED', { status: 400 })
  clock.turn(1500)
  await until(() => expect(told.at(-1)).toMatchObject({ dead: 1 }))
  const asked = cloud.questions.length
  cloud.has = async () => 'yes'
  cloud.answer = () => {}
  await desk.retry((await desk.list({ limit: 1 }))[0]?.outboxId ?? 0, by)
  await until(() => expect(told.at(-1)).toMatchObject({ dead: 0, waiting: 0 }))
  expect(cloud.questions.length).toBe(asked + 1)
  expect(cloud.acknowledged).toEqual([])
  expect((await store.jobs.get('j1')).messages).toMatchObject([{ delivery: 'foundAtCloud' }])
})

test('refused once more it is dead once more, with the new reason', async () => {
  const { cloud, told, desk, outboxId } = await refused()
  cloud.answer = refuse('TASK_NOT_FOUND', { taskId: 't1' })
  await desk.retry(outboxId, by)
  await until(() => expect(told.at(-1)).toMatchObject({ dead: 1, lastError: 'TASK_NOT_FOUND' }))
  expect(await desk.list({ limit: 10 })).toMatchObject([
    { state: 'dead', attempts: 2, lastError: { code: 'TASK_NOT_FOUND' } },
  ])
})

test('one that waits already is left as it is; one that was sent or never was is refused', async () => {
  const { store, cloud, told, sender, desk, outboxId } = await refused()
  await sender.stop({ timeoutMs: 0 })
  expect(await desk.retry(outboxId, by)).toEqual(await desk.retry(outboxId, by))
  cloud.answer = () => {}
  sender.start()
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0, dead: 0 }))
  await expect(desk.retry(outboxId, by)).rejects.toEqual(
    new FlashlineError('OUTBOX_STATE', { outboxId, state: 'sent' }),
  )
  await expect(desk.retry(4711, by)).rejects.toEqual(new FlashlineError('OUTBOX_UNKNOWN', { outboxId: 4711 }))
  expect((await store.outbox.list({ limit: 10 })).map(({ state }) => state)).toEqual(['sent'])
})
