// A watch on loopback whose findings can be awaited.
import { onTestFinished } from 'vitest'
import { type MdnsOptions, watchMdns } from '../../main/transports/mdns.ts'
import type { Sighting } from '../../main/transports/sighting.ts'
import type { FlashlineError } from '../../preload/contract/index.ts'
import { Inbox } from './inbox.ts'

export interface LoopbackWatch {
  /** The next sighting with these facts. */
  sighted(facts: Partial<Sighting>): Promise<Sighting>
  gone(facts: Partial<Sighting>): Promise<Sighting>
  state(): Promise<FlashlineError | null>
}

/** Ends with the test. */
export function watchLoopback(options: Partial<MdnsOptions> = {}): LoopbackWatch {
  const sightings = new Inbox<Sighting>()
  const gone = new Inbox<Sighting>()
  const states = new Inbox<{ error: FlashlineError | null }>()
  const stop = new AbortController()
  const watching = watchMdns({
    interfaces: ['lo'],
    requeryMs: 200,
    ...options,
    onSighting: (sighting) => sightings.put(sighting),
    onGone: (sighting) => gone.put(sighting),
    onState: (_name, error) => states.put({ error }),
    signal: stop.signal,
  })
  onTestFinished(async () => {
    stop.abort()
    await watching
  })
  const has = (facts: Partial<Sighting>) => (sighting: Sighting) =>
    Object.entries(facts).every(([key, value]) => sighting[key as keyof Sighting] === value)
  return {
    sighted: (facts) => sightings.take(has(facts)),
    gone: (facts) => gone.take(has(facts)),
    state: async () => (await states.take(() => true)).error,
  }
}
