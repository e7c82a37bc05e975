// The signature of a webhook by the Standard Webhooks specification (standardwebhooks.com), scheme v1: HMAC-SHA256 with the
// shared secret over `<id>.<seconds>.<body>`, in base64. Pure.
import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

export function makeWebhookSecret(): string {
  return prefix + randomBytes(32).toString('base64')
}

export interface WebhookHeaders {
  readonly 'webhook-id': string
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

/** `secret`: `whsec_<base64>`. `body`: as it is sent, to the byte. */
export function signWebhook(secret: string, id: string, sentAt: Date, body: string): WebhookHeaders {
  const seconds = Math.floor(sentAt.getTime() / 1000)
  const key = Buffer.from(secret.slice(prefix.length), 'base64')
  const digest = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${digest}` }
}
