// Webhooks: who is told of finished records, and the telling of one. What is owed to them is written with the record
// (store/listeners.ts); when it is sent is the outbox's. Secrets are kept with the other secrets.
import { randomBytes, randomUUID } from 'node:crypto'
import {
  FlashlineError,
  type JobRecord,
  type SavedWebhook,
  type Webhook,
  type WebhookDraft,
  type WebhookEvent,
} from '../../preload/contract/index.ts'
import type { WebhookPoster } from '../factory/post-webhook.ts'
import { fitEvent, recordEvent } from '../factory/record-event.ts'
import { makeWebhookSecret } from '../factory/sign-webhook.ts'
import { requireWebhookUrl } from '../factory/webhook-address.ts'
import type { RecordSink } from '../outbox/record-sink.ts'
import { type KeptWebhook, type Listeners, webhookListenerId } from '../store/listeners.ts'
import type { Secrets } from './secrets.ts'
import { createTurns } from './take-turns.ts'

export interface WebhookDeskOptions {
  readonly rows: Listeners
  /** JOB_UNKNOWN */
  readonly record: (jobId: string) => Promise<JobRecord>
  readonly secrets: Pick<Secrets, 'get' | 'set'>
  readonly poster: WebhookPoster
  readonly stationName: () => string
  /** What waits for a webhook that is no more stays unsent, and is said to. */
  readonly giveUp: (listenerId: string, by: string) => Promise<void>
  /** The list has changed. */
  readonly onChange: () => void
  /** Somebody changed it: what waits may go. */
  readonly onSet: () => void
  readonly now: () => Date
}

const mostWebhooks = 50

export class WebhookDesk {
  readonly #options: WebhookDeskOptions
  readonly #webhooks: Map<string, Webhook>
  readonly #turns = createTurns()

  /** STORE_* */
  static async open(options: WebhookDeskOptions): Promise<WebhookDesk> {
    return new WebhookDesk(options, await options.rows.webhooks())
  }

  private constructor(options: WebhookDeskOptions, kept: readonly KeptWebhook[]) {
    this.#options = options
    this.#webhooks = new Map(kept.map((one) => [one.listenerId, webhookOf(one)]))
  }

  /** Oldest first. */
  list(): Webhook[] {
    return [...this.#webhooks.values()]
  }

  /** WEBHOOK_ADDRESS, WEBHOOK_UNKNOWN; INPUT_INVALID for more than a station has. */
  save(draft: WebhookDraft): Promise<SavedWebhook> {
    return this.#turns('webhooks', async () => {
      const { webhookId, name, url, plainHttp, active, which, orderId } = draft
      requireWebhookUrl(url, plainHttp)
      const before = webhookId === null ? null : this.#known(webhookId)
      if (!before && this.#webhooks.size >= mostWebhooks)
        throw new FlashlineError('INPUT_INVALID', { field: 'webhooks', most: mostWebhooks })
      const webhook: Webhook = {
        ...{ name, url, plainHttp, active, which, orderId },
        webhookId: before?.webhookId ?? randomBytes(6).toString('hex'),
        // Switched on again it is asked again.
        goneAt: active ? null : (before?.goneAt ?? null),
        createdAt: before?.createdAt ?? this.#options.now().toISOString(),
      }
      const made = draft.secret === undefined && !before ? makeWebhookSecret() : null
      const secret = draft.secret ?? made
      if (secret !== null)
        await this.#options.secrets.set({ [ownerOf(webhook.webhookId)]: { signing: secret } })
      await this.#put(webhook)
      this.#options.onSet()
      return { webhook, secret: made }
    })
  }

  /** False: there was none. */
  remove(webhookId: string, by: string): Promise<boolean> {
    return this.#turns('webhooks', async () => {
      const listenerId = webhookListenerId(webhookId)
      if (!this.#webhooks.delete(listenerId)) return false
      await this.#options.rows.remove(listenerId)
      await this.#options.giveUp(listenerId, by)
      await this.#options.secrets.set({ [ownerOf(webhookId)]: { signing: '' } })
      this.#options.onChange()
      return true
    })
  }

  /** Sends an event without a record, once. WEBHOOK_*, SECRET_MISSING */
  async test(webhookId: string, signal: AbortSignal): Promise<{ status: number; durationMs: number }> {
    const webhook = this.#known(webhookId)
    const began = performance.now()
    const event: WebhookEvent = {
      ...{ id: `test_${randomUUID()}`, type: 'test', data: null },
      timestamp: this.#options.now().toISOString(),
      station: this.#options.stationName(),
    }
    const status = await this.#post(webhook, event, signal)
    return { status, durationMs: Math.round(performance.now() - began) }
  }

  /** Null: there is none of this id, or it is switched off. */
  sinkFor(listenerId: string): RecordSink | null {
    if (!this.#webhooks.get(listenerId)?.active) return null
    return {
      send: async ({ jobId, corrects }, signal) => {
        const record = await this.#options.record(jobId)
        const webhook = this.#webhooks.get(listenerId)
        if (!webhook?.active) throw new FlashlineError('WEBHOOK_UNKNOWN', { webhookId: listenerId })
        try {
          await this.#post(webhook, recordEvent(record, corrects, this.#options.stationName()), signal)
        } catch (error) {
          if (error instanceof FlashlineError && error.code === 'WEBHOOK_GONE') await this.#switchOff(webhook)
          throw error
        }
      },
    }
  }

  #post({ webhookId, url, plainHttp }: Webhook, event: WebhookEvent, signal: AbortSignal): Promise<number> {
    const secret = this.#options.secrets.get(ownerOf(webhookId), 'signing')
    if (secret === '') throw new FlashlineError('SECRET_MISSING', { connectionId: ownerOf(webhookId) })
    const post = { url, plainHttp, secret, eventId: event.id, body: fitEvent(event) }
    return this.#options.poster.post(post, signal)
  }

  #switchOff({ webhookId, url }: Webhook): Promise<void> {
    return this.#turns('webhooks', async () => {
      const webhook = this.#webhooks.get(webhookListenerId(webhookId))
      // It was given another address meanwhile: that one has said nothing.
      if (!webhook || webhook.url !== url) return
      await this.#put({ ...webhook, active: false, goneAt: this.#options.now().toISOString() })
    })
  }

  #known(webhookId: string): Webhook {
    const webhook = this.#webhooks.get(webhookListenerId(webhookId))
    if (!webhook) throw new FlashlineError('WEBHOOK_UNKNOWN', { webhookId })
    return webhook
  }

  async #put(webhook: Webhook): Promise<void> {
    const { webhookId, ...kept } = webhook
    const listenerId = webhookListenerId(webhookId)
    await this.#options.rows.putWebhook({ listenerId, ...kept })
    this.#webhooks.set(listenerId, webhook)
    this.#options.onChange()
  }
}

const ownerOf = (webhookId: string): string => `@webhook-${webhookId}`

function webhookOf({ listenerId, ...kept }: KeptWebhook): Webhook {
  return { webhookId: listenerId.slice(webhookListenerId('').length), ...kept }
}
