// A simulated STM32: the boot loader in its ROM while BOOT0 is set, else the firmware in its flash. Proved by stm32flash,
// which flashes it in test/targets. Not here: the commands (rom.ts), the memory (memory.ts).
import { setTimeout as sleep } from 'node:timers/promises'
import { findChip, type Stm32Chip } from '../../protocols/stm32/chips.ts'
import { pagesOf } from '../../protocols/stm32/pages.ts'
import { runAppConsole } from '../app-console.ts'
import { type ChipFaults, type ChipMachine, type ChipProgram, type Lines, SimulatedChip } from '../chip.ts'
import type { UnitIdentity } from '../unit.ts'
import type { WireOptions } from '../wire.ts'
import { stm32VersionIn } from './demo.ts'
import { Memory } from './memory.ts'
import { type Protection, Rom, type RomOptions } from './rom.ts'

export interface Stm32Wiring {
  readonly boot0: keyof Lines
  readonly reset: keyof Lines
  /** Bare wires: a line that is on pulls its pin low. Inverted, as by a transistor: high. */
  readonly boot0Inverted: boolean
  readonly resetInverted: boolean
}

export interface Stm32ChipOptions {
  /** 0x414, 0x413, 0x431 ...: any of the protocol's table. */
  readonly id: number
  readonly device: UnitIdentity
  /** In the flash at first, from its start. */
  readonly stored?: Uint8Array
  /** Left out: the largest of its id. */
  readonly flashBytes?: number
  readonly readProtected?: boolean
  readonly hasChecksum?: boolean
  /** Left out: as its family has it. */
  readonly erase?: 'standard' | 'extended'
  readonly wire?: WireOptions
  readonly faults?: Partial<ChipFaults>
  readonly hasLines?: boolean
  /** Null: its cable's lines go nowhere. Left out: DTR at reset, RTS at BOOT0, bare wires. */
  readonly wiring?: Stm32Wiring | null
  /** BOOT0 is set by a jumper. */
  readonly bootsInLoader?: boolean
  readonly eraseMsPerPage?: number
  readonly writeMsPerBlock?: number
  readonly naksTwice?: boolean
}

const bareWires: Stm32Wiring = { boot0: 'rts', reset: 'dtr', boot0Inverted: false, resetInverted: false }
/** From reset to the first word of the firmware. */
const bootMs = 30

export function createStm32Chip(options: Stm32ChipOptions): SimulatedChip {
  const chip = findChip(options.id)
  if (!chip) throw new RangeError(`no STM32 has the id ${options.id}`)
  const { device, stored = new Uint8Array(0), flashBytes = chip.flashBytes, wire, faults, hasLines } = options
  return new SimulatedChip({
    device,
    program: programOf(chip, flashBytes, options),
    storageBytes: flashBytes,
    stored,
    ...(wire ? { wire } : {}),
    ...(faults ? { faults } : {}),
    ...(hasLines === undefined ? {} : { hasLines }),
  })
}

function programOf(chip: Stm32Chip, flashBytes: number, options: Stm32ChipOptions): ChipProgram {
  const { stored = new Uint8Array(0), wiring = bareWires } = options
  const protection: Protection = { isOn: options.readProtected ?? false }
  const isStandard = (options.erase ?? (chip.family === 'stm32f1' ? 'standard' : 'extended')) === 'standard'
  const rom: RomOptions = {
    id: chip.id,
    pages: pagesOf(chip, flashBytes),
    eraseCommand: isStandard ? 0x43 : 0x44,
    hasChecksum: options.hasChecksum ?? false,
    canMassErase: chip.family !== 'stm32l0' && chip.family !== 'stm32l1',
    eraseMsPerPage: options.eraseMsPerPage ?? 0,
    writeMsPerBlock: options.writeMsPerBlock ?? 0,
    naksTwice: options.naksTwice ?? false,
  }
  const program = {
    async run(machine: ChipMachine, signal: AbortSignal): Promise<void> {
      const isAsked =
        machine.isBootHeld || options.bootsInLoader || (wiring && isBoot0High(wiring, machine.lines))
      if (isAsked) {
        const memory = new Memory(machine, chip)
        const end = await new Rom(rom, machine, memory, protection, signal).run()
        if (end === 'reset') return
      }
      await sleep(bootMs, undefined, { signal })
      machine.wire.setUart(115_200)
      const flash = machine.faults.ignoresNewFirmware ? stored : machine.storage
      await runAppConsole(machine, stm32VersionIn(flash), signal)
    },
  }
  if (wiring === null) return program
  const isHeld = (lines: Lines): boolean => lines[wiring.reset] !== wiring.resetInverted
  return {
    ...program,
    onLines: (now, before) => (isHeld(now) === isHeld(before) ? null : isHeld(now) ? 'hold' : 'release'),
  }
}

function isBoot0High(wiring: Stm32Wiring, lines: Lines | null): boolean {
  return lines !== null && lines[wiring.boot0] === wiring.boot0Inverted
}
