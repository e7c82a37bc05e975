// A simulated chip on the other side of a pseudo terminal that with-pty.c has opened as descriptor 3 of this process.
import { writeSync } from 'node:fs'
import { ReadStream } from 'node:tty'
import type { SimulatedUnit } from '../../../main/practice/unit.ts'
import { CarriedLink } from '../../../main/transports/carried-link.ts'

const terminal = 3

/** Returns what plugs its cable in again after it was pulled. */
export function chipOnTerminal(unit: SimulatedUnit): () => void {
  const input = new ReadStream(terminal)
  let device: CarriedLink | null = null
  input.on('data', (bytes: Buffer) => device?.received(bytes))
  const nothing = async () => {}
  const plug = (): void => {
    device = new CarriedLink('pty://', {
      pieceBytes: 64 * 1024,
      hasSignals: false,
      stallMs: () => 30_000,
      writePiece: async (bytes) => {
        writeSync(terminal, bytes)
      },
      drain: nothing,
      setBaud: nothing,
      setParity: nothing,
      setSignals: nothing,
      release: nothing,
    })
    unit.attach({ device, pull: () => {} })
    unit.powerOn()
  }
  plug()
  return plug
}
