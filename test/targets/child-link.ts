// A link to a program on its standard input and output. Node gives a child socketpairs, never a PTY: lrzsz loses its
// last acknowledgement on one.
import type { Readable, Writable } from 'node:stream'
import { CarriedLink } from '../../main/transports/carried-link.ts'
import type { Link } from '../../main/transports/link.ts'

/** What the program prints is read; what is written goes to its input. Closing ends the input. */
export function linkOver(output: Readable, input: Writable, address: string): Link {
  const link = new CarriedLink(address, {
    pieceBytes: 16 * 1024,
    hasSignals: false,
    stallMs: () => 30_000,
    writePiece: (bytes) =>
      new Promise((resolve, reject) => input.write(bytes, (error) => (error ? reject(error) : resolve()))),
    drain: async () => {},
    setBaud: async () => {},
    setParity: async () => {},
    setSignals: async () => {},
    release: async () => {
      input.end()
    },
  })
  output.on('data', link.received)
  output.on('end', () => link.lost())
  // A program that ended is told by its output; the failed write has its own callback.
  input.on('error', () => {})
  return link
}
