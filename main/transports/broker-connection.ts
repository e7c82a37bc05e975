// One connection to a broker, from its CONNACK to its end. Types only: mqtt.ts makes it, lasting-broker.ts makes a new
// one when it is lost.
import type { ErrorContext } from '../../preload/contract/index.ts'
import type { BrokerMessage } from './broker.ts'

export interface BrokerConnection {
  /** Resolves when the broker has acknowledged. BROKER_LOST, BROKER_REFUSED {topic, reason}; the signal's reason. */
  publish(topic: string, payload: string | Uint8Array, options: PublishOptions): Promise<void>
  /** Resolves with the filters that the broker refused. BROKER_LOST. */
  subscribe(filters: readonly string[]): Promise<readonly string[]>
  /** BROKER_LOST. */
  unsubscribe(filters: readonly string[]): Promise<void>
  /** Resolves at the end, whoever ended it; never rejects. */
  readonly closed: Promise<{ readonly reason: string }>
  /** Idempotent. Never rejects. */
  close(): Promise<void>
}

export interface PublishOptions {
  readonly retain: boolean
  readonly signal: AbortSignal
}

/** BROKER_UNREACHABLE, BROKER_DENIED, BROKER_TLS {address, reason}; the signal's reason. */
export type DialBroker = (
  onMessage: (message: BrokerMessage) => void,
  signal: AbortSignal,
) => Promise<BrokerConnection>

/** What the station's log hears. Never a password, and no message's content. */
export interface BrokerLog {
  warn(facts: ErrorContext, message: string): void
}
