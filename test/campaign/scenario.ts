// What one scenario of the campaign is, and what all of them share: decisions that a seed repeats. A scenario tries to
// break one promise of docs/promises.md; it throws an AssertionError when it did, and says its figures when it did not.
// The runner is run.ts; nothing here knows a scenario.

/** What a scenario measured, for the table; units in the names. */
export type Figures = Readonly<Record<string, number | string>>

export interface ScenarioOptions {
  /** How much of it: each scenario says what one round is. */
  readonly rounds: number
  /** Repeats every decision of the scenario. */
  readonly seed: number
  /** A line for whoever watches. */
  say(line: string): void
  readonly signal: AbortSignal
}

export interface Scenario {
  /** That of its file. */
  readonly name: string
  /** One line: what it tries to break, and what a round is. */
  readonly what: string
  /** Rounds when nobody says how many: in `npm test`, and in the campaign. Left out: 1 and 1. */
  readonly rounds?: { readonly short: number; readonly full: number }
  /** @throws AssertionError: a promise is broken. */
  run(options: ScenarioOptions): Promise<Figures>
}

/** A source of decisions; two of the same seed decide the same. */
export interface Decisions {
  /** From 0, below 1. */
  next(): number
  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number
  /** True once in `times`, on the average. */
  oneIn(times: number): boolean
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  /** A source of its own, which takes nothing from this one: for what happens beside it. */
  branch(name: string): Decisions
}

/** mulberry32: small, and good enough to choose moments. */
export function decisionsFrom(seed: number): Decisions {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    ...{ next, between },
    oneIn: (times) => next() * times < 1,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    branch: (name) =>
      decisionsFrom([...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, seed)),
  }
}
