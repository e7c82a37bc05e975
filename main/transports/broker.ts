// A plant's message broker (MQTT) as the rest of the station sees it. Types only; the client is mqtt.ts.

export interface BrokerMessage {
  readonly topic: string
  readonly payload: Uint8Array
  /** Kept by the broker from earlier: what it says was true once. */
  readonly retained: boolean
}

export interface Broker {
  /** `mqtt://host:port`, for records and screens. */
  readonly address: string
  /**
   * Resolves when the broker has acknowledged (QoS 1). BROKER_LOST while there is no connection, BROKER_REFUSED when the
   * broker will not take it; the signal's reason.
   */
  publish(
    topic: string,
    payload: string | Uint8Array,
    options: { readonly retain?: boolean; readonly signal: AbortSignal },
  ): Promise<void>
  /**
   * Hears what comes in under these filters (`+` and `#` as in MQTT), also after the connection was lost and made anew.
   * Resolves when the broker has acknowledged, with how to stop. What the broker kept may come before that, and may come
   * again when others listen too. BROKER_LOST, BROKER_REFUSED.
   */
  subscribe(
    filters: readonly string[],
    listener: (message: BrokerMessage) => void,
    signal: AbortSignal,
  ): Promise<() => void>
  /**
   * Told at once and with every change: null while the connection stands, else the code of its end or of the last attempt
   * to make it again.
   */
  onState(listener: (code: BrokerCode | null) => void): () => void
  /** Idempotent. Never rejects. */
  close(): Promise<void>
}

export type BrokerCode = 'BROKER_UNREACHABLE' | 'BROKER_DENIED' | 'BROKER_TLS' | 'BROKER_LOST'

/** A device behind a broker: its name fills `{name}` in the topics of a profile. */
export interface BrokerDevice {
  readonly name: string
  readonly broker: Broker
}
