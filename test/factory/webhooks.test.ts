// Webhooks from the record to the receiver: what is owed, what arrives, what becomes of a refusal.
import { Webhook as Verifier } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { type WebhookDraft, webhookDraftSchema, webhookEventSchema } from '../../preload/contract/index.ts'
import { until } from '../outbox/set-up.ts'
import { type FactoryBed, openFactoryBed, openReceiver, type Received } from './factory-bed.ts'

const draft = (url: string, more: Partial<WebhookDraft> = {}): WebhookDraft =>
  webhookDraftSchema.parse({ name: 'MES', url, plainHttp: true, ...more })

/** As the reference library of the specification sees it. */
function verified(secret: string, { headers, body }: Received) {
  const named = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])]),
  )
  return webhookEventSchema.parse(new Verifier(secret).verify(body, named))
}

async function states({ store }: FactoryBed) {
  const rows = await store.outbox.list({ limit: 100 })
  return rows
    .toSorted((one, two) => one.outboxId - two.outboxId)
    .map(({ jobId, state, lastError }) => [jobId, state, lastError?.code ?? null])
}

test('a finished record arrives once, signed as the specification says', async () => {
  const receiver = await openReceiver()
  const bed = await openFactoryBed()
  const { webhook, secret } = await bed.webhooks.save(draft(receiver.url))
  expect(secret).toMatch(/^whsec_/)
  const log = [{ at: '2026-01-02T03:04:05.000Z', source: 'device' as const, text: '启动 U-Boot' }]
  await bed.end('j1', { lot: 'L7' }, log)
  await until(async () => expect(await states(bed)).toEqual([['j1', 'sent', null]]))

  expect(receiver.received).toHaveLength(1)
  const event = verified(secret ?? '', receiver.received[0] as Received)
  const { messages, ...record } = await bed.store.jobs.get('j1')
  expect(event).toEqual({
    ...{ id: 'rec_j1', type: 'record.finished', station: 'Bench 7' },
    timestamp: record.endedAt,
    data: record,
  })
  expect(record.log).toEqual(log)
  expect(receiver.received[0]?.headers['webhook-id']).toBe('rec_j1')
  expect(messages).toMatchObject([{ connectionId: `webhook:${webhook.webhookId}`, kind: 'record' }])
  // Nowhere but with the secrets.
  expect(JSON.stringify([bed.webhooks.list(), await bed.store.listeners.webhooks()])).not.toContain(secret)
})

test('each listener hears of what it asked for', async () => {
  const receiver = await openReceiver()
  const bed = await openFactoryBed()
  const name = (suffix: string) => `${receiver.url}?to=${suffix}`
  await bed.webhooks.save(draft(name('all')))
  await bed.webhooks.save(draft(name('passed'), { which: 'passed' }))
  await bed.webhooks.save(draft(name('failed'), { which: 'failed' }))
  await bed.webhooks.save(draft(name('order'), { orderId: 'o7' }))
  await bed.webhooks.save(draft(name('off'), { active: false }))
  await bed.end('pass', { device: { deviceId: 'd1', mac: null, sn: null } })
  await bed.end('fail', { outcome: 'failed', orderId: 'o7', device: { deviceId: 'd2', mac: null, sn: null } })
  await bed.end('none', { outcome: 'refused', device: { deviceId: null, mac: null, sn: null } })

  const names = new Map(
    bed.webhooks.list().map(({ webhookId, url }) => [`webhook:${webhookId}`, url.split('=')[1]]),
  )
  const rows = await bed.store.outbox.list({ limit: 100 })
  const told = rows.map(({ jobId, connectionId }) => `${names.get(connectionId ?? '')} ${jobId}`)
  expect(told.toSorted()).toEqual([
    'all fail',
    'all none',
    'all pass',
    'failed fail',
    'order fail',
    'passed pass',
  ])
  await until(() => expect(receiver.received).toHaveLength(6))
})

test('a record that is put right is told of again, also to who asked for failed ones', async () => {
  const receiver = await openReceiver()
  const bed = await openFactoryBed()
  await bed.webhooks.save(draft(receiver.url, { which: 'failed' }))
  await bed.end('j1', { outcome: 'failed' })
  const correction = { at: '2026-01-02T05:00:00.000Z', reason: 'lateSuccess', was: 'failed' } as const
  await bed.store.jobs.correct('j1', correction, [])
  bed.sender.kick()
  await until(() => expect(receiver.received).toHaveLength(2))
  const events = receiver.received.map(({ body }) => webhookEventSchema.parse(JSON.parse(body)))
  expect(events.map(({ id, type, data }) => [id, type, data?.outcome])).toEqual([
    // By then it is put right already or not: told is what the record says when it goes.
    ['rec_j1', 'record.finished', expect.any(String)],
    ['cor_j1', 'record.corrected', 'passed'],
  ])
  expect(events[1]?.timestamp).toBe(correction.at)
})

test('a job that is saved again after its end, or that a restart ends, owes its record once', async () => {
  const receiver = await openReceiver()
  const bed = await openFactoryBed()
  await bed.webhooks.save(draft(receiver.url))
  await bed.end('j1')
  const { log: _log, messages: _messages, ...record } = await bed.store.jobs.get('j1')
  await bed.store.jobs.save(record, [{ at: record.startedAt, source: 'station', text: 'late' }], [])
  await bed.store.jobs.begin({ ...record, jobId: 'j2', outcome: 'running', endedAt: null })
  await bed.store.recover({ modelOf: () => null, resultsTo: () => undefined })
  bed.sender.kick()
  await until(async () =>
    expect(await states(bed)).toEqual([
      ['j1', 'sent', null],
      ['j2', 'sent', null],
    ]),
  )
  expect(receiver.received).toHaveLength(2)
})

