// A simulated board for tests: as fast as it goes, on a cable that the test holds.
import { type BoardOptions, SimulatedBoard } from '../../main/practice/board.ts'
import { demoDevices, demoImage, demoVersions } from '../../main/practice/demo.ts'
import type { Link } from '../../main/transports/link.ts'
import { createLinkPair } from '../../main/transports/memory.ts'

export interface TestBoard extends AsyncDisposable {
  readonly board: SimulatedBoard
  readonly link: Link
}

/** Powered, and with its cable plugged before it prints its first line. */
export function startTestBoard(options: Partial<BoardOptions> = {}): TestBoard {
  const [device] = demoDevices
  if (!device) throw new Error('no demo device')
  const board = new SimulatedBoard({
    device,
    image: demoImage(demoVersions.from),
    bytesPerSecond: null,
    storageBytesPerSecond: null,
    autobootMs: 20,
    bootMs: 1,
    ...options,
  })
  const cable = createLinkPair({ address: 'sim://test' })
  board.attach(cable)
  board.powerOn()
  return { board, link: cable.host, [Symbol.asyncDispose]: () => board.close() }
}
