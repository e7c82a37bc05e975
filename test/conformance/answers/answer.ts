// One answer of the clouds' documents for the tests of the tolerant reader: written out in full, what it stands for, and
// which of its fields may be missing.
import type { UnreadItem } from '../../../preload/contract/index.ts'

export interface Answer {
  readonly name: string
  /** Asks a server that answers `text` with status 200; what the client makes of it. */
  readonly ask: (text: string) => Promise<unknown>
  /** Every documented field. */
  readonly item: object
  readonly value: unknown
  /** The whole answer around items; one that carries a single item takes the first. */
  readonly body: (items: readonly unknown[]) => unknown
  /** What that stands for; `count`: how many items it carried. */
  readonly whole: (values: readonly unknown[], unread: readonly UnreadItem[], count: number) => unknown
  /** Fields of the item that may be missing, and what the item's value is without. */
  readonly optional: Readonly<Record<string, unknown>>
  /** Fields around the items that may be missing without any effect. */
  readonly around: readonly string[]
  /** Fields of the item, and fields around the items, without which nothing can be made of it. */
  readonly strict: readonly string[]
  readonly strictAround: readonly string[]
  readonly list?: {
    readonly second: object
    readonly secondValue: unknown
    readonly idField: string
    /** What may be missing when there is none. */
    readonly fields: readonly string[]
    /** Items that are broken within, by the field that is. */
    readonly broken: Readonly<Record<string, object>>
  }
  /** Names may begin with a letter of either case. */
  readonly eitherCase?: true
}

/** An answer that is the item itself. */
export const bare: Pick<Answer, 'body' | 'whole'> = {
  body: ([item]) => item,
  whole: ([value]) => value,
}
