// A conversation with a server of RFC 2217 over any byte stream: agrees on the options, asks for settings and waits for the
// answers, keeps data apart. Not here: which settings, and what an answer means (rfc2217-carrier.ts).
// Source: RFC 2217; a server's own WILL of the option means nothing, only its DO lets a client ask.
import { boundedWait } from './bounded-wait.ts'
import {
  type ComPortMessage,
  type ComPortNotice,
  type ComPortSetting,
  comPortOption,
  decodeComPort,
  encodeComPort,
} from './com-port.ts'
import { encodeNegotiation, encodeSubnegotiation, TelnetReader } from './telnet.ts'
import { type Negotiation, TelnetOptions } from './telnet-options.ts'

export interface ComPortSessionParts {
  readonly send: (bytes: Uint8Array) => void
  /** Valid only during the call. */
  readonly onData: (bytes: Uint8Array) => void
  /** Called at once, before what came after it is told; `purge` included, whoever asked. */
  readonly onMessage: (about: ComPortSetting | ComPortNotice) => void
  /** Aborted when the connection is over; waits then reject with its reason. */
  readonly ended: AbortSignal
}

const binary = 0
const suppressGoAhead = 3

interface Asked {
  readonly about: ComPortSetting
  readonly resolve: (value: number) => void
}

export class ComPortSession {
  readonly #parts: ComPortSessionParts
  readonly #options = new TelnetOptions({ both: [binary, suppressGoAhead], ours: [comPortOption] })
  readonly #reader: TelnetReader
  readonly #granted = Promise.withResolvers<void>()
  readonly #asked: Asked[] = []
  /** Whether anything came that only a telnet server says. */
  isTelnet = false

  constructor(parts: ComPortSessionParts) {
    this.#parts = parts
    this.#reader = new TelnetReader({
      data: parts.onData,
      negotiation: (verb, option) => this.#negotiate({ verb, option }),
      subnegotiation: (option, body) => {
        const message = option === comPortOption ? decodeComPort(body) : null
        if (message !== null) this.#take(message)
      },
    })
  }

  read(bytes: Uint8Array): void {
    this.#reader.read(bytes)
  }

  /** Resolves when the server lets us ask; rejects with `timeoutError` when it does not in time. */
  async start(timeoutMs: number, timeoutError: () => unknown): Promise<void> {
    // In one piece: a server that hangs up at once would make a second one fail before its last words were read.
    this.#parts.send(Buffer.concat(this.#options.offer().map(encodeOne)))
    await boundedWait(this.#granted.promise, { signals: [this.#parts.ended], timeoutMs, timeoutError })
  }

  /** The server said that bytes will not go through as they are. It has said so before it answers the first request. */
  get refusesBinary(): boolean {
    return this.#options.ours(binary) === false || this.#options.theirs(binary) === false
  }

  /** What the port has then; null when nothing came in time. Requests leave in the order of the calls. */
  async ask(about: ComPortSetting, value: number, timeoutMs: number): Promise<number | null> {
    const { promise, resolve } = Promise.withResolvers<number>()
    const asked: Asked = { about, resolve }
    this.#asked.push(asked)
    this.#parts.send(encodeSubnegotiation(comPortOption, encodeComPort({ about, value })))
    try {
      return await boundedWait<number>(promise, {
        signals: [this.#parts.ended],
        timeoutMs,
        timeoutError: () => null,
      })
    } catch (error) {
      if (error === null) return null
      throw error
    } finally {
      const index = this.#asked.indexOf(asked)
      if (index >= 0) this.#asked.splice(index, 1)
    }
  }

  #take({ about, value }: ComPortMessage): void {
    const index = this.#asked.findIndex((one) => one.about === about)
    if (index >= 0) this.#asked.splice(index, 1)[0]?.resolve(value)
    this.#parts.onMessage(about)
  }

  #negotiate(one: Negotiation): void {
    this.isTelnet = true
    const answer = this.#options.take(one)
    if (answer !== null) this.#parts.send(encodeOne(answer))
    if (this.#options.ours(comPortOption)) this.#granted.resolve()
  }
}

const encodeOne = ({ verb, option }: Negotiation): Uint8Array => encodeNegotiation(verb, option)
