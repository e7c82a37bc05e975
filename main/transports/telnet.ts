// Telnet on the wire: data with its escape, commands, negotiations, subnegotiations. Pure; which options are wanted is
// telnet-options.ts. Source: RFC 854 (commands), RFC 855 (options).
//
//   data            any byte; 255 is sent twice
//   command         255 240..249                         (nothing here needs one: skipped)
//   negotiation     255 251..254 option                  (WILL, WONT, DO, DONT)
//   subnegotiation  255 250 option body 255 240          (255 twice in the body)

const iac = 255
const subBegin = 250
const subEnd = 240
const verbCodes = { will: 251, wont: 252, do: 253, dont: 254 } as const
export type Verb = keyof typeof verbCodes
const verbOf = new Map<number, Verb>([
  [251, 'will'],
  [252, 'wont'],
  [253, 'do'],
  [254, 'dont'],
])

/** RFC 2217's longest message that has a meaning is its signature, a line of text. */
const longestBody = 256

export interface TelnetListener {
  /** Valid only during the call. */
  data(bytes: Uint8Array): void
  negotiation(verb: Verb, option: number): void
  /** Only whole ones; one that is longer than 256 bytes, or broken off by a command, is dropped. */
  subnegotiation(option: number, body: Uint8Array): void
}

export function encodeNegotiation(verb: Verb, option: number): Uint8Array {
  return Uint8Array.of(iac, verbCodes[verb], option)
}

export function encodeSubnegotiation(option: number, body: Uint8Array): Uint8Array {
  const escaped = escapeData(body)
  const out = new Uint8Array(escaped.length + 5)
  out.set([iac, subBegin, option])
  out.set(escaped, 3)
  out.set([iac, subEnd], escaped.length + 3)
  return out
}

/** The same array where nothing has to be escaped. */
export function escapeData(bytes: Uint8Array): Uint8Array {
  const first = bytes.indexOf(iac)
  if (first < 0) return bytes
  const out = new Uint8Array(2 * bytes.length - first)
  out.set(bytes.subarray(0, first))
  let to = first
  for (let at = first; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    out[to++] = byte
    if (byte === iac) out[to++] = iac
  }
  return out.subarray(0, to)
}

type State = 'data' | 'iac' | 'negotiation' | 'subOption' | 'sub' | 'subIac'
type Step = 'data' | 'more' | 'negotiation' | 'subnegotiation'

/** Takes a telnet stream apart, however it is cut into arrivals. */
export class TelnetReader {
  readonly #listener: TelnetListener
  #state: State = 'data'
  #verb: Verb = 'wont'
  #option = 0
  readonly #body = new Uint8Array(longestBody)
  /** May count beyond what is kept. */
  #bodyLength = 0

  constructor(listener: TelnetListener) {
    this.#listener = listener
  }

  read(bytes: Uint8Array): void {
    // Most arrivals are data and nothing else: those are passed on as they are.
    if (this.#state === 'data' && bytes.indexOf(iac) < 0) {
      if (bytes.length > 0) this.#listener.data(bytes)
      return
    }
    const data = new Uint8Array(bytes.length)
    let told = 0
    let length = 0
    let isData = this.#state === 'data'
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0
      // Byte by byte: a search for the next 255 is slower by far where there are many, as in erased flash.
      if (isData && (byte !== iac || bytes[at + 1] === iac)) {
        data[length++] = byte
        if (byte === iac) at += 1
        continue
      }
      const step = this.#step(byte)
      isData = this.#state === 'data'
      if (step === 'data') {
        data[length++] = byte
      } else if (step !== 'more') {
        // What came before it is told before it.
        if (told < length) this.#listener.data(data.subarray(told, length))
        told = length
        this.#tell(step)
      }
    }
    if (told < length) this.#listener.data(data.subarray(told, length))
  }

  #tell(step: 'negotiation' | 'subnegotiation'): void {
    if (step === 'negotiation') this.#listener.negotiation(this.#verb, this.#option)
    else this.#listener.subnegotiation(this.#option, this.#body.slice(0, this.#bodyLength))
  }

  #step(byte: number): Step {
    switch (this.#state) {
      case 'data':
        return this.#enter('iac')
      case 'iac':
        return this.#command(byte)
      case 'negotiation':
        this.#option = byte
        this.#enter('data')
        return 'negotiation'
      case 'subOption':
        this.#option = byte
        this.#bodyLength = 0
        return this.#enter('sub')
      case 'sub':
        return byte === iac ? this.#enter('subIac') : this.#keep(byte)
      case 'subIac':
        if (byte === iac) return this.#keep(byte)
        if (byte !== subEnd) return this.#command(byte)
        this.#enter('data')
        return this.#bodyLength <= longestBody ? 'subnegotiation' : 'more'
    }
  }

  /** The byte after a 255 that stands alone. */
  #command(byte: number): Step {
    const verb = verbOf.get(byte)
    if (verb !== undefined) {
      this.#verb = verb
      return this.#enter('negotiation')
    }
    this.#enter(byte === subBegin ? 'subOption' : 'data')
    return byte === iac ? 'data' : 'more'
  }

  #keep(byte: number): Step {
    this.#body[this.#bodyLength] = byte
    this.#bodyLength += 1
    return this.#enter('sub')
  }

  #enter(state: State): Step {
    this.#state = state
    return 'more'
  }
}
