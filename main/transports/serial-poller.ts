// Repairs a defect of @serialport/bindings-cpp 13 on Linux and macOS: each wait for "readable" replaces a wait for
// "writable" that is still under way, and the write then sleeps for ever when the device says nothing more. After each
// new wait, everything still waited for is asked for again. Reaches into private parts, so it looks before it touches
// and leaves alone what has another shape: the write watchdog stays the last resort.
import { EventEmitter } from 'node:events'

const readable = 0b01
const writable = 0b10

/** `binding`: the open port's `port` property. True when repaired. */
export function repairPoller(binding: unknown): boolean {
  const poller: unknown = property(binding, 'poller')
  const native: unknown = property(poller, 'poller')
  const once: unknown = property(poller, 'once')
  const poll: unknown = property(native, 'poll')
  if (!(poller instanceof EventEmitter) || typeof once !== 'function' || typeof poll !== 'function')
    return false
  const waitOnce = (event: string, callback: (error: Error | null) => void): EventEmitter => {
    Reflect.apply(once, poller, [event, callback])
    const flags =
      (poller.listenerCount('readable') > 0 ? readable : 0) |
      (poller.listenerCount('writable') > 0 ? writable : 0)
    if (flags === (readable | writable)) Reflect.apply(poll, native, [flags])
    return poller
  }
  return Reflect.set(poller, 'once', waitOnce)
}

function property(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined
}
