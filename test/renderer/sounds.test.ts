// The sounds of the bench: what makes one, what does not, how often, and how loud.

import { createORPCClient } from '@orpc/client'
import { afterEach, describe, expect, it } from 'vitest'
import type { StationClient } from '../../renderer/api/client.ts'
import { heardChanges, isTooSoon, quietMs } from '../../renderer/sounds/heard-changes.ts'
import { createSpeaker } from '../../renderer/sounds/play-sound.ts'
import { scores, soundKinds } from '../../renderer/sounds/scores.ts'
import { readSetting, useSound } from '../../renderer/sounds/sound-setting.ts'
import { watchChanges } from '../../renderer/sounds/watch-sounds.ts'
import { apply, type Picture, pictureOf } from '../../renderer/store/picture.ts'
import { applyEvents, loadSnapshot } from '../../renderer/store/station-store.ts'
import { job, slot, snapshot } from './fixtures.ts'

const unasked: StationClient = createORPCClient({ call: () => Promise.reject(new Error('nobody asks')) })

const at = '2026-03-01T08:00:00.000Z'
const start = pictureOf(snapshot({ seq: 1, slots: [slot(1), slot(2)] }))

function withEnded(picture: Picture, ...jobs: Parameters<typeof job>[]): Picture {
  return jobs.reduce<Picture>((before, [number, part]) => {
    const next = apply(before, { seq: before.seq + 1, at, type: 'jobFinished', job: job(number, part) })
    if (!next) throw new Error('a gap')
    return next
  }, picture)
}

describe('what is heard', () => {
  it('is how jobs end', () => {
    expect(heardChanges(start, withEnded(start, [1, { outcome: 'passed' }]))).toEqual(['pass'])
    expect(heardChanges(start, withEnded(start, [1, { outcome: 'failed' }]))).toEqual(['fail'])
    expect(heardChanges(start, withEnded(start, [1, { outcome: 'refused' }]))).toEqual(['attention'])
    expect(heardChanges(start, withEnded(start, [1, { outcome: 'cancelled' }]))).toEqual([])
  })

  it('is each kind once, whatever ended at once', () => {
    const many = withEnded(start, [1, {}], [2, {}], [3, { outcome: 'failed' }])
    expect(heardChanges(start, many).sort()).toEqual(['fail', 'pass'])
  })

  it('is a person being asked for something, once', () => {
    const running = job(1, { outcome: 'running', endedAt: null, notice: 'holdBoot' })
    const asked = apply(start, { seq: 2, at, type: 'jobStarted', job: running })
    const again =
      asked && apply(asked, { seq: 3, at, type: 'jobChanged', job: { ...running, operator: 'Li' } })
    if (!asked || !again) throw new Error('a gap')
    expect(heardChanges(start, asked)).toEqual(['attention'])
    expect(heardChanges(asked, again)).toEqual([])
  })

  it('is nothing when a record is put right later', () => {
    const ended = withEnded(start, [1, { outcome: 'failed' }])
    expect(heardChanges(ended, withEnded(ended, [1, { outcome: 'passed' }]))).toEqual([])
  })

  it('is a kind at most twice a second', () => {
    expect(isTooSoon({}, 'pass', 0)).toBe(false)
    expect(isTooSoon({ pass: 0 }, 'pass', quietMs - 1)).toBe(true)
    expect(isTooSoon({ pass: 0 }, 'fail', 1)).toBe(false)
    expect(isTooSoon({ pass: 0 }, 'pass', quietMs)).toBe(false)
  })
})

describe('a page that looks on', () => {
  it('hears what it saw happen, and nothing of what it loads', () => {
    const heard: string[] = []
    const stop = watchChanges((kind) => heard.push(kind))
    try {
      loadSnapshot(unasked, snapshot({ seq: 1, slots: [slot(1)] }))
      applyEvents([{ seq: 2, at, type: 'jobFinished', job: job(1) }])
      loadSnapshot(unasked, snapshot({ seq: 9, recent: [job(2, { outcome: 'failed' }), job(1)] }))
      expect(heard).toEqual(['pass'])
    } finally {
      stop()
    }
  })
})

describe('the sounds', () => {
  it('differ in rhythm, not only in pitch', () => {
    const rhythms = soundKinds.map((kind) =>
      scores[kind].map(({ atMs, durationMs }) => `${atMs}+${durationMs}`).join(' '),
    )
    expect(new Set(rhythms).size).toBe(soundKinds.length)
  })
})

describe('the volume', () => {
  it('is read as it was stored, else as at first', () => {
    expect(readSetting('off 35')).toEqual({ isOn: false, volume: 35 })
    expect(readSetting('on 100')).toEqual({ isOn: true, volume: 100 })
    for (const stored of [null, '', 'on', 'on 101', 'loud 5', 'on -1'])
      expect(readSetting(stored)).toEqual({ isOn: true, volume: 60 })
  })
})

describe('the speaker', () => {
  afterEach(() => useSound.setState({ isOn: true, volume: 60, isBlocked: false }))

  /** Counts the tones. */
  function speaker(state: AudioContextState) {
    let tones = 0
    let nowMs = 1000
    const param = { value: 0, setValueAtTime: () => param, linearRampToValueAtTime: () => param }
    const node = { connect: (next: unknown) => next, gain: param, frequency: param, type: 'sine' }
    const context = {
      state,
      currentTime: 0,
      destination: {},
      createGain: () => node,
      createOscillator: () => ({
        ...node,
        start() {
          tones += 1
        },
        stop: () => undefined,
      }),
      async resume() {
        context.state = 'running'
      },
    }
    const made = createSpeaker(
      () => nowMs,
      () => context as unknown as AudioContext,
    )
    const later = (ms: number) => {
      nowMs += ms
    }
    return { made, tones: () => tones, later }
  }

  it('plays a kind, and not again at once', () => {
    const { made, tones, later } = speaker('running')
    made.play('pass')
    made.play('pass')
    expect(tones()).toBe(scores.pass.length)
    later(quietMs)
    made.play('pass')
    expect(tones()).toBe(2 * scores.pass.length)
  })

  it('is silent when it is off', () => {
    useSound.setState({ isOn: false })
    const { made, tones } = speaker('running')
    made.play('fail')
    expect(tones()).toBe(0)
    expect(useSound.getState().isBlocked).toBe(false)
  })

  it('says that the browser holds it back, until the page was touched', async () => {
    const { made, tones } = speaker('suspended')
    made.play('fail')
    expect(tones()).toBe(0)
    expect(useSound.getState().isBlocked).toBe(true)
    made.unlock()
    await expect.poll(() => useSound.getState().isBlocked).toBe(false)
    made.play('fail')
    expect(tones()).toBe(scores.fail.length)
  })
})
