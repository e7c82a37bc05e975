// A simulated device behind a TCP port that keeps a log of its own: every time it was spoken to, whether its storage was
// written meanwhile, and which image it held when the next one came. It outlives the stations that flash it, and is the
// witness against their records.
import { createHash } from 'node:crypto'
import { uidBytes } from '../../../main/practice/stm32/memory.ts'
import type { SimulatedUnit, UnitIdentity } from '../../../main/practice/unit.ts'
import { chipOnTcp, type OnTcp } from '../../targets/chip-on-port.ts'
import type { PlantKind, VersionName } from './kinds.ts'
import { versionNames } from './kinds.ts'

/** From one opening of its port to the next look at it. */
export interface UnitSession {
  /** Where it was then. */
  readonly slotId: string
  readonly openedAtMs: number
  readonly wrote: boolean
  /** What it held at the end; null: neither image, or a part of one. */
  readonly holds: VersionName | null
}

export class WatchedUnit {
  readonly kind: PlantKind
  readonly device: UnitIdentity
  /** Where it is on the bench now. */
  slotId = ''
  readonly #unit: ReturnType<PlantKind['create']>
  readonly #ended: UnitSession[] = []
  #open: { slotId: string; openedAtMs: number; before: string; stored: boolean } | null = null
  readonly #tellsWrites: boolean
  #tcp: OnTcp | null = null

  constructor(kind: PlantKind, device: UnitIdentity) {
    this.kind = kind
    this.device = device
    this.#unit = kind.create(device)
    this.#tellsWrites = 'onStored' in this.#unit
    if ('onStored' in this.#unit)
      this.#unit.onStored = () => {
        if (this.#open) this.#open.stored = true
      }
  }

  async serve(): Promise<void> {
    this.#tcp = await chipOnTcp(this.unit)
    this.slotId = `addr:${this.address}`
  }

  /** As the plant's list has it: an STM32 says the number that it was made with, and nothing else. */
  get sn(): string {
    if (this.kind.name !== 'stm32') return this.device.sn
    const uid = uidBytes(this.device)
    const word = (at: number) => uid.readUInt32LE(at).toString(16).padStart(8, '0')
    return `${word(0)}${word(4)}${word(8)}`.toUpperCase()
  }

  /** `tcp://127.0.0.1:port` */
  get address(): string {
    if (!this.#tcp) throw new Error('it has no port')
    return this.#tcp.address
  }

  /** Power off and on: a person took it out and put it in again. */
  renew(): void {
    this.look()
    this.#unit.cut()
    this.#unit.powerOn()
  }

  /** Ends the session that is open, if there is one: what it holds now is what that left. */
  look(): void {
    if (!this.#open) return
    const { slotId, openedAtMs, before, stored } = this.#open
    this.#ended.push({ slotId, openedAtMs, wrote: stored || this.#digest() !== before, holds: this.holds })
    this.#open = null
  }

  /** Oldest first. */
  get sessions(): readonly UnitSession[] {
    this.look()
    return this.#ended
  }

  get holds(): VersionName | null {
    const { offset, images } = this.kind
    const isThere = (name: VersionName) =>
      this.#unit.storage.subarray(offset, offset + images[name].length).equals(images[name])
    return versionNames.find(isThere) ?? null
  }

  /** The device itself, as it is plugged in: what is spoken to it is noted. */
  get unit(): SimulatedUnit {
    const unit = this.#unit
    return {
      ...{ device: unit.device, storage: unit.storage },
      get isPowered() {
        return unit.isPowered
      },
      get onCut() {
        return unit.onCut
      },
      set onCut(listener) {
        unit.onCut = listener
      },
      powerOn: () => unit.powerOn(),
      cut: () => unit.cut(),
      close: () => unit.close(),
      attach: (cable) => {
        this.look()
        this.#open = { slotId: this.slotId, openedAtMs: Date.now(), before: this.#digest(), stored: false }
        unit.attach(cable)
      },
    }
  }

  /** Its cable is pulled when so many bytes were stored; null: it is not. */
  cutAfter(storedBytes: number | null): void {
    this.#unit.faults.cutAfterStoredBytes = storedBytes
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#tcp) await this.#tcp[Symbol.asyncDispose]()
    else await this.#unit.close()
  }

  /** Of one that does not tell. */
  #digest(): string {
    if (this.#tellsWrites) return ''
    return createHash('sha1').update(this.#unit.storage).digest('base64')
  }
}
