// Keeps the store current for as long as the page lives: connect, take a snapshot, apply the events after it; when
// the carrier goes or events are missing, begin again. Waits longer after each failure in a row.
import type { StationEvent } from '../../preload/contract/events.ts'
import { applyEvents, loadSnapshot, setConnection } from '../store/station-store.ts'
import { type Carrier, type Connected, Unauthorised } from './client.ts'
import { askSession, takeUpSession } from './session.ts'

const backOffMs = [300, 700, 1500, 3000, 5000] as const
/** Events that arrive closer than this are drawn together. */
const gatherMs = 40
/** A station that ends the events at once must not be asked in a tight loop. */
const againMs = 200

export async function followStation(carrier: Carrier, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    let connected: Connected | null = null
    try {
      connected = await carrier.connect(signal)
      await follow(connected, signal, () => {
        failures = 0
      })
    } catch (error) {
      if (signal.aborted) return
      setConnection(error instanceof Unauthorised ? 'unauthorised' : 'lost')
    } finally {
      connected?.close()
    }
    const waitMs = backOffMs[Math.min(failures, backOffMs.length - 1)] ?? 5000
    failures += 1
    // Many screens of one station must not come back in the same instant.
    await pause(waitMs * (0.8 + Math.random() * 0.4), signal)
  }
}

/** Rejects when the carrier has gone; a gap in the events only means a new snapshot. */
async function follow(connected: Connected, signal: AbortSignal, onLive: () => void): Promise<never> {
  const lost = connected.closed.then(() => {
    throw new Error('the connection to the station has gone')
  })
  lost.catch(() => undefined)
  await Promise.race([takeUpSession(connected.client), lost])
  for (;;) {
    const snapshot = await Promise.race([connected.client.station.snapshot(), lost])
    loadSnapshot(connected.client, snapshot)
    onLive()
    await Promise.race([readEvents(connected, snapshot.seq), lost])
    await Promise.race([pause(againMs, signal), lost])
  }
}

/** Resolves when a new snapshot is needed. */
async function readEvents({ client }: Connected, afterSeq: number): Promise<void> {
  const stop = new AbortController()
  const gathered: StationEvent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let complete = true
  const draw = () => {
    timer = undefined
    const events = gathered.splice(0)
    if (events.some(changesOperators)) askSession(client).catch(() => undefined)
    if (applyEvents(events)) return
    complete = false
    stop.abort()
  }
  try {
    for await (const event of await client.station.events({ afterSeq }, { signal: stop.signal })) {
      gathered.push(event)
      timer ??= setTimeout(draw, gatherMs)
    }
  } catch (error) {
    if (complete && !eventsAreGone(error)) throw error
  } finally {
    clearTimeout(timer)
  }
}

/** Perhaps this page's own session has ended, or has another role. */
function changesOperators(event: StationEvent): boolean {
  return event.type === 'listsChanged' && event.lists.includes('operators')
}

function eventsAreGone(error: unknown): boolean {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : null
  return typeof data === 'object' && data !== null && 'code' in data && data.code === 'EVENTS_GONE'
}

function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    signal.addEventListener('abort', done, { once: true })
    addEventListener('online', done, { once: true })
  })
}
