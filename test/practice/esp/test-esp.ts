// A simulated ESP chip for tests, on a cable that the test holds.

import type { SimulatedChip } from '../../../main/practice/chip.ts'
import { demoDevices } from '../../../main/practice/demo.ts'
import { createEspChip } from '../../../main/practice/esp/esp-chip.ts'
import type { EspOptions } from '../../../main/practice/esp/options.ts'
import type { Link } from '../../../main/transports/link.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'

export interface TestEsp extends AsyncDisposable {
  readonly chip: SimulatedChip
  /** Plugs a new cable in; the one before is let go. */
  plug(baudRate?: number): Link
}

/** Powered. */
export function startTestEsp(options: Omit<EspOptions, 'device'>): TestEsp {
  const [device] = demoDevices
  if (!device) throw new Error('no demo device')
  const chip = createEspChip({ device, ...options })
  chip.powerOn()
  return {
    chip,
    plug(baudRate = 115_200) {
      const { onWire } = chip
      const cable = createLinkPair({
        address: 'sim://esp',
        ...(onWire && { wire: { baudRate, onChange: (state) => onWire(state) } }),
      })
      chip.attach(cable)
      onWire?.({ baudRate, parity: 'none', dtr: true, rts: true })
      return cable.host
    },
    [Symbol.asyncDispose]: () => chip.close(),
  }
}
