// Which telnet options are agreed with a server. Pure: what to say is returned, not sent. Asks for what is wanted, refuses
// the rest, and says nothing twice, so that no server can make it talk for ever. Source: RFC 854, RFC 1143 (no loops).
import type { Verb } from './telnet.ts'

export interface Negotiation {
  readonly verb: Verb
  readonly option: number
}

export interface WantedOptions {
  /** In both directions. */
  readonly both: readonly number[]
  /** That we do and the server may do too, but is not asked to. */
  readonly ours: readonly number[]
}

export class TelnetOptions {
  readonly #wanted: WantedOptions
  readonly #said = new Set<string>()
  readonly #ours = new Map<number, boolean>()
  readonly #theirs = new Map<number, boolean>()

  constructor(wanted: WantedOptions) {
    this.#wanted = wanted
  }

  /** What to say first. */
  offer(): Negotiation[] {
    const { both, ours } = this.#wanted
    const will = [...both, ...ours].map((option): Negotiation => ({ verb: 'will', option }))
    const ask = both.map((option): Negotiation => ({ verb: 'do', option }))
    return [...will, ...ask].filter((one) => this.#isNew(one))
  }

  /** What to answer; null: nothing. */
  take({ verb, option }: Negotiation): Negotiation | null {
    const isOurs = verb === 'do' || verb === 'dont'
    const isYes = verb === 'do' || verb === 'will'
    const isWanted = this.#wanted.both.includes(option) || this.#wanted.ours.includes(option)
    if (isWanted) (isOurs ? this.#ours : this.#theirs).set(option, isYes)
    // A no needs no answer: what is not wanted was never offered, what is wanted cannot be had.
    if (!isYes) return null
    const answer: Negotiation = isOurs
      ? { verb: isWanted ? 'will' : 'wont', option }
      : { verb: isWanted ? 'do' : 'dont', option }
    return this.#isNew(answer) ? answer : null
  }

  /** Whether the server takes it from us; null while it has not said. */
  ours(option: number): boolean | null {
    return this.#ours.get(option) ?? null
  }

  /** Whether the server does it. */
  theirs(option: number): boolean | null {
    return this.#theirs.get(option) ?? null
  }

  #isNew({ verb, option }: Negotiation): boolean {
    const size = this.#said.size
    return this.#said.add(`${verb} ${option}`).size > size
  }
}
