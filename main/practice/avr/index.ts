// A simulated AVR board: its boot loader speaks STK500v1 as Optiboot or as the older ATmegaBOOT does, its firmware is the
// demo's. It is reset by DTR or RTS through a capacitor, as on an Arduino board. Behaviour from the sources of both.
import { type PartId, parts } from '../../protocols/avr/parts.ts'
import { runAppConsole } from '../app-console.ts'
import { type ChipFaults, type ChipProgram, type Lines, SimulatedChip } from '../chip.ts'
import { buildDemoImage, decodeDemoImage } from '../demo-image.ts'
import type { UnitIdentity } from '../unit.ts'
import type { WireOptions } from '../wire.ts'
import { type AvrLoader, type LoaderStyle, loaderTraits, runLoader } from './loader.ts'

export interface AvrChipOptions {
  readonly device: UnitIdentity
  readonly part?: PartId
  /** What is in the flash from address 0. */
  readonly stored?: Uint8Array
  readonly bootloader?: LoaderStyle
  /** So long a page takes after its last byte came. */
  readonly pageMs?: number
  /** Without a byte for so long the boot loader starts the firmware. */
  readonly windowMs?: number
  /** Of the boot loader; its usual one where it is left out. The firmware talks at 115200. */
  readonly baudRate?: number
  /** Its UART hears nothing while it answers, as one that is made in software. */
  readonly isHalfDuplex?: boolean
  readonly wire?: WireOptions
  readonly faults?: Partial<ChipFaults>
  readonly hasLines?: boolean
}

const firmwareBaudRate = 115_200

/** Firmware of the demo product; the same bytes for the same arguments. */
export function buildAvrDemo(version: string, sizeBytes: number): Uint8Array {
  return buildDemoImage({ productId: 'avr', version }, sizeBytes)
}

export function createAvrChip(options: AvrChipOptions): SimulatedChip {
  const { part = 'atmega328p', bootloader = 'optiboot', pageMs = 4, isHalfDuplex = false } = options
  const { device, stored, wire, faults, hasLines } = options
  const traits = loaderTraits[bootloader]
  const loader: AvrLoader = {
    style: bootloader,
    part: parts[part],
    pageMs,
    isHalfDuplex,
    windowMs: options.windowMs ?? traits.windowMs,
    baudRate: options.baudRate ?? traits.baudRate,
  }
  return new SimulatedChip({
    device,
    program: new AvrProgram(loader, stored),
    storageBytes: loader.part.flashBytes,
    ...(stored ? { stored } : {}),
    ...(wire ? { wire } : {}),
    ...(faults ? { faults } : {}),
    ...(hasLines === undefined ? {} : { hasLines }),
  })
}

class AvrProgram implements ChipProgram {
  readonly #loader: AvrLoader
  readonly #firstVersion: string | null

  constructor(loader: AvrLoader, stored: Uint8Array | undefined) {
    this.#loader = loader
    this.#firstVersion = stored ? (decodeDemoImage(stored)?.version ?? null) : null
  }

  /** The edge counts, not the level: the capacitor lets it through. */
  onLines(now: Lines, before: Lines): 'pulse' | null {
    return (now.dtr && !before.dtr) || (now.rts && !before.rts) ? 'pulse' : null
  }

  async run(machine: Parameters<ChipProgram['run']>[0], signal: AbortSignal): Promise<void> {
    const { wire, storage, faults } = machine
    wire.setUart(this.#loader.baudRate)
    await runLoader(this.#loader, machine, signal)
    wire.setUart(firmwareBaudRate)
    const version = faults.ignoresNewFirmware
      ? this.#firstVersion
      : (decodeDemoImage(storage)?.version ?? null)
    await runAppConsole(machine, version, signal)
  }
}
