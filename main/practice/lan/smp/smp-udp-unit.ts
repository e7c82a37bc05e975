// The simulated MCUboot device behind a UDP socket: one SMP message in each datagram. The device itself has only its console,
// so messages are framed and unframed on the way. Not here: what it answers (practice/smp), what a start does.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { ConsoleReader, encodeConsole } from '../../../protocols/smp/console-frames.ts'
import type { Link } from '../../../transports/link.ts'
import { createLinkPair, type LinkPair } from '../../../transports/memory.ts'
import type { SimulatedChip } from '../../chip.ts'
import { createMcubootChip, type McubootChipOptions } from '../../smp/mcuboot-chip.ts'
import { readStoredImage } from '../../smp/mcuboot-image.ts'
import type { UnitIdentity } from '../../unit.ts'
import type { SimulatedLanUnit } from '../lan-unit.ts'
import { DatagramFate, type DatagramFaults } from './datagram-fate.ts'

export interface SmpUdpUnitOptions extends Omit<McubootChipOptions, 'wire' | 'hasLines' | 'overheadBytes'> {
  /** On the way in and on the way out, each counted for itself. */
  readonly datagrams?: Partial<DatagramFaults>
}

const loopback = '127.0.0.1'
/** A datagram that comes twice must not reset it twice: what arrives until then is lost with the rest of its memory. */
const usualResetMs = 30

export class SmpUdpUnit implements SimulatedLanUnit {
  readonly device: UnitIdentity
  readonly chip: SimulatedChip
  readonly #slotBytes: number
  readonly #toDevice: DatagramFate
  readonly #toStation: DatagramFate
  #udp: Socket | null = null
  #port = 0
  #cable: LinkPair | null = null
  #peer: RemoteInfo | null = null
  #stop = new AbortController()
  /** Its network, which only its firmware has. */
  #isUp = false
  #onStarted: (() => void) | null = null

  constructor({ datagrams = {}, ...options }: SmpUdpUnitOptions) {
    this.device = options.device
    this.#slotBytes = options.slotBytes
    this.chip = createMcubootChip({ resetMs: usualResetMs, ...options, hasLines: false, overheadBytes: 0 })
    this.#toDevice = new DatagramFate(datagrams)
    this.#toStation = new DatagramFate(datagrams)
  }

  get address(): string {
    return `lan://${loopback}:${this.#port}`
  }

  get version(): string {
    return readStoredImage(this.#firstSlot)?.version ?? ''
  }

  /** In the slot that it boots: an upload is there after the swap. */
  get stored(): Buffer {
    const first = this.#firstSlot
    return first.subarray(0, readStoredImage(first)?.totalBytes ?? 0)
  }

  /** Changes what becomes of datagrams from now on. */
  set(faults: Partial<DatagramFaults>): void {
    this.#toDevice.set(faults)
    this.#toStation.set(faults)
  }

  async start(): Promise<void> {
    this.#stop = new AbortController()
    this.chip.powerOn()
    const cable = createLinkPair()
    this.chip.attach(cable)
    this.#cable = cable
    const udp = createSocket('udp4')
    const { signal } = this.#stop
    udp.on('message', (message, from) => {
      this.#peer = from
      if (!this.#isUp) return
      for (const one of this.#toDevice.pass(message))
        cable.host.write(encodeConsole(one), signal).catch(() => {})
    })
    udp.bind(this.#port, loopback)
    await once(udp, 'listening')
    this.#udp = udp
    this.#port = udp.address().port
    const started = Promise.withResolvers<void>()
    this.#onStarted = started.resolve
    void this.#answer(cable.host, udp, signal)
    await started.promise
  }

  async close(): Promise<void> {
    this.#stop.abort()
    const udp = this.#udp
    this.#udp = null
    if (udp) await new Promise<void>((resolve) => udp.close(() => resolve()))
    await this.#cable?.host.close()
    this.#cable = null
    await this.chip.close()
  }

  async #answer(console: Link, udp: Socket, signal: AbortSignal): Promise<void> {
    const reader = new ConsoleReader((text) => this.#onPrinted(Buffer.from(text).toString('latin1')))
    try {
      for (;;) {
        reader.feed(await console.read({ atLeast: 1, timeoutMs: Number.POSITIVE_INFINITY, signal }))
        for (let message = reader.take(); message !== null; message = reader.take())
          for (const one of this.#toStation.pass(message))
            if (this.#peer) udp.send(one, this.#peer.port, this.#peer.address)
      }
    } catch {
      // Closed, or its power is gone: nobody answers any more.
    }
  }

  #onPrinted(line: string): void {
    if (line.includes('Booting MCUboot')) this.#isUp = false
    if (line.includes('APP version')) this.#isUp = true
    if (this.#isUp || line.includes('Unable to find')) this.#onStarted?.()
  }

  get #firstSlot(): Buffer {
    return this.chip.storage.subarray(0, this.#slotBytes)
  }
}
