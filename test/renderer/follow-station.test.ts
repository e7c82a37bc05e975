// The loop that keeps the screens current, against a station in memory: a missing event and a lost carrier both end
// in a fresh picture.
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Snapshot, StationEvent } from '../../preload/contract/index.ts'
import { type Carrier, type Connected, type StationClient, Unauthorised } from '../../renderer/api/client.ts'
import { followStation } from '../../renderer/api/follow-station.ts'
import { useStation } from '../../renderer/store/station-store.ts'
import { slot, snapshot } from './fixtures.ts'

vi.stubGlobal('addEventListener', () => undefined)
vi.stubGlobal('removeEventListener', () => undefined)

/** A station whose snapshots and events a test decides. */
function fakeStation(snapshots: Snapshot[]) {
  const asked = { snapshots: 0, afterSeq: [] as number[] }
  let send: (event: StationEvent) => void = () => undefined
  let cut: () => void = () => undefined
  const connect = async (): Promise<Connected> => {
    const closed = Promise.withResolvers<void>()
    cut = () => closed.resolve()
    const client = {
      operators: { current: async () => ({ open: true, operator: null, role: 'lead' }) },
      station: {
        snapshot: async () => snapshots[Math.min(asked.snapshots++, snapshots.length - 1)],
        events: async ({ afterSeq }: { afterSeq: number }, options: { signal: AbortSignal }) => {
          asked.afterSeq.push(afterSeq)
          return stream(options.signal)
        },
      },
    }
    return {
      client: client as unknown as StationClient,
      closed: closed.promise,
      close: () => closed.resolve(),
    }
  }
  async function* stream(signal: AbortSignal): AsyncGenerator<StationEvent> {
    const queue: StationEvent[] = []
    let wake: () => void = () => undefined
    send = (event) => {
      queue.push(event)
      wake()
    }
    signal.addEventListener('abort', () => wake())
    while (!signal.aborted) {
      yield* queue.splice(0)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return { asked, connect, send: (event: StationEvent) => send(event), cut: () => cut() }
}

const at = '2026-03-01T08:00:00.000Z'
const added = (seq: number): StationEvent => ({ seq, at, type: 'slotChanged', slot: slot(seq) })
const slotIds = () => useStation.getState().picture?.slotIds

describe('followStation', () => {
  let stop = new AbortController()

  afterEach(() => stop.abort())

  function follow(carrier: Carrier): void {
    stop = new AbortController()
    useStation.setState(useStation.getInitialState(), true)
    void followStation(carrier, stop.signal)
  }

  it('takes a snapshot and then the events after it', async () => {
    const station = fakeStation([snapshot({ seq: 7 })])
    follow(station)
    await vi.waitFor(() => expect(station.asked.afterSeq).toEqual([7]))
    station.send(added(8))
    await vi.waitFor(() => expect(slotIds()).toEqual(['slot-8']))
    expect(useStation.getState().connection).toBe('live')
  })

  it('takes a new snapshot when an event is missing', async () => {
    const station = fakeStation([snapshot({ seq: 7 }), snapshot({ seq: 9, slots: [slot(1)] })])
    follow(station)
    await vi.waitFor(() => expect(station.asked.afterSeq).toEqual([7]))
    station.send(added(9))
    await vi.waitFor(() => expect(station.asked.afterSeq).toEqual([7, 9]))
    expect(slotIds()).toEqual(['slot-1'])
    expect(useStation.getState().connection).toBe('live')
  })

  it('keeps the picture while the carrier is lost, and comes back', async () => {
    const station = fakeStation([snapshot({ seq: 1, slots: [slot(1)] }), snapshot({ seq: 2 })])
    follow(station)
    await vi.waitFor(() => expect(slotIds()).toEqual(['slot-1']))
    station.cut()
    await vi.waitFor(() => expect(useStation.getState().connection).toBe('lost'))
    expect(slotIds()).toEqual(['slot-1'])
    expect(useStation.getState().client).toBeNull()
    await vi.waitFor(() => expect(slotIds()).toEqual([]), { timeout: 5000 })
    expect(useStation.getState().connection).toBe('live')
  })

  it('tells a refused browser from a lost station', async () => {
    follow({ connect: () => Promise.reject(new Unauthorised()) })
    await vi.waitFor(() => expect(useStation.getState().connection).toBe('unauthorised'))
  })
})
