// A chip whose boot loader asks for a file over YMODEM for some seconds at every start and stores what it gets. The practice
// bench has a whole board around that receiver; this one has the exact line that a benchmark needs.
import { runAppConsole } from '../../../main/practice/app-console.ts'
import { type ChipProgram, SimulatedChip } from '../../../main/practice/chip.ts'
import { decodeDemoImage } from '../../../main/practice/demo-image.ts'
import type { UnitIdentity } from '../../../main/practice/unit.ts'
import type { WireOptions } from '../../../main/practice/wire.ts'
import { receiveYmodem } from '../../../main/practice/ymodem-receiver.ts'

export interface YmodemChipOptions {
  readonly device: UnitIdentity
  readonly stored: Uint8Array
  readonly storageBytes: number
  readonly wire: WireOptions
  readonly pollMs: number
  /** How often it asks before it starts what it has. */
  readonly asks: number
}

export function createYmodemChip({ pollMs, asks, ...options }: YmodemChipOptions): SimulatedChip {
  const program: ChipProgram = {
    async run(machine, signal) {
      const { wire, storage } = machine
      await receiveYmodem(
        {
          read: (count, timeoutMs) => wire.read(count, timeoutMs, signal),
          send: (bytes) => wire.send(bytes),
          discard: () => wire.discard(),
        },
        {
          begin: (_name, sizeBytes) => (sizeBytes ?? 0) <= storage.length,
          data: (offset, bytes) => machine.store(offset, bytes),
        },
        { style: 'lrzsz', pollMs, attempts: asks },
      )
      await runAppConsole(machine, decodeDemoImage(storage)?.version ?? null, signal)
    },
  }
  return new SimulatedChip({ ...options, program, hasLines: false })
}
