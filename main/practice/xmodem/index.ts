// A simulated chip whose boot loader says at every start who it is, asks for a file over XMODEM for a moment, stores it
// from offset 0 of its flash and starts it: the demo firmware (../demo-image.ts), with the padding of the last block
// behind it.
import { runAppConsole } from '../app-console.ts'
import { type ChipFaults, type ChipMachine, type ChipProgram, SimulatedChip } from '../chip.ts'
import { decodeDemoImage } from '../demo-image.ts'
import type { UnitIdentity } from '../unit.ts'
import type { WireOptions } from '../wire.ts'
import { receiveXmodem, type XmodemMode } from './receiver.ts'

export type { XmodemMode } from './receiver.ts'

export interface XmodemChipOptions {
  readonly device: UnitIdentity
  readonly mode: XmodemMode
  /** The firmware it comes with. */
  readonly stored?: Uint8Array
  readonly storageBytes?: number
  readonly baudRate?: number
  /** How often it asks, and how often in vain before it starts what it has; without firmware it starts anew. */
  readonly pollMs?: number
  readonly asks?: number
  readonly wire?: WireOptions
  readonly faults?: Partial<ChipFaults>
}

const usualStorageBytes = 1024 * 1024
const sectorBytes = 4096

export function createXmodemChip(options: XmodemChipOptions): SimulatedChip {
  const { device, stored, storageBytes = usualStorageBytes, wire, faults } = options
  return new SimulatedChip({
    device,
    program: new XmodemLoader(options),
    storageBytes,
    // Its reset pin is not wired to the port.
    hasLines: false,
    ...(stored ? { stored } : {}),
    ...(wire ? { wire } : {}),
    ...(faults ? { faults } : {}),
  })
}

class XmodemLoader implements ChipProgram {
  readonly #options: XmodemChipOptions
  /** Kept by the boot loader beside the firmware, as real ones do in their settings. */
  #lastVersion: string | null = null

  constructor(options: XmodemChipOptions) {
    this.#options = options
  }

  async run(machine: ChipMachine, signal: AbortSignal): Promise<void> {
    const { mode, pollMs = 1000, asks = 5, baudRate = 115_200 } = this.#options
    const { wire, storage, faults } = machine
    wire.setUart(baudRate)
    const before = decodeDemoImage(storage)?.version ?? null
    this.#lastVersion = before ?? this.#lastVersion
    wire.send(Buffer.from(this.#greeting(machine), 'latin1'))
    const result = await receiveXmodem(
      {
        read: (count, timeoutMs) => wire.read(count, timeoutMs, signal),
        send: (bytes) => wire.send(bytes),
        discard: () => wire.discard(),
      },
      (offset, bytes) => storeAt(machine, offset, bytes),
      { mode, pollMs, asks: machine.isBootHeld ? Number.POSITIVE_INFINITY : asks },
    )
    const found = decodeDemoImage(storage)?.version ?? null
    if (result === 'refused' || found === null) return
    await runAppConsole(machine, faults.ignoresNewFirmware ? before : found, signal)
  }

  #greeting({ device: { deviceId, mac, sn } }: ChipMachine): string {
    const version = this.#lastVersion === null ? 'no version' : `last version ${this.#lastVersion}`
    return `\r\nboot loader: send a file with XMODEM\r\ndevice ${deviceId} mac ${mac} sn ${sn}\r\n${version}\r\n`
  }
}

/** Erases each sector as its first byte comes. */
function storeAt(machine: ChipMachine, offset: number, bytes: Uint8Array): boolean {
  const from = Math.ceil(offset / sectorBytes) * sectorBytes
  for (let sector = from; sector < offset + bytes.length; sector += sectorBytes)
    if (!machine.erase(sector, Math.min(sectorBytes, machine.storage.length - sector))) return false
  return machine.store(offset, bytes)
}
