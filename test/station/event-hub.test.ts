import { describe, expect, it } from 'vitest'
import { EventHub } from '../../main/station/event-hub.ts'
import type { EventBody, StationEvent } from '../../preload/contract/index.ts'

const removed = (slotId: string): EventBody => ({ type: 'slotRemoved', slotId })
const newHub = () => new EventHub(() => new Date(0))

async function take(events: AsyncIterable<StationEvent>, count: number): Promise<StationEvent[]> {
  const taken: StationEvent[] = []
  for await (const event of events) {
    taken.push(event)
    if (taken.length === count) break
  }
  return taken
}

describe('EventHub', () => {
  it('hands a late viewer the kept events after its number, then live ones, without a gap', async () => {
    const hub = newHub()
    for (const slotId of ['a', 'b', 'c']) hub.emit(removed(slotId))
    const viewer = take(hub.after(1, undefined), 3)
    hub.emit(removed('d'))
    expect(await viewer).toMatchObject([
      { seq: 2, slotId: 'b' },
      { seq: 3, slotId: 'c' },
      { seq: 4, slotId: 'd' },
    ])
  })

  it('ends when the signal aborts, also while it waits', async () => {
    const hub = newHub()
    const controller = new AbortController()
    const all: StationEvent[] = []
    const viewer = (async () => {
      for await (const event of hub.after(0, controller.signal)) {
        all.push(event)
        queueMicrotask(() => controller.abort())
      }
    })()
    hub.emit(removed('a'))
    await viewer
    expect(all).toHaveLength(1)
  })

  it('sends a viewer that is too late, or from an earlier run, back for a snapshot', async () => {
    const hub = newHub()
    await expect(hub.after(7, undefined).next()).rejects.toMatchObject({ code: 'EVENTS_GONE' })
    for (let index = 0; index < 60_000; index += 1) hub.emit(removed('x'))
    await expect(hub.after(1, undefined).next()).rejects.toMatchObject({ code: 'EVENTS_GONE' })
    expect((await hub.after(59_990, undefined).next()).value).toMatchObject({ seq: 59_991 })
  })
})
