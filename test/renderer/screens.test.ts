// The pure decisions of the screens: the cloud's pill, joined logs, errors of calls. The
// settings: settings-draft.test.ts and connections.test.ts.
import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { callErrorOf } from '../../renderer/api/call-error.ts'
import { cloudLook } from '../../renderer/screens/bench/cloud-look.ts'
import { joinLog } from '../../renderer/screens/job/join-log.ts'

describe('the pill of the cloud', () => {
  const nowMs = Date.parse('2026-03-01T08:30:00.000Z')
  const fresh = '2026-03-01T08:29:00.000Z'
  const old = '2026-03-01T08:14:59.000Z'

  it('says how old the tasks are when that matters', () => {
    const look = (state: 'up' | 'down', syncedAt: string | null) => cloudLook({ state, syncedAt }, nowMs)
    expect(look('up', fresh)).toEqual({ age: 'fresh', tone: 'good', label: 'up' })
    expect(look('up', old)).toEqual({ age: 'old', tone: 'warn', label: 'upOld' })
    expect(look('up', null)).toEqual({ age: 'none', tone: 'good', label: 'up' })
    expect(look('down', fresh)).toEqual({ age: 'fresh', tone: 'warn', label: 'downSynced' })
    expect(look('down', null)).toEqual({ age: 'none', tone: 'bad', label: 'down' })
    expect(cloudLook({ state: 'unset', syncedAt: null }, nowMs).tone).toBe('none')
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
