// The practice bench: simulated boards at `sim://1`, `sim://2`, ... that can be opened like any other link, unplugged
// and plugged in again. What a board has stored stays in it, as in a real one.
import { FlashlineError } from '../../preload/contract/index.ts'
import type { Link, OpenLink } from '../transports/link.ts'
import { createLinkPair } from '../transports/memory.ts'
import { type BoardDevice, type BoardOptions, SimulatedBoard } from './board.ts'

export interface PracticeBenchOptions {
  readonly devices: readonly BoardDevice[]
  /** What every board has stored at first. */
  readonly image: Uint8Array
  /** Pace, timing and faults of all boards. */
  readonly board?: Omit<BoardOptions, 'device' | 'image'>
}

/** One place on the bench; `position` counts from 1. */
export interface PracticePosition {
  readonly position: number
  readonly address: string
  readonly device: BoardDevice
  readonly isPresent: boolean
}

export interface PracticeBench {
  readonly positions: readonly PracticePosition[]
  /** Opens `sim://<position>`. LINK_ADDRESS, LINK_NOT_FOUND (no such place, or unplugged), LINK_BUSY. */
  readonly open: OpenLink
  /** The board itself, for its faults and its storage. SLOT_UNKNOWN. */
  board(position: number): SimulatedBoard
  /** Pulls the cable. Nothing happens when it is pulled. SLOT_UNKNOWN. */
  unplug(position: number): void
  /** Plugs the board in again: it boots from what it has stored. Nothing happens when it is plugged. SLOT_UNKNOWN. */
  replug(position: number): void
  /** Told when a board comes or goes, whoever pulled its cable. Returns how to stop listening. */
  onPresence(listener: (position: PracticePosition) => void): () => void
  /** Pulls all cables; resolves when no board runs. Idempotent. */
  close(): Promise<void>
}

export function createPracticeBench(options: PracticeBenchOptions): PracticeBench {
  const places = options.devices.map(
    (device) => new SimulatedBoard({ ...options.board, device, image: options.image }),
  )
  const openLinks = new Map<number, Link>()
  const listeners = new Set<(position: PracticePosition) => void>()
  let isClosed = false

  const board = (position: number): SimulatedBoard => {
    const found = places[position - 1]
    if (!found) throw new FlashlineError('SLOT_UNKNOWN', { position })
    return found
  }
  const placeAt = (position: number): PracticePosition => ({
    position,
    address: `sim://${position}`,
    device: board(position).device,
    isPresent: board(position).isPowered,
  })
  const tell = (position: number): void => {
    for (const listener of listeners) listener(placeAt(position))
  }

  for (const [index, place] of places.entries()) {
    place.onCut = () => tell(index + 1)
    place.powerOn()
  }

  return {
    get positions() {
      return places.map((_, index) => placeAt(index + 1))
    },
    board,
    async open(address, { signal }) {
      signal.throwIfAborted()
      const match = /^sim:\/\/([1-9]\d{0,3})$/.exec(address)
      if (!match) throw new FlashlineError('LINK_ADDRESS', { address })
      const position = Number(match[1])
      const place = places[position - 1]
      if (!place?.isPowered) throw new FlashlineError('LINK_NOT_FOUND', { address })
      if (openLinks.has(position)) throw new FlashlineError('LINK_BUSY', { address })
      const cable = createLinkPair({ address })
      openLinks.set(position, cable.host)
      void cable.host.closed.then(() => openLinks.delete(position))
      place.attach(cable)
      return cable.host
    },
    unplug: (position) => board(position).cut(),
    replug(position) {
      const place = board(position)
      if (isClosed || place.isPowered) return
      place.powerOn()
      tell(position)
    },
    onPresence(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      isClosed = true
      listeners.clear()
      await Promise.all(places.map((place) => place.close()))
    },
  }
}
