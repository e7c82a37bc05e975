// A simulated device with MCUboot: two slots, a boot loader that tries, keeps and takes back, serial recovery, and a
// firmware that speaks SMP on its console between its log lines. Not here: the answers (smp-server.ts), the slots (slots.ts).
import { setTimeout as sleep } from 'node:timers/promises'
import { decodeMessage, encodeAnswer, type SmpVersion } from '../../protocols/smp/codec.ts'
import { ConsoleReader, encodeConsole, packetOverhead } from '../../protocols/smp/console-frames.ts'
import { type ChipFaults, type ChipMachine, type ChipProgram, type Lines, SimulatedChip } from '../chip.ts'
import type { UnitIdentity } from '../unit.ts'
import type { WireOptions } from '../wire.ts'
import { Slots } from './slots.ts'
import { SmpServer } from './smp-server.ts'

export interface McubootChipOptions {
  readonly device: UnitIdentity
  /** What is in the first slot, confirmed. */
  readonly stored?: Uint8Array
  readonly slotBytes: number
  /** Of its console; it never changes. */
  readonly baudRate?: number
  /** Of a message with its length and CRC; larger ones are dropped without a word. */
  readonly bufSize?: number
  /** What stands in the buffer beside the message; none behind a network. */
  readonly overheadBytes?: number
  readonly bufCount?: number
  /** `recovery`: power and the reset button lead to serial recovery; a reset by command starts the firmware. */
  readonly mode?: 'normal' | 'recovery'
  readonly swapMs?: number
  /** From the answer to a reset until it is done. */
  readonly resetMs?: number
  readonly eraseMs?: number
  /** A new image runs, and the boot loader takes it back before anybody can confirm it. */
  readonly revertsAlways?: boolean
  /** The boot loader does not accept a new image: not signed with its key. */
  readonly bootFails?: boolean
  readonly smpVersion?: 1 | 2
  /** False: it does not know the commands that tell the sizes of buffers and slots. */
  readonly tellsSizes?: boolean
  /** It says nothing to what it does not know, and knows no echo. */
  readonly ignoresUnknown?: boolean
  /** False: the firmware does not digest what it was given. */
  readonly checksImage?: boolean
  readonly alignBytes?: number
  readonly wire?: WireOptions
  readonly faults?: Partial<ChipFaults>
  readonly hasLines?: boolean
}

export function createMcubootChip(options: McubootChipOptions): SimulatedChip {
  const { device, stored, slotBytes, wire, faults, hasLines } = options
  return new SimulatedChip({
    device,
    program: new McubootProgram(options),
    storageBytes: slotBytes * 2,
    ...(stored && { stored }),
    ...(wire && { wire }),
    ...(faults && { faults }),
    ...(hasLines !== undefined && { hasLines }),
  })
}

class McubootProgram implements ChipProgram {
  readonly #options: McubootChipOptions
  /** A reset by command: recovery is over. Kept in a register, so it does not survive the loss of power. */
  #leavesRecovery = false

  constructor(options: McubootChipOptions) {
    this.#options = options
  }

  async run(machine: ChipMachine, signal: AbortSignal): Promise<void> {
    const { mode = 'normal', slotBytes, baudRate = 115_200 } = this.#options
    machine.wire.setUart(baudRate)
    const isAsked = machine.isBootHeld || (machine.lines !== null && isButtonHeld(machine.lines))
    const leaves = this.#leavesRecovery
    this.#leavesRecovery = false
    const slots = new Slots(machine, slotBytes)
    print(machine, '*** Booting MCUboot ***')
    if ((isAsked || mode === 'recovery') && !leaves) {
      await this.#serve(machine, slots, true, signal)
      this.#leavesRecovery = true
      return
    }
    await this.#start(machine, slots, signal)
    if (slots.image(0)?.isValid !== true) {
      print(machine, 'E: Unable to find bootable image')
      await this.#serve(machine, slots, true, signal)
      return
    }
    sayWho(machine, slots)
    await this.#serve(machine, slots, false, signal)
  }

  onLines(now: Lines): 'hold' | 'release' {
    return now.rts && !now.dtr ? 'hold' : 'release'
  }

  /** What the boot loader does before the firmware runs. */
  async #start({ faults }: ChipMachine, slots: Slots, signal: AbortSignal): Promise<void> {
    const { swapMs = 0, revertsAlways = false, bootFails = false } = this.#options
    const isTrial = slots.swapType === 'test'
    const isSwapped = slots.boot(bootFails || faults.ignoresNewFirmware)
    if (isSwapped && swapMs > 0) await sleep(swapMs, undefined, { signal })
    if (isTrial && isSwapped && revertsAlways) slots.boot(false)
  }

  /** Answers until it is told to restart. */
  async #serve(machine: ChipMachine, slots: Slots, isRecovery: boolean, signal: AbortSignal): Promise<void> {
    const { wire } = machine
    const { bufSize = 1024, bufCount = 4, eraseMs = 0, smpVersion = 2, alignBytes = 1 } = this.#options
    const { overheadBytes = packetOverhead } = this.#options
    const server = new SmpServer(slots, {
      isRecovery,
      bufferBytes: bufSize,
      bufferCount: isRecovery ? 1 : bufCount,
      tellsSizes: this.#options.tellsSizes ?? true,
      ignoresUnknown: this.#options.ignoresUnknown ?? false,
      checksImage: this.#options.checksImage ?? true,
      alignBytes,
      eraseDone: async () => {
        if (eraseMs > 0) await sleep(eraseMs, undefined, { signal })
      },
      print: (line) => print(machine, line),
    })
    const reader = new ConsoleReader((text) => {
      if (!isRecovery && Buffer.from(text).toString('latin1').endsWith('id')) sayWho(machine, slots)
    })
    const newest: SmpVersion = smpVersion === 2 ? 1 : 0
    while (!server.isResetAsked) {
      const bytes = await wire.readSome(signal)
      // A line may end in either; in base64 there is neither.
      reader.feed(bytes.map((byte) => (byte === 0x0d ? 0x0a : byte)))
      for (let message = reader.take(); message !== null; message = reader.take()) {
        if (message.length + overheadBytes > bufSize) continue
        const request = decodeMessage(message)
        if (request === null || request.version > newest) continue
        const body = await server.answer(request)
        if (body === null) continue
        wire.send(encodeConsole(encodeAnswer(request, request.version === 1 ? 1 : 0, body)))
      }
    }
    const { resetMs = 0 } = this.#options
    if (resetMs > 0) await sleep(resetMs, undefined, { signal })
  }
}

function isButtonHeld({ dtr, rts }: Lines): boolean {
  return dtr && !rts
}

function print({ wire }: ChipMachine, line: string): void {
  wire.send(Buffer.from(`${line}\r\n`, 'latin1'))
}

function sayWho(machine: ChipMachine, slots: Slots): void {
  const { deviceId, mac, sn } = machine.device
  print(machine, `\r\ndevice ${deviceId} mac ${mac} sn ${sn}`)
  print(machine, `APP version ${slots.image(0)?.version ?? ''} running`)
}
