// The practice bench: simulated units at `sim://1`, `sim://2`, ... that can be opened like any other link, unplugged
// and plugged in again. What a unit has stored stays in it, as in a real one.
import { FlashlineError } from '../../preload/contract/index.ts'
import type { Link, OpenLink } from '../transports/link.ts'
import { createLinkPair } from '../transports/memory.ts'
import { type BoardOptions, SimulatedBoard } from './board.ts'
import type { SimulatedUnit, UnitIdentity } from './unit.ts'

export interface PracticeBoards {
  readonly devices: readonly UnitIdentity[]
  /** What every board has stored at first. */
  readonly image: Uint8Array
  /** Pace, timing and faults of all boards. */
  readonly board?: Omit<BoardOptions, 'device' | 'image'>
}

/** Boards of one kind, for a bench of them. */
export function practiceBoards({ devices, image, board }: PracticeBoards): SimulatedBoard[] {
  return devices.map((device) => new SimulatedBoard({ ...board, device, image }))
}

/** One place on the bench; `position` counts from 1. */
export interface PracticePosition {
  readonly position: number
  readonly address: string
  readonly device: UnitIdentity
  readonly isPresent: boolean
}

export interface PracticeBench<Unit extends SimulatedUnit = SimulatedUnit> {
  readonly positions: readonly PracticePosition[]
  /** Opens `sim://<position>`. LINK_ADDRESS, LINK_NOT_FOUND (no such place, or unplugged), LINK_BUSY. */
  readonly open: OpenLink
  /** The unit itself, for its faults and its storage. SLOT_UNKNOWN. */
  unit(position: number): Unit
  /** Pulls the cable. Nothing happens when it is pulled. SLOT_UNKNOWN. */
  unplug(position: number): void
  /** Plugs the unit in again: it boots from what it has stored. Nothing happens when it is plugged. SLOT_UNKNOWN. */
  replug(position: number): void
  /** Told when a unit comes or goes, whoever pulled its cable. Returns how to stop listening. */
  onPresence(listener: (position: PracticePosition) => void): () => void
  /** Pulls all cables; resolves when no unit runs. Idempotent. */
  close(): Promise<void>
}

/** `places`: what is plugged into position 1, 2, ...; all of them get power. */
export function createPracticeBench<Unit extends SimulatedUnit>(
  places: readonly Unit[],
): PracticeBench<Unit> {
  const openLinks = new Map<number, Link>()
  const listeners = new Set<(position: PracticePosition) => void>()
  let isClosed = false

  const unit = (position: number): Unit => {
    const found = places[position - 1]
    if (!found) throw new FlashlineError('SLOT_UNKNOWN', { position })
    return found
  }
  const placeAt = (position: number): PracticePosition => ({
    position,
    address: `sim://${position}`,
    device: unit(position).device,
    isPresent: unit(position).isPowered,
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
    unit,
    async open(address, { baudRate, signal }) {
      signal.throwIfAborted()
      const match = /^sim:\/\/([1-9]\d{0,3})$/.exec(address)
      if (!match) throw new FlashlineError('LINK_ADDRESS', { address })
      const position = Number(match[1])
      const place = places[position - 1]
      if (!place?.isPowered) throw new FlashlineError('LINK_NOT_FOUND', { address })
      if (openLinks.has(position)) throw new FlashlineError('LINK_BUSY', { address })
      const { onWire } = place
      const cable = createLinkPair({ address, ...(onWire && { wire: { baudRate, onChange: onWire } }) })
      openLinks.set(position, cable.host)
      void cable.host.closed.then(() => openLinks.delete(position))
      place.attach(cable)
      onWire?.({ baudRate, parity: 'none', dtr: true, rts: true })
      return cable.host
    },
    unplug: (position) => unit(position).cut(),
    replug(position) {
      const place = unit(position)
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
