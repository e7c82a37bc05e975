// The picture under events: late viewers, gaps, reloads, and that one job's bytes leave everything else as it was.
import { describe, expect, it } from 'vitest'
import type { EventBody, StationEvent } from '../../preload/contract/index.ts'
import { snapshotSchema } from '../../preload/contract/index.ts'
import { apply, keptRecent, type Picture, pictureOf } from '../../renderer/store/picture.ts'
import { countStates, stateOfSlot } from '../../renderer/store/slot-state.ts'
import { job, slot, snapshot, step } from './fixtures.ts'

const at = '2026-03-01T08:00:00.000Z'

function event(seq: number, body: EventBody): StationEvent {
  return { seq, at, ...body }
}

function play(picture: Picture, bodies: readonly EventBody[]): Picture {
  return bodies.reduce<Picture>((before, body) => {
    const after = apply(before, event(before.seq + 1, body))
    if (!after) throw new Error('a gap where there is none')
    return after
  }, picture)
}

const start = snapshot({ seq: 10, slots: [slot(1), slot(2)] })

describe('picture', () => {
  it('keeps fixtures that the contract accepts', () => {
    expect(snapshotSchema.parse(start)).toEqual(start)
  })

  it('ignores events that the snapshot already holds', () => {
    const picture = pictureOf(start)
    expect(apply(picture, event(10, { type: 'slotRemoved', slotId: 'slot-1' }))).toBe(picture)
    expect(apply(picture, event(3, { type: 'slotRemoved', slotId: 'slot-1' }))).toBe(picture)
  })

  it('asks for a new snapshot when an event is missing', () => {
    expect(apply(pictureOf(start), event(12, { type: 'slotRemoved', slotId: 'slot-1' }))).toBeNull()
  })

  it('shows a download while it runs, however it ends', () => {
    const fetch = { connectionId: 'store', firmwareId: '7', doneBytes: 10, totalBytes: 100 }
    const running = play(pictureOf(start), [{ type: 'firmwareFetchChanged', fetch, ended: false }])
    expect(running.fetches).toEqual({ 7: fetch })
    expect(play(running, [{ type: 'firmwareFetchChanged', fetch, ended: true }]).fetches).toEqual({})
  })

  it('follows a job from start to result', () => {
    const running = job(1, { outcome: 'running', endedAt: null, steps: [] })
    const flash = step('flash', { outcome: 'running', endedAt: null })
    let picture = play(pictureOf(start), [{ type: 'slotChanged', slot: slot(1, { jobId: running.jobId }) }])
    // The slot is taken before the job is told of.
    expect(stateOfSlot(picture, 'slot-1')).toBe('running')
    picture = play(picture, [
      { type: 'jobStarted', job: running },
      { type: 'stepStarted', jobId: running.jobId, step: flash },
      {
        type: 'progress',
        jobId: running.jobId,
        step: 'flash',
        doneBytes: 10,
        totalBytes: 100,
        bytesPerSecond: 5,
      },
    ])
    expect(picture.jobs[running.jobId]?.steps).toEqual([flash])
    expect(picture.progress[running.jobId]?.doneBytes).toBe(10)
    const passed = step('flash', { outcome: 'passed', doneBytes: 100 })
    const ended = job(1, { outcome: 'passed' })
    picture = play(picture, [
      { type: 'stepFinished', jobId: running.jobId, step: passed },
      { type: 'jobFinished', job: ended },
    ])
    expect(stateOfSlot(picture, 'slot-1')).toBe('passed')
    expect(picture.progress).toEqual({})
    expect(picture.recent).toEqual([ended])
    // The result stays until it is acknowledged.
    picture = play(picture, [{ type: 'slotChanged', slot: slot(1) }])
    expect(stateOfSlot(picture, 'slot-1')).toBe('ready')
  })

  it('replaces a step instead of listing it twice', () => {
    const running = job(1, { outcome: 'running', endedAt: null, steps: [step('identify')] })
    const picture = play(pictureOf(snapshot({ ...start, jobs: [running] })), [
      { type: 'stepStarted', jobId: running.jobId, step: step('flash', { outcome: 'running' }) },
      { type: 'stepFinished', jobId: running.jobId, step: step('flash', { outcome: 'failed' }) },
    ])
    expect(picture.jobs[running.jobId]?.steps.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['identify', 'passed'],
      ['flash', 'failed'],
    ])
  })

  it('forgets the progress of one step when the next begins', () => {
    const running = job(1, { outcome: 'running', endedAt: null })
    const picture = play(pictureOf(snapshot({ ...start, jobs: [running] })), [
      {
        type: 'progress',
        jobId: running.jobId,
        step: 'flash',
        doneBytes: 1,
        totalBytes: 2,
        bytesPerSecond: 1,
      },
      { type: 'stepStarted', jobId: running.jobId, step: step('verify', { outcome: 'running' }) },
    ])
    expect(picture.progress).toEqual({})
  })

  it('leaves every other job and slot the same object when bytes move', () => {
    const before = pictureOf(snapshot({ ...start, jobs: [job(1), job(2)] }))
    const after = play(before, [
      { type: 'progress', jobId: 'job-1', step: 'flash', doneBytes: 1, totalBytes: 2, bytesPerSecond: 1 },
    ])
    expect(after.slots).toBe(before.slots)
    expect(after.jobs).toBe(before.jobs)
    expect(after.recent).toBe(before.recent)
  })

  it('shows a late viewer the same picture as one who was there', () => {
    const running = job(1, { outcome: 'running', endedAt: null, steps: [step('identify')] })
    const bodies: EventBody[] = [
      { type: 'slotChanged', slot: slot(1, { jobId: running.jobId }) },
      { type: 'jobStarted', job: running },
      { type: 'slotChanged', slot: slot(2, { present: false }) },
    ]
    const there = play(pictureOf(start), bodies)
    const late = pictureOf(
      snapshot({
        ...start,
        seq: 13,
        slots: [slot(1, { jobId: running.jobId }), slot(2, { present: false })],
        jobs: [running],
      }),
    )
    expect(late).toEqual(there)
    expect(countStates(late)).toMatchObject({ running: 1, empty: 1, ready: 0 })
  })

  it('keeps console lines of the open job only, and keeps them over a reload', () => {
    const line = { at, source: 'device', text: 'hello' } as const
    const open: Picture = { ...pictureOf(start), openLog: { jobId: 'job-1', lines: [] } }
    const picture = play(open, [
      { type: 'log', jobId: 'job-1', line },
      { type: 'log', jobId: 'job-2', line },
    ])
    expect(picture.openLog?.lines).toEqual([line])
    expect(picture.seq).toBe(12)
    expect(pictureOf(start, picture).openLog?.lines).toEqual([line])
  })

  it('adds and removes slots in the order of the bench', () => {
    const picture = play(pictureOf(start), [
      { type: 'slotChanged', slot: slot(3) },
      { type: 'slotRemoved', slotId: 'slot-1' },
    ])
    expect(picture.slotIds).toEqual(['slot-2', 'slot-3'])
    expect(Object.keys(picture.slots)).toEqual(['slot-2', 'slot-3'])
  })

  it('bounds what it keeps', () => {
    const bodies = Array.from(
      { length: 400 },
      (_, index): EventBody => ({ type: 'jobFinished', job: job(index) }),
    )
    const picture = play(pictureOf(start), bodies)
    expect(picture.recent).toHaveLength(keptRecent)
    expect(picture.recent[0]?.jobId).toBe('job-399')
    expect(Object.keys(picture.jobs).length).toBeLessThanOrEqual(256)
  })

  it('takes over cloud, outbox, settings and profiles', () => {
    const outbox = { waiting: 2, dead: 0, oldestAt: at, lastError: 'CLOUD_TIMEOUT' } as const
    const cloud = { state: 'down', host: 'h', error: 'CLOUD_TIMEOUT', syncedAt: at } as const
    const settings = { ...start.settings, operator: 'Wang' }
    const profiles = [{ profileId: 'line-3', name: 'Line 3', protocol: 'xmodem' }]
    const picture = play(pictureOf(start), [
      { type: 'outboxChanged', outbox },
      { type: 'cloudChanged', cloud },
      { type: 'settingsChanged', settings },
      { type: 'profilesChanged', profiles },
    ])
    expect(picture).toMatchObject({ outbox, cloud, settings, profiles })
  })
})
