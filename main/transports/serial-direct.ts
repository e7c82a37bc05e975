// Reading and writing without the thread pool, on Linux and macOS. The library reads and writes a port, which never
// blocks, through Node's pool of threads: every block of a protocol then waits for two threads to wake, and ports with a
// slow driver call keep the others waiting. Here the system is called at once; the library is asked only when the system
// has no room, and to say what an error means. Measured with one byte there and back over a pseudo terminal: half the time.
// Reaches into private parts, so it looks before it touches and leaves alone what has another shape.
import { EventEmitter } from 'node:events'
import { readSync, writeSync } from 'node:fs'

type ReadResult = Promise<{ buffer: Buffer; bytesRead: number }>

/** `binding`: the open port's `port` property. True when it reads and writes directly now. */
export function makeDirect(binding: unknown): boolean {
  if (typeof binding !== 'object' || binding === null) return false
  const poller: unknown = Reflect.get(binding, 'poller')
  const read: unknown = Reflect.get(binding, 'read')
  const write: unknown = Reflect.get(binding, 'write')
  if (typeof Reflect.get(binding, 'fd') !== 'number' || !(poller instanceof EventEmitter)) return false
  if (typeof read !== 'function' || typeof write !== 'function') return false

  const readDirectly = async (buffer: Buffer, offset: number, length: number): ReadResult => {
    await readable(poller)
    const bytesRead = attempt(() => readSync(descriptor(binding), buffer, offset, length, null))
    if (bytesRead > 0) return { buffer, bytesRead }
    // Nothing, or an error: the library waits again, or says what it means.
    return Reflect.apply(read, binding, [buffer, offset, length])
  }
  const writeDirectly = async (buffer: Buffer): Promise<void> => {
    const written = attempt(() => writeSync(descriptor(binding), buffer))
    if (written < buffer.length) await Reflect.apply(write, binding, [buffer.subarray(written)])
  }
  return Reflect.set(binding, 'read', readDirectly) && Reflect.set(binding, 'write', writeDirectly)
}

/** Also when the port was closed or lost meanwhile: the next read says so. */
function readable(poller: EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    poller.once('readable', () => resolve())
  })
}

function attempt(call: () => number): number {
  try {
    return call()
  } catch {
    return 0
  }
}

/** Throws once it is closed: then there is none. */
function descriptor(binding: object): number {
  const fd: unknown = Reflect.get(binding, 'fd')
  if (typeof fd !== 'number') throw new Error('closed')
  return fd
}