test.each([[500], [302], [404]])(
  '%i is tried again with the same id, and holds back nobody else',
  async (status) => {
    const [broken, fine] = [await openReceiver(), await openReceiver()]
    const bed = await openFactoryBed()
    broken.answer = (response, count) =>
      void response.writeHead(count === 1 ? status : 204, { location: fine.url }).end()
    await bed.webhooks.save(draft(broken.url))
    bed.clock.turn(1)
    await bed.webhooks.save(draft(fine.url))
    await bed.end('j1')
    await until(async () =>
      expect(await states(bed)).toEqual([
        ['j1', 'waiting', 'WEBHOOK_REFUSED'],
        ['j1', 'sent', null],
      ]),
    )
    // A redirect is not followed: what arrived there is the other webhook's own.
    expect(fine.received).toHaveLength(1)
    await until(() => {
      bed.clock.turn(60_000)
      expect(broken.received).toHaveLength(2)
    })
    const [first, second] = broken.received
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    await until(async () => expect((await states(bed)).map(([, state]) => state)).toEqual(['sent', 'sent']))
  },
)

test('503 holds this webhook back for as long as it asks, and kills no record', async () => {
  const receiver = await openReceiver()
  const bed = await openFactoryBed()
  receiver.answer = (response) => void response.writeHead(503, { 'retry-after': '120' }).end()
  await bed.webhooks.save(draft(receiver.url))
  await bed.end('j1')
  await until(async () => expect(await states(bed)).toEqual([['j1', 'waiting', 'WEBHOOK_UNREACHABLE']]))
  const [row] = await bed.store.outbox.list({ limit: 1 })
  expect(row?.lastError?.context).toMatchObject({ status: 503, retryAfterMs: 120_000 })
  expect(row?.nextAttemptAt).toBe(new Date(bed.clock.now().getTime() + 120_000).toISOString())
})

test('410 switches the webhook off; its records wait, and go when it is switched on again', async () => {
  const receiver = await openReceiver()
  const bed = await openFactoryBed()
  receiver.answer = (response, count) => void response.writeHead(count === 1 ? 410 : 200).end()
  const { webhook } = await bed.webhooks.save(draft(receiver.url))
  await bed.end('j1')
  await until(() =>
    expect(bed.webhooks.list()[0]).toMatchObject({ active: false, goneAt: expect.any(String) }),
  )
  await until(async () => expect(await states(bed)).toEqual([['j1', 'waiting', 'WEBHOOK_GONE']]))
  await bed.webhooks.save(draft(receiver.url, { webhookId: webhook.webhookId }))
  await until(async () => expect(await states(bed)).toEqual([['j1', 'sent', null]]))
  expect(bed.webhooks.list()[0]).toMatchObject({ active: true, goneAt: null })
})

test('a receiver that is down: the records wait, and arrive when it is back', async () => {
  const receiver = await openReceiver()
  const bed = await openFactoryBed()
  await bed.webhooks.save(draft(receiver.url))
  await receiver.close()
  await bed.end('j1')
  await until(async () => expect(await states(bed)).toEqual([['j1', 'waiting', 'WEBHOOK_UNREACHABLE']]))
  const back = await openReceiver(Number(new URL(receiver.url).port))
  bed.sender.retryNow()
  await until(() => expect(back.received).toHaveLength(1))
})

test('one that is removed leaves its records unsent, and says who decided it', async () => {
  const receiver = await openReceiver()
  receiver.answer = (response) => void response.writeHead(503).end()
  const bed = await openFactoryBed()
  const { webhook } = await bed.webhooks.save(draft(receiver.url))
  await bed.end('j1')
  await until(async () => expect(await states(bed)).toEqual([['j1', 'waiting', 'WEBHOOK_UNREACHABLE']]))
  expect(await bed.webhooks.remove(webhook.webhookId, 'Ann')).toBe(true)
  const [row] = await bed.store.outbox.list({ limit: 1 })
  expect(row).toMatchObject({ state: 'dismissed', decision: { by: 'Ann' } })
  expect(await bed.webhooks.remove(webhook.webhookId, 'Ann')).toBe(false)
})

test('a test is one event without a record, and says what it was answered', async () => {
  const receiver = await openReceiver()
  const bed = await openFactoryBed()
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const saved = await bed.webhooks.save(draft(receiver.url, { secret }))
  expect(saved.secret).toBeNull()
  const { signal } = new AbortController()
  expect(await bed.webhooks.test(saved.webhook.webhookId, signal)).toMatchObject({ status: 204 })
  expect(verified(secret, receiver.received[0] as Received)).toMatchObject({ type: 'test', data: null })
  receiver.answer = (response) => void response.writeHead(401).end()
  await expect(bed.webhooks.test(saved.webhook.webhookId, signal)).rejects.toMatchObject({
    code: 'WEBHOOK_REFUSED',
    context: { status: 401 },
  })
  await expect(bed.webhooks.test('000000000000', signal)).rejects.toMatchObject({ code: 'WEBHOOK_UNKNOWN' })
})

test('an address that must not be spoken to is refused when it is set', async () => {
  const bed = await openFactoryBed()
  for (const url of ['https://169.254.169.254/', 'https://ann:pin@mes.example/', 'http://8.8.8.8/'])
    await expect(bed.webhooks.save(draft(url))).rejects.toMatchObject({ code: 'WEBHOOK_ADDRESS' })
  expect(bed.webhooks.list()).toEqual([])
})
