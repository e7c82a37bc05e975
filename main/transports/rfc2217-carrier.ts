// What a serial server that speaks RFC 2217 does for its link: rate, parity and modem lines by request and answer, bytes
// as escaped telnet data. Not here: the messages (com-port.ts), the conversation (com-port-session.ts).
//
// Servers stay silent about what their port has not got. Of DTR and RTS that means that the line is not there, which is no
// error; of the rate and the frame it is REMOTE_SERIAL, because bytes would arrive as others.
import { type ErrorCode, type ErrorContext, FlashlineError } from '../../preload/contract/index.ts'
import type { CarriedLink, Carrier } from './carried-link.ts'
import { type ComPortNotice, type ComPortSetting, lineValues, parityValues, plain } from './com-port.ts'
import { ComPortSession } from './com-port-session.ts'
import type { ModemLines, Parity } from './link.ts'
import { ServerGreeting } from './server-greeting.ts'
import type { TcpLimits, TcpWire } from './tcp-wire.ts'
import { escapeData } from './telnet.ts'

export interface Rfc2217Limits extends TcpLimits {
  /** A request that is not answered within this never will be. */
  readonly answerMs: number
  /** The same for what a server may be silent about, on top of four times what its other answers took. */
  readonly silenceMs: number
  /** Waits; ends early, without an error, when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

type Line = keyof typeof lineValues
type Receiver = Pick<CarriedLink, 'received' | 'lost'>

/** A server may tell the rate that its divider really makes; a UART follows one that is this close, in parts of the rate. */
const rateTolerance = 0.02

export class Rfc2217Carrier implements Carrier {
  readonly pieceBytes = 16 * 1024
  readonly #address: string
  readonly #wire: TcpWire
  readonly #limits: Rfc2217Limits
  readonly #session: ComPortSession
  readonly #greeting = new ServerGreeting()
  readonly #ended = new AbortController()
  /** Those that the server has shown to have. */
  readonly #lines = new Set<Line>()
  #receiver: Receiver | null = null
  /** What the server had in its buffers before the port was ours is nobody's. */
  #isOurs = false
  /** While the server asks to send nothing. */
  #suspended: PromiseWithResolvers<void> | null = null
  #baudRate = 1
  #bitsPerByte = 10
  /** When the line will have taken all that was written. */
  #idleAtMs = 0

  constructor(address: string, wire: TcpWire, limits: Rfc2217Limits) {
    this.#address = address
    this.#wire = wire
    this.#limits = limits
    this.#session = new ComPortSession({
      // Its failure is the connection's, which tells by itself.
      send: (bytes) => void wire.write(bytes).catch(() => {}),
      onData: (bytes) => {
        this.#greeting.add(bytes)
        if (this.#isOurs) this.#receiver?.received(bytes)
      },
      onMessage: (about) => this.#onMessage(about),
      ended: this.#ended.signal,
    })
  }

  get hasSignals(): boolean {
    return this.#lines.size > 0
  }

