// Two links joined in memory: what one writes the other reads. The cable of simulated devices and of tests. It behaves
// like a wire: bytes arrive later, never within the write; a side that does not read makes the other side wait.
import { ByteQueue } from './byte-queue.ts'
import { CarriedLink, type Carrier } from './carried-link.ts'
import type { Link, ModemLines, Parity } from './link.ts'

export interface LinkPair {
  /** The station's side. */
  readonly host: Link
  /** The side of whoever plays the device. */
  readonly device: Link
  /** Pulls the cable: both sides are lost, what already arrived can still be read. */
  pull(): void
}

/** How the station's end of a wire is set, as far as the other end can see it. */
export interface WireState {
  /** Bits per second. */
  readonly baudRate: number
  readonly parity: Parity
  readonly dtr: boolean
  readonly rts: boolean
}

export interface LinkPairOptions {
  readonly address?: string
  /** Bytes that a side holds unread before the other side's writes wait. */
  readonly bufferBytes?: number
  /** A write that waits longer than this has stalled. */
  readonly stallMs?: number
  /** Gives the station's end a rate, a parity and modem lines (both on, as after every open), and tells of each change. */
  readonly wire?: { readonly baudRate: number; readonly onChange: (state: WireState) => void }
}

/** When one side closes, the other one is lost. */
export function createLinkPair(options: LinkPairOptions = {}): LinkPair {
  const { address = 'memory://', bufferBytes = 64 * 1024, stallMs = 10_000 } = options
  const toDevice = new Lane(bufferBytes)
  const toHost = new Lane(bufferBytes)
  const host = new CarriedLink(address, carrierOver(toDevice, toHost, stallMs, options.wire), toHost.queue)
  const device = new CarriedLink(address, carrierOver(toHost, toDevice, stallMs), toDevice.queue)
  toDevice.reader = device
  toHost.reader = host
  const pull = (): void => {
    host.lost({ reason: 'cable' })
    device.lost({ reason: 'cable' })
  }
  return { host, device, pull }
}

/** One direction. */
class Lane {
  readonly queue = new ByteQueue()
  readonly #bufferBytes: number
  #room: (() => void) | null = null
  #isCut = false
  reader: CarriedLink | null = null

  constructor(bufferBytes: number) {
    this.#bufferBytes = bufferBytes
    this.queue.onRoom = () => this.#room?.()
  }

  /** Takes as much as fits at a time; resolves when all is taken, rejects when nobody will ever read it. */
  async carry(bytes: Uint8Array): Promise<void> {
    let offset = 0
    while (offset < bytes.length) {
      await new Promise((resolve) => setImmediate(resolve))
      if (this.#isCut) throw new Error('the cable is pulled')
      // A read may ask for more than the buffer holds; it must be able to get it.
      const room = Math.max(this.#bufferBytes, this.queue.wanted) - this.queue.size
      if (room > 0) {
        this.reader?.received(bytes.subarray(offset, offset + room))
        offset += room
      } else {
        await new Promise<void>((resolve) => {
          this.#room = resolve
        })
      }
    }
  }

  cut(): void {
    this.#isCut = true
    this.#room?.()
    setImmediate(() => this.reader?.lost({ reason: 'peer' }))
  }
}

function carrierOver(out: Lane, back: Lane, stallMs: number, wire?: LinkPairOptions['wire']): Carrier {
  let state: WireState = { baudRate: wire?.baudRate ?? 0, parity: 'none', dtr: true, rts: true }
  const set = async (change: Partial<WireState>): Promise<void> => {
    state = { ...state, ...change }
    wire?.onChange(state)
  }
  return {
    pieceBytes: 16 * 1024,
    hasSignals: wire !== undefined,
    stallMs: () => stallMs,
    writePiece: (bytes) => out.carry(bytes),
    drain: async () => {},
    setBaud: (baudRate) => set({ baudRate }),
    setParity: (parity) => set({ parity }),
    setSignals: ({ dtr = state.dtr, rts = state.rts }: ModemLines) => set({ dtr, rts }),
    release: async () => {
      out.cut()
      back.cut()
    },
  }
}
