// What can be plugged into the practice bench: a simulated unit with power as long as its cable is plugged.
import type { LinkPair, WireState } from '../transports/memory.ts'

/** Who it says it is. */
export interface UnitIdentity {
  readonly deviceId: string
  /** Twelve upper-case hex digits. */
  readonly mac: string
  readonly sn: string
  /** Left out: it does not say one. */
  readonly hardwareRevision?: string
}

export interface SimulatedUnit {
  readonly device: UnitIdentity
  /** What it has stored; stays when the cable is pulled. */
  readonly storage: Buffer
  readonly isPowered: boolean
  /** Called after the cable was pulled, by whom- or whatever. */
  onCut: (() => void) | null
  /** Told how the station has set its end of the cable: rate, parity, modem lines. Left out: its cable has none. */
  readonly onWire?: (state: WireState) => void
  /** Nothing happens when it has power. */
  powerOn(): void
  /** Joins its serial port to the device side of a cable; one that was there is let go. */
  attach(cable: Pick<LinkPair, 'device' | 'pull'>): void
  /** Pulls the cable: both sides are lost, and with it the power, at once, whatever it was doing. */
  cut(): void
  /** Power off, cable gone, nothing left running. */
  close(): Promise<void>
}
