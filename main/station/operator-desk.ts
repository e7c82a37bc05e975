// Who works at this station: operators with their roles, signing in by PIN, and whose session a caller uses. A station
// without operators asks nobody. What a role may is not decided here: permissions.ts of the contract, by implementer.ts.
import {
  FlashlineError,
  type Operator,
  type OperatorDraft,
  type Session,
  type Settings,
} from '../../preload/contract/index.ts'
import type { Operators } from '../store/operators.ts'
import type { Caller } from './caller.ts'
import type { EventHub } from './event-hub.ts'
import { hashPin, isPin } from './pin.ts'
import { PinGuard } from './pin-guard.ts'
import type { Secrets } from './secrets.ts'
import { Sessions } from './sessions.ts'
import { createTurns } from './take-turns.ts'

export interface OperatorDeskOptions {
  readonly rows: Operators
  readonly secrets: Pick<Secrets, 'get' | 'set'>
  readonly signInSettings: () => Settings['signIn']
  /** What factory software with a token of its own may. CLIENT_REFUSED. Left out: none comes here. */
  readonly clientSession?: (clientId: string) => Session
  readonly emit: EventHub['emit']
  readonly log: { info(facts: object, message: string): void; warn(facts: object, message: string): void }
  readonly now: () => Date
}

export interface SignIn {
  readonly operatorId: string
  readonly pin: string
  /** Replaces the PIN; must differ from it. */
  readonly newPin?: string | undefined
}

const dayMs = 86_400_000
/** Also without calls: a screen on a wall shows who works here. */
const idleCheckMs = 15_000

export class OperatorDesk {
  readonly #options: OperatorDeskOptions
  readonly #operators: Map<string, Operator>
  readonly #sessions: Sessions
  readonly #guard: PinGuard
  #benchOperator = ''
  readonly #turns = createTurns()

  /** STORE_BROKEN */
  static async open(options: OperatorDeskOptions): Promise<OperatorDesk> {
    return new OperatorDesk(options, await options.rows.list())
  }

  private constructor(options: OperatorDeskOptions, operators: readonly Operator[]) {
    this.#options = options
    this.#operators = new Map(operators.map((operator) => [operator.operatorId, operator]))
    this.#sessions = new Sessions(() => options.signInSettings().idleMinutes, options.now)
    this.#guard = new PinGuard(options.now)
  }

  /** By name. */
  list(): Operator[] {
    return [...this.#operators.values()].toSorted((one, two) => one.name.localeCompare(two.name))
  }

  /** Whoever signed in last and has not signed out; "": nobody. */
  get benchOperator(): string {
    return this.#benchOperator
  }

  /** Who a record names: where there are no operators, whom the settings name. */
  nameForRecords(settings: Pick<Settings, 'operator'>): string {
    return this.#operators.size === 0 ? settings.operator : this.#benchOperator
  }

  sessionOf(caller: Caller): Session {
    this.endIdle()
    if (caller.clientId !== undefined) return this.#sessionOfClient(caller.clientId)
    if (this.#operators.size === 0) return { open: true, operator: null, role: 'lead' }
    const operator = this.#operators.get(this.#sessions.operatorIdOf(caller.token) ?? '') ?? null
    return { open: false, operator, role: caller.isKeyHolder ? 'lead' : (operator?.role ?? null) }
  }

  /** The caller asked for something that only somebody signed in may. */
  used(caller: Caller): void {
    this.#sessions.use(caller.token)
  }

  /** Ends the sessions that nobody used for too long. */
  endIdle(): void {
    if (this.#sessions.endIdle()) this.#tell(true)
  }

  /** Until the returned function is called. */
  watchIdle(): () => void {
    const timer = setInterval(() => this.endIdle(), idleCheckMs)
    timer.unref()
    return () => clearInterval(timer)
  }

  /**
   * OPERATOR_UNKNOWN also for one that may not sign in any more; PIN_WRONG {attemptsLeft}, PIN_LOCKED {untilAt},
   * PIN_EXPIRED; INPUT_INVALID for a new PIN that is the old one.
   */
  signIn(caller: Caller, { operatorId, pin, newPin }: SignIn): Promise<{ token: string; session: Session }> {
    return this.#inTurn(async () => {
      const found = this.#operators.get(operatorId)
      const operator = found?.active ? found : null
      if (operator) this.#guard.refuseLocked(operatorId)
      const isRight = await isPin(pin, operator ? this.#options.secrets.get(ownerOf(operatorId), 'pin') : '')
      if (!operator) throw new FlashlineError('OPERATOR_UNKNOWN', { operatorId })
      if (!isRight) {
        this.#options.log.warn({ operatorId }, 'a wrong PIN')
        throw this.#guard.wrong(operatorId)
      }
      this.#guard.forget(operatorId)
      if (newPin === undefined && this.#hasExpired(operator)) throw new FlashlineError('PIN_EXPIRED')
      if (newPin === pin) throw new FlashlineError('INPUT_INVALID', { field: 'newPin' })
      if (newPin !== undefined) await this.#put({ ...operator, pinSetAt: this.#nowText() }, newPin)
      // One person at a time uses a connection.
      this.#sessions.end(caller.token)
      const token = this.#sessions.begin(operatorId)
      caller.token = token
      this.#options.log.info({ operatorId }, 'signed in')
      this.#tell(newPin !== undefined)
      return { token, session: this.sessionOf(caller) }
    })
  }

  /** SIGN_IN_NEEDED when the session has ended. */
  resume(caller: Caller, token: string): Session {
    this.endIdle()
    if (this.#sessions.operatorIdOf(token) === null) throw new FlashlineError('SIGN_IN_NEEDED')
    caller.token = token
    this.#sessions.use(token)
    return this.sessionOf(caller)
  }

  signOut(caller: Caller): Session {
    this.#sessions.end(caller.token)
    caller.token = null
    this.#tell(true)
    return this.sessionOf(caller)
  }

  /**
   * Adds or changes one. Whoever makes the first one is signed in as it. OPERATOR_UNKNOWN, OPERATOR_TAKEN,
   * OPERATOR_LAST_LEAD, INPUT_INVALID for a new one without a PIN.
   */
  save(caller: Caller, draft: OperatorDraft): Promise<Operator> {
    return this.#inTurn(async () => {
      this.#requireLeadCaller(caller)
      const isFirst = this.#operators.size === 0
      const before = draft.operatorId === null ? null : this.#known(draft.operatorId)
      if (!before && draft.pin === undefined) throw new FlashlineError('INPUT_INVALID', { field: 'pin' })
      const { name, role, active, pin } = draft
      const others = this.list().filter(({ operatorId }) => operatorId !== before?.operatorId)
      if (others.some((other) => sameName(other.name, name)))
        throw new FlashlineError('OPERATOR_TAKEN', { name })
      const operator: Operator = {
        operatorId: before?.operatorId ?? freeId(name, (taken) => this.#operators.has(taken)),
        name,
        role,
        active,
        pinSetAt: before && pin === undefined ? before.pinSetAt : this.#nowText(),
      }
      requireLead([...others, operator])
      await this.#put(operator, pin)
      // Whoever had found out the old PIN is out; whoever set the new one stays.
      if (pin !== undefined) this.#sessions.endOf(operator.operatorId, caller.token)
      if (!active) this.#sessions.endOf(operator.operatorId)
      const isPerson = !caller.isKeyHolder && caller.clientId === undefined
      if (isFirst && isPerson) caller.token = this.#sessions.begin(operator.operatorId)
      this.#tell(true)
      return operator
    })
  }

  /** False: there was none. OPERATOR_LAST_LEAD */
  remove(caller: Caller, operatorId: string): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#requireLeadCaller(caller)
      if (!this.#operators.has(operatorId)) return false
      requireLead(this.list().filter((other) => other.operatorId !== operatorId))
      await this.#options.rows.remove(operatorId)
      this.#operators.delete(operatorId)
      this.#sessions.endOf(operatorId)
      this.#guard.forget(operatorId)
      this.#tell(true)
      await this.#options.secrets.set({ [ownerOf(operatorId)]: { pin: '' } })
      return true
    })
  }

  #sessionOfClient(clientId: string): Session {
    if (!this.#options.clientSession) throw new FlashlineError('CLIENT_REFUSED')
    return this.#options.clientSession(clientId)
  }

  /** Again, in turn: while it waited, somebody else may have become the first operator, or taken the role away. */
  #requireLeadCaller(caller: Caller): void {
    if (this.sessionOf(caller).role !== 'lead') throw new FlashlineError('SIGN_IN_NEEDED')
  }

