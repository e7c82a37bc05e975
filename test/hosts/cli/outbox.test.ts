// `flashline outbox` on a real folder: what is listed, what a lead decides from the command line, and what is sent.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../../main/store/open-store.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { record, report } from '../../outbox/set-up.ts'
import { run } from './cli-fixture.ts'

let dir = ''
let outboxId = 0
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-outbox-cli-'))
  const store = await openStore(dir)
  await record(store, 'j1', [report('d1')])
  await record(store, 'j2', [report('d2')])
  const [first] = await store.outbox.list({ limit: 1 })
  outboxId = first?.outboxId ?? 0
  const error = new FlashlineError('CLOUD_REFUSED', { status: 400 })
  await store.outbox.markDead(outboxId, new Date(), { error, doubtful: false })
  await store.close()
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const once = () => import('../../../main/station/outbox-once.ts')
const readOutbox = async (...args: Parameters<typeof import('../../../main/station/read.ts').readOutbox>) =>
  (await import('../../../main/station/read.ts')).readOutbox(...args)
const outbox = (...words: string[]) =>
  run(['outbox', ...words, '--data', dir], { parts: { outboxOnce: once, readOutbox } })
const jsonOf = async (...words: string[]) => JSON.parse((await outbox(...words, '--json')).out)

test('a refused message is left unsent with its reason, then sent again, and each is kept with who decided', async () => {
  const decided = await jsonOf('dismiss', String(outboxId), '--note', 'unit scrapped', '--by', 'Ann')
  expect(decided).toMatchObject({
    outboxId,
    state: 'dismissed',
    decision: { by: 'Ann', note: 'unit scrapped' },
  })
  expect((await outbox('list', '--state', 'dismissed')).out).toContain('Ann: unit scrapped')
  expect((await outbox('--state', 'dead')).out).toBe('')
  expect(await jsonOf('retry', String(outboxId), '--by', 'Bo')).toMatchObject({
    state: 'waiting',
    decision: { by: 'Bo' },
  })
})

test('a decision needs its reason, a message that is there, and one that can be decided about', async () => {
  expect(await outbox('dismiss', String(outboxId))).toMatchObject({ status: 2, out: '' })
  expect(await outbox('retry', '4711')).toMatchObject({
    status: 2,
    err: expect.stringContaining('OUTBOX_UNKNOWN'),
  })
  expect(await outbox('take-back', String(outboxId))).toMatchObject({
    status: 2,
    err: expect.stringContaining('OUTBOX_STATE'),
  })
  expect(await jsonOf('--state', 'dead')).toMatchObject({ outboxId, state: 'dead', decision: null })
})

test('nothing is decided beside a running station', async () => {
  const running = await openStore(dir)
  try {
    const { status, err } = await outbox('retry', String(outboxId))
    expect([status === 0, err]).toEqual([false, expect.stringContaining('DATA_IN_USE')])
  } finally {
    await running.close()
  }
})

test('send says what is left, by its exit status too', async () => {
  const { status, out } = await outbox('send', '--timeout', '1')
  // No cloud is set here; the jobs of the fixture were left running, and owe their end as well.
  expect([status, out]).toEqual([4, '3 still wait, 1 were refused.\n'])
})
