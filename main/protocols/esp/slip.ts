// SLIP, in which ESP loaders wrap everything they say: RFC 1055, as used by the "Serial Protocol" page of esptool.
//
//   C0 | payload, with C0 written as DB DC and DB as DB DD | C0
//
// Not here: what a payload means (codec.ts).

const end = 0xc0
const escapeByte = 0xdb
const escapedEnd = 0xdc
const escapedEscape = 0xdd

/** What a payload can grow to. */
export function maxFrameBytes(payloadBytes: number): number {
  return 2 * payloadBytes + 2
}

/** One payload, given in parts, as a frame at the start of `out`. Returns the length of the frame. */
export function encodeSlip(out: Uint8Array, ...parts: readonly Uint8Array[]): number {
  let at = 0
  out[at++] = end
  for (const part of parts) {
    for (let index = 0; index < part.length; index += 1) {
      const byte = part[index] ?? 0
      if (byte === end) {
        out[at++] = escapeByte
        out[at++] = escapedEnd
      } else if (byte === escapeByte) {
        out[at++] = escapeByte
        out[at++] = escapedEscape
      } else {
        out[at++] = byte
      }
    }
  }
  out[at++] = end
  return at
}

/** A frame of its own. */
export function slipFrame(...parts: readonly Uint8Array[]): Uint8Array {
  const payloadBytes = parts.reduce((sum, part) => sum + part.length, 0)
  const out = new Uint8Array(maxFrameBytes(payloadBytes))
  return out.subarray(0, encodeSlip(out, ...parts))
}

/**
 * Takes bytes as they come and gives back whole payloads. Every C0 ends what came before it, so text or half a frame
 * in front of a frame costs nothing but itself. Broken and over-long payloads are dropped; memory is bounded by the
 * longest payload allowed, time is linear in the bytes.
 */
export class SlipDecoder {
  readonly #payload: Uint8Array
  #length = 0
  #isEscaped = false
  #isBroken = false

  constructor(maxPayloadBytes: number) {
    this.#payload = new Uint8Array(maxPayloadBytes)
  }

  /** Payloads that became whole, none of them empty. They are copies. */
  push(bytes: Uint8Array): Uint8Array[] {
    const payloads: Uint8Array[] = []
    for (const byte of bytes) {
      if (byte === end) {
        if (this.#length > 0 && !this.#isBroken && !this.#isEscaped)
          payloads.push(this.#payload.slice(0, this.#length))
        this.reset()
      } else if (this.#isEscaped) {
        this.#isEscaped = false
        if (byte === escapedEnd) this.#take(end)
        else if (byte === escapedEscape) this.#take(escapeByte)
        else this.#isBroken = true
      } else if (byte === escapeByte) {
        this.#isEscaped = true
      } else {
        this.#take(byte)
      }
    }
    return payloads
  }

  /** Forgets the payload that is not whole yet. */
  reset(): void {
    this.#length = 0
    this.#isEscaped = false
    this.#isBroken = false
  }

  #take(byte: number): void {
    if (this.#length < this.#payload.length) this.#payload[this.#length++] = byte
    else this.#isBroken = true
  }
}
