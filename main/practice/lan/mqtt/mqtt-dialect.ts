// What a simulated device behind a broker hears and says, as its maker has it. Not here: what it does (mqtt-unit.ts).
import type { UnitIdentity } from '../../unit.ts'
import type { FetchFailure } from './mqtt-faults.ts'

export interface Say {
  readonly topic: string
  readonly payload: string
  readonly retain?: boolean
}

/** What it is told to fetch. Digests in hex; null: it was told none. */
export interface FetchOrder {
  readonly url: string
  readonly sizeBytes: number | null
  readonly md5: string | null
  readonly sha256: string | null
}

/** Who speaks, and with which firmware. */
export interface Speaker {
  readonly device: UnitIdentity
  /** In its topics. */
  readonly name: string
  readonly version: string
}

export interface MqttDialect {
  /** What it listens to. */
  filters(speaker: Speaker): readonly string[]
  /** The first is its last will, too. */
  presence(speaker: Speaker): { readonly offline: Say; readonly online: Say }
  /** After each start; not when it has only lost the broker. */
  hello(speaker: Speaker): readonly Say[]
  hear(
    speaker: Speaker,
    topic: string,
    text: string,
  ): { readonly say: readonly Say[]; readonly order: FetchOrder | null }
  /** 0 to 100. */
  progress(speaker: Speaker, percent: number): readonly Say[]
  /** Null: it is stored, and it starts anew. */
  ended(speaker: Speaker, failure: FetchFailure | null): readonly Say[]
}
