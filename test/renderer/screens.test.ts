// The pure decisions of the screens: shape of the grid, the settings form, joined logs and pages, errors of calls.
import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { settingsSchema } from '../../preload/contract/index.ts'
import { callErrorOf } from '../../renderer/api/call-error.ts'
import { gapPx, gridShape } from '../../renderer/screens/bench/grid-shape.ts'
import { joinPages } from '../../renderer/screens/history/use-history.ts'
import { joinLog } from '../../renderer/screens/job/join-log.ts'
import { draftOf, isChanged, problemsOf, settingsOf } from '../../renderer/screens/settings/draft.ts'
import { job } from './fixtures.ts'

describe('the grid', () => {
  it('shows eight cards as four by two at 1366x768', () => {
    expect(gridShape(8, 1014, 644)).toMatchObject({ columns: 4, scrolls: false })
  })

  it('scrolls only when the cards would be too small to read', () => {
    for (let count = 1; count <= 64; count += 1) {
      const { columns, cardHeight, scrolls } = gridShape(count, 1500, 900)
      const rows = Math.ceil(count / columns)
      expect(cardHeight).toBeGreaterThanOrEqual(150)
      if (!scrolls) expect(rows * cardHeight + (rows - 1) * gapPx).toBeLessThanOrEqual(900)
    }
    expect(gridShape(64, 1500, 900).scrolls).toBe(true)
    expect(gridShape(12, 1500, 900).scrolls).toBe(false)
  })

  it('survives having no room at all', () => {
    expect(gridShape(8, 0, 0)).toMatchObject({ columns: 1, scrolls: true })
    expect(gridShape(0, 1000, 600).columns).toBeGreaterThan(0)
  })
})

describe('the settings form', () => {
  const settings = settingsSchema.parse({
    cloud: { baseUrl: 'https://cloud.example', corpId: 'c' },
    bench: { productId: 'p', profileId: 'u-boot' },
    slots: [{ address: 'tcp://127.0.0.1:4000' }],
  })

  it('gives back what it was given', () => {
    expect(settingsOf(draftOf(settings))).toEqual(settings)
    expect(settingsSchema.parse(settingsOf(draftOf(settings)))).toEqual(settings)
    expect(isChanged(draftOf(settings), settings)).toBe(false)
  })

  it('takes empty fields as not set, and drops empty rows', () => {
    const draft = {
      ...draftOf(settings),
      baseUrl: ' ',
      productId: '',
      slots: [{ key: 0, address: ' ', name: 'x' }],
    }
    expect(settingsOf(draft)).toMatchObject({ cloud: null, bench: null, slots: [] })
    expect(isChanged(draft, settings)).toBe(true)
  })

  it('counts a token as a change, and never shows one', () => {
    expect(draftOf(settings).token).toBe('')
    expect(isChanged({ ...draftOf(settings), token: 't' }, settings)).toBe(true)
  })

  it('says what has to be corrected', () => {
    const draft = draftOf(settings)
    expect(problemsOf(draft)).toEqual({})
    expect(problemsOf({ ...draft, baseUrl: 'ftp://x' })).toEqual({ baseUrl: 'urlInvalid' })
    expect(problemsOf({ ...draft, baseUrl: '', token: 't' })).toEqual({ baseUrl: 'tokenNeedsCloud' })
    expect(problemsOf({ ...draft, profileId: '' })).toEqual({ profileId: 'profileMissing' })
    expect(problemsOf({ ...draft, stationName: ' ', partIdentify: '-1' })).toEqual({
      stationName: 'required',
      partIdentify: 'required',
    })
  })
})

describe('joined lists', () => {
  const line = (second: number, text: string) =>
    ({ at: `2026-03-01T08:00:0${second}.000Z`, source: 'device', text }) as const

  it('do not repeat console lines that the record already has', () => {
    const kept = [line(1, 'a'), line(2, 'b')]
    expect(joinLog(kept, [line(2, 'b'), line(2, 'c'), line(3, 'd')])).toEqual([
      ...kept,
      line(2, 'c'),
      line(3, 'd'),
    ])
    expect(joinLog([], [line(1, 'a')])).toEqual([line(1, 'a')])
  })

  it('do not repeat jobs', () => {
    expect(joinPages([job(3), job(2)], [job(2), job(1)]).map(({ jobId }) => jobId)).toEqual([
      'job-3',
      'job-2',
      'job-1',
    ])
  })
})

describe('errors of calls', () => {
  it('keep the code of the station', () => {
    const error = new ORPCError('FLASHLINE', { data: { code: 'SLOT_BUSY', context: { slotId: 's' } } })
    expect(callErrorOf(error)).toEqual({ code: 'SLOT_BUSY', context: { slotId: 's' } })
  })

  it('name the field of a refused input', () => {
    const error = new ORPCError('BAD_REQUEST', { data: { issues: [{ path: ['settings', 'slots', 0] }] } })
    expect(callErrorOf(error)).toEqual({ code: 'INPUT_INVALID', context: { field: 'settings.slots.0' } })
  })

  it('tell no answer from a wrong one', () => {
    expect(callErrorOf(new Error('gone')).code).toBeNull()
    expect(callErrorOf(new ORPCError('INTERNAL_SERVER_ERROR')).code).toBe('SOFTWARE')
    expect(callErrorOf(new ORPCError('FLASHLINE', { data: { code: 'NEW_CODE' } })).code).toBe('SOFTWARE')
  })
})