  /** Called once. DTR and RTS are on after it, as after the open of a serial port. */
  async open(baudRate: number, receiver: Receiver): Promise<void> {
    const { answerMs, silenceMs } = this.#limits
    const session = this.#session
    this.#receiver = receiver
    this.#wire.listen({
      received: (bytes) => session.read(bytes),
      ended: () => this.#lost(this.#greeting.refusal(), { reason: 'ended' }),
      broken: (cause) => this.#lost(this.#greeting.refusal(), {}, cause),
    })
    await session.start(answerMs, () =>
      this.#remoteError({ reason: session.isTelnet ? 'noComPort' : 'notTelnet' }),
    )
    const startedMs = performance.now()
    const [rate, dataSize, parity, stopSize] = await Promise.all([
      session.ask('baudRate', baudRate, answerMs),
      session.ask('dataSize', plain.dataSize, answerMs),
      session.ask('parity', parityValues.none, answerMs),
      session.ask('stopSize', plain.stopSize, answerMs),
    ])
    const patienceMs = Math.min(answerMs, silenceMs + 4 * (performance.now() - startedMs))
    if (session.refusesBinary) throw this.#remoteError({ option: 'binary' })
    this.#checkRate(baudRate, rate)
    this.#check('dataSize', plain.dataSize, dataSize)
    this.#check('parity', parityValues.none, parity)
    this.#check('stopSize', plain.stopSize, stopSize)
    // DTR before RTS: the other way round holds a chip in reset for a moment where the two make one pulse.
    const [flow, , dtr, rts] = await Promise.all([
      session.ask('flow', plain.flow, patienceMs),
      session.ask('purge', plain.purge, patienceMs),
      session.ask('dtr', lineValues.dtr.on, patienceMs),
      session.ask('rts', lineValues.rts.on, patienceMs),
    ])
    if (flow !== null) this.#check('flow', plain.flow, flow)
    if (dtr === lineValues.dtr.on) this.#lines.add('dtr')
    if (rts === lineValues.rts.on) this.#lines.add('rts')
    this.#isOurs = true
  }

  stallMs(bytes: number): number {
    return this.#limits.stallMs + 4 * this.#lineMs(bytes)
  }

  async writePiece(bytes: Uint8Array): Promise<void> {
    if (this.#suspended !== null) await this.#suspended.promise
    await this.#wire.write(escapeData(bytes))
    this.#idleAtMs = Math.max(this.#idleAtMs, performance.now()) + this.#lineMs(bytes.length)
  }

  /** No message asks for it, so the bytes get the time that the line needs for them. */
  async drain(): Promise<void> {
    const leftMs = this.#idleAtMs - performance.now()
    if (leftMs > 0) await this.#limits.pause(leftMs, this.#ended.signal)
  }

  async setBaud(baudRate: number): Promise<void> {
    this.#checkRate(baudRate, await this.#session.ask('baudRate', baudRate, this.#limits.answerMs))
  }

  async setParity(parity: Parity): Promise<void> {
    const value = parityValues[parity]
    this.#check('parity', value, await this.#session.ask('parity', value, this.#limits.answerMs))
    this.#bitsPerByte = parity === 'none' ? 10 : 11
  }

  async setSignals({ dtr, rts }: ModemLines): Promise<void> {
    await Promise.all([this.#setLine('dtr', dtr), this.#setLine('rts', rts)])
  }

  async release(writeBlocked: boolean): Promise<void> {
    this.#end(new FlashlineError('LINK_LOST', { address: this.#address, reason: 'closed' }))
    await this.#wire.release(writeBlocked)
  }

  async #setLine(line: Line, isOn: boolean | undefined): Promise<void> {
    if (isOn === undefined || !this.#lines.has(line)) return
    const value = lineValues[line][isOn ? 'on' : 'off']
    const answered = await this.#session.ask(line, value, this.#limits.answerMs)
    if (answered !== value) this.#lines.delete(line)
  }

  #onMessage(about: ComPortSetting | ComPortNotice): void {
    if (about === 'purge') this.#isOurs = true
    if (about === 'suspend') this.#suspended ??= Promise.withResolvers()
    if (about === 'resume') this.#goOn()
  }

  #goOn(): void {
    this.#suspended?.resolve()
    this.#suspended = null
  }

  #lineMs(bytes: number): number {
    return (1000 * bytes * this.#bitsPerByte) / this.#baudRate
  }

  /** PROFILE_INVALID, as from any port that cannot do the rate. */
  #checkRate(baudRate: number, answered: number | null): void {
    if (answered === null) this.#check('baudRate', baudRate, answered)
    else if (Math.abs(answered - baudRate) > baudRate * rateTolerance)
      throw new FlashlineError('PROFILE_INVALID', {
        field: 'baudRate',
        address: this.#address,
        baudRate,
        answered,
      })
    this.#baudRate = baudRate
  }

  #check(option: ComPortSetting, asked: number, answered: number | null): void {
    if (answered !== asked) throw this.#remoteError({ option, asked, answered })
  }

  #remoteError(context: ErrorContext): FlashlineError {
    return new FlashlineError('REMOTE_SERIAL', { address: this.#address, ...context })
  }

  #lost(code: ErrorCode, context: ErrorContext, cause?: unknown): void {
    this.#end(new FlashlineError(code, { address: this.#address, ...context }, { cause }))
    this.#receiver?.lost(context, cause, code)
  }

  #end(error: FlashlineError): void {
    this.#ended.abort(error)
    this.#goOn()
  }
}
