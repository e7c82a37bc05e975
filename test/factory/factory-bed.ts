// Webhooks and drop folders over a real store and sender, a receiver that is a real HTTP server, and a clock that stands
// until it is turned.
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createWebhookPoster } from '../../main/factory/post-webhook.ts'
import { createOutboxSender, type OutboxSender } from '../../main/outbox/sender.ts'
import { DropDesk } from '../../main/station/drop-desk.ts'
import { openSecrets } from '../../main/station/secrets.ts'
import { WebhookDesk } from '../../main/station/webhook-desk.ts'
import { openStore, type Store } from '../../main/store/open-store.ts'
import type { Job, LogLine } from '../../preload/contract/index.ts'
import { HandClock } from '../outbox/set-up.ts'
import { job, tempFolder } from '../store/job-fixture.ts'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** What it answers next; 204 when left alone. */
  answer: (response: ServerResponse, count: number) => void
  close(): Promise<void>
}

export async function openReceiver(port = 0): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    received.push({ headers: request.headers, body })
    receiver.answer(response, received.length)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: bound } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const receiver: Receiver = {
    url: `http://127.0.0.1:${bound}/hook`,
    received,
    answer: (response) => void response.writeHead(204).end(),
    close,
  }
  onTestFinished(close)
  return receiver
}

export interface FactoryBed {
  readonly folder: string
  readonly store: Store
  readonly clock: HandClock
  readonly sender: OutboxSender
  readonly webhooks: WebhookDesk
  readonly drops: DropDesk
  /** A job that ended so, in the store. */
  end(jobId: string, facts?: Partial<Job>, log?: readonly LogLine[]): Promise<void>
}

export async function openFactoryBed(folder?: string): Promise<FactoryBed> {
  const dataDir = folder ?? (await tempFolder())
  const clock = new HandClock()
  const store = await openStore(dataDir, { now: () => clock.now() })
  const poster = createWebhookPoster({ now: () => new Date() })
  const telling = {
    rows: store.listeners,
    record: store.jobs.get,
    stationName: () => 'Bench 7',
    onChange: () => undefined,
    onSet: () => sender.retryNow(),
  }
  const webhooks = await WebhookDesk.open({
    ...telling,
    poster,
    secrets: await openSecrets(dataDir, async () => null),
    giveUp: (listenerId, by) =>
      store.outbox.giveUp(listenerId, { by, at: clock.now().toISOString(), note: '' }),
    now: () => clock.now(),
  })
  const log = { info: () => undefined, warn: () => undefined }
  const drops = await DropDesk.open({ ...telling, log, clock })
  const sender = createOutboxSender({
    store: store.outbox,
    sinkFor: () => null,
    listenerFor: (id) => webhooks.sinkFor(id) ?? drops.sinkFor(id),
    onChange: () => undefined,
    clock,
    random: () => 0,
  })
  sender.start()
  onTestFinished(async () => {
    await drops.stop()
    await sender.stop({ timeoutMs: 0 })
    await poster.close()
    await store.close()
  })
  return {
    ...{ folder: dataDir, store, clock, sender, webhooks, drops },
    async end(jobId, facts = {}, lines = []) {
      const running = job(jobId, { ...facts, outcome: 'running', endedAt: null })
      await store.jobs.begin(running)
      const endedAt = clock.now().toISOString()
      await store.jobs.save({ ...running, outcome: 'passed', endedAt, ...facts }, lines, [])
      sender.kick()
    },
  }
}