  #known(operatorId: string): Operator {
    const operator = this.#operators.get(operatorId)
    if (!operator) throw new FlashlineError('OPERATOR_UNKNOWN', { operatorId })
    return operator
  }

  async #put(operator: Operator, pin: string | undefined): Promise<void> {
    if (pin !== undefined) {
      await this.#options.secrets.set({ [ownerOf(operator.operatorId)]: { pin: await hashPin(pin) } })
      this.#guard.forget(operator.operatorId)
    }
    await this.#options.rows.put(operator)
    this.#operators.set(operator.operatorId, operator)
  }

  #hasExpired({ pinSetAt }: Operator): boolean {
    const { pinMaxAgeDays } = this.#options.signInSettings()
    const ageMs = this.#options.now().getTime() - Date.parse(pinSetAt)
    return pinMaxAgeDays > 0 && ageMs >= pinMaxAgeDays * dayMs
  }

  #nowText(): string {
    return this.#options.now().toISOString()
  }

  /** `operators`: screens must ask who there is, and who they are, again. */
  #tell(operators: boolean): void {
    const operator = this.#operators.get(this.#sessions.lastOperatorId ?? '')?.name ?? ''
    if (operator !== this.#benchOperator) {
      this.#benchOperator = operator
      this.#options.emit({ type: 'benchOperatorChanged', operator })
    }
    if (operators) this.#options.emit({ type: 'listsChanged', lists: ['operators'] })
  }

  /** One at a time: guesses are counted before the next is looked at, and two changes never meet half-way. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns('operators', work)
  }
}

const ownerOf = (operatorId: string) => `@operator-${operatorId}`

/** Somebody must be able to sign in and change everything. OPERATOR_LAST_LEAD */
function requireLead(operators: readonly Operator[]): void {
  if (!operators.some(({ role, active }) => role === 'lead' && active))
    throw new FlashlineError('OPERATOR_LAST_LEAD')
}

function sameName(one: string, two: string): boolean {
  return one.normalize('NFKC').toLowerCase() === two.normalize('NFKC').toLowerCase()
}

/** Of the name, so that a person can type it; of a name without Latin letters: `operator`. */
function freeId(name: string, isTaken: (operatorId: string) => boolean): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['operator']
  const stem = letters.join('-').slice(0, 32)
  let operatorId = stem
  for (let number = 2; isTaken(operatorId); number += 1) operatorId = `${stem}-${number}`
  return operatorId
}
