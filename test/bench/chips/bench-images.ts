// What is flashed into the chips of the benchmarks: the same bytes for the same arguments, so that the chips' process, the
// cloud's and the benchmark itself know them without handing them round.
import { buildAvrDemo } from '../../../main/practice/avr/index.ts'
import { buildDemoImage } from '../../../main/practice/demo-image.ts'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { buildMcubootImage } from '../../../main/practice/smp/mcuboot-image.ts'
import { buildStm32Demo } from '../../../main/practice/stm32/demo.ts'

export type ChipKind =
  | 'esp32'
  | 'esp32c3'
  | 'esp32s3'
  | 'stm32'
  | 'avr'
  | 'avr2560'
  | 'smp'
  | 'xmodem'
  | 'ymodem'

export interface ChipFirmware {
  readonly kind: ChipKind
  readonly version: string
  readonly sizeBytes: number
}

/** Nothing of it deflates: what is on the line is what is written. */
export function buildFirmware({ kind, version, sizeBytes }: ChipFirmware): Uint8Array {
  switch (kind) {
    case 'esp32':
    case 'esp32c3':
    case 'esp32s3':
      return buildEspApp({ model: kind, version, sizeBytes, content: 'random' })
    case 'stm32':
      return buildStm32Demo(version, sizeBytes)
    case 'avr':
    case 'avr2560':
      return buildAvrDemo(version, sizeBytes)
    case 'smp':
      return buildMcubootImage({ version, sizeBytes })
    case 'xmodem':
    case 'ymodem':
      return buildDemoImage({ productId: kind, version }, sizeBytes)
  }
}

/** Where it begins in the chip's storage once it runs. */
export function firmwareOffset(kind: ChipKind): number {
  return kind.startsWith('esp') ? 0x1_0000 : 0
}
