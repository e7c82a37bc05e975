// The pure decisions of the history screen: its address, spans of time, the pages that are loaded, the file of an export.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StationClient } from '../../renderer/api/client.ts'
import { type Preset, presets, startOf } from '../../renderer/screens/history/date-presets.ts'
import { exportHistory, exportName, proofName } from '../../renderer/screens/history/export-history.ts'
import {
  dropFar,
  firstPage,
  jobBefore,
  type LoadedPages,
  pageSize,
  pageToAsk,
  putPage,
  rowAt,
  rowCount,
} from '../../renderer/screens/history/loaded-pages.ts'
import { localInputOf, timeOfLocalInput } from '../../renderer/screens/history/local-input.ts'
import {
  activeFields,
  addressOf,
  askedOf,
  endedOutcomes,
  filterOfAddress,
  type ShownFilter,
  withField,
} from '../../renderer/screens/history/shown-filter.ts'
import { job } from './fixtures.ts'

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((text) => text.trim())
  .filter((text) => text !== '')
const maybe = <Value>(some: fc.Arbitrary<Value>) => fc.option(some, { nil: undefined })
const time = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString())
const facts = {
  outcome: maybe(fc.constantFrom(...endedOutcomes)),
  errorCode: maybe(fc.constantFrom('LINK_LOST' as const, 'VERIFY_MISMATCH' as const)),
  productId: maybe(word),
  toVersion: maybe(fc.nat()),
  lot: maybe(word),
  orderId: maybe(word),
  taskId: maybe(word),
  slotId: maybe(word),
  operator: maybe(word),
  device: maybe(word),
}
const anyFilter: fc.Arbitrary<ShownFilter> = fc.oneof(
  fc.record({ ...facts, when: maybe(fc.constantFrom(...presets)) }),
  fc.record({ ...facts, from: maybe(time), to: maybe(time) }),
)

describe('the address', () => {
  it('says every filter, and says it back', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(filterOfAddress(addressOf(filter))).toEqual(withField(filter, {}))
      }),
    )
  })

  it('is what a person can read and write', () => {
    const filter = { when: 'today', outcome: 'failed', lot: 'A 1/2', toVersion: 20001 } as const
    expect(addressOf(filter)).toBe('#/history?when=today&outcome=failed&version=20001&lot=A+1%2F2')
    expect(addressOf({})).toBe('#/history')
    expect(filterOfAddress('#/history?error=LINK_LOST&from=2026-03-01')).toEqual({
      errorCode: 'LINK_LOST',
      from: '2026-03-01T00:00:00.000Z',
    })
  })

  it('leaves out what cannot be', () => {
    const odd = `#/history?outcome=running&error=NOPE&version=-1&from=x&when=never&lot=%20&device=${'x'.repeat(101)}`
    expect(filterOfAddress(odd)).toEqual({})
    expect(filterOfAddress('')).toEqual({})
  })

  it('has a span by its word or by its ends, not both', () => {
    const ends: ShownFilter = { from: '2026-03-01T00:00:00.000Z', lot: 'L1' }
    expect(withField(ends, { when: 'shift' })).toEqual({ when: 'shift', lot: 'L1' })
    expect(withField({ when: 'shift' }, { to: '2026-03-01T00:00:00.000Z' })).toEqual({
      to: '2026-03-01T00:00:00.000Z',
    })
    expect(withField(ends, { lot: undefined })).toEqual({ from: '2026-03-01T00:00:00.000Z' })
    expect(activeFields({ lot: 'L1', when: 'today' })).toEqual(['when', 'lot'])
    expect(filterOfAddress('#/history?when=today&from=2026-03-01')).toEqual({ when: 'today' })
  })
})

describe('a span by its word', () => {
  const begins = (preset: Preset, now: string, timeZone: string) =>
    startOf(preset, new Date(now), timeZone).toISOString()

  it('begins when the day or the shift of the place began', () => {
    const now = '2026-03-10T03:30:00.000Z' // 11:30 in Shanghai
    expect(begins('today', now, 'Asia/Shanghai')).toBe('2026-03-09T16:00:00.000Z')
    expect(begins('shift', now, 'Asia/Shanghai')).toBe('2026-03-09T22:00:00.000Z')
    expect(begins('days7', now, 'Asia/Shanghai')).toBe('2026-03-03T16:00:00.000Z')
    expect(begins('days30', now, 'Asia/Shanghai')).toBe('2026-02-08T16:00:00.000Z')
  })

  it('knows the night shift from both sides of midnight', () => {
    expect(begins('shift', '2026-03-10T22:00:00.000Z', 'UTC')).toBe('2026-03-10T22:00:00.000Z')
    expect(begins('shift', '2026-03-10T21:59:59.999Z', 'UTC')).toBe('2026-03-10T14:00:00.000Z')
    expect(begins('shift', '2026-03-01T03:00:00.000Z', 'UTC')).toBe('2026-02-28T22:00:00.000Z')
  })

  it('counts days of clocks, also when they are set forward or back', () => {
    // Berlin: one hour forward on 2026-03-29, one back on 2026-10-25.
    expect(begins('today', '2026-03-29T10:00:00.000Z', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z')
    expect(begins('days7', '2026-03-30T10:00:00.000Z', 'Europe/Berlin')).toBe('2026-03-23T23:00:00.000Z')
    expect(begins('today', '2026-10-25T20:00:00.000Z', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z')
    expect(begins('shift', '2026-10-25T12:00:00.000Z', 'Europe/Berlin')).toBe('2026-10-25T05:00:00.000Z')
  })

  it('is asked as a time', () => {
    const now = new Date('2026-03-10T03:30:00.000Z')
    expect(askedOf({ when: 'today', lot: 'L1' }, now, 'UTC')).toEqual({
      lot: 'L1',
      from: '2026-03-10T00:00:00.000Z',
    })
    expect(askedOf({ lot: 'L1' }, now, 'UTC')).toEqual({ lot: 'L1' })
  })

  it('typed by hand is of this computer’s clock', () => {
    expect(localInputOf(timeOfLocalInput('2026-03-10T08:05'))).toBe('2026-03-10T08:05')
    expect(timeOfLocalInput('')).toBeUndefined()
    expect(localInputOf(undefined)).toBe('')
  })
})

describe('loaded pages', () => {
  const answer = (from: number, count: number) => ({
    total: 10_000,
    isTotalExact: false,
    jobs: Array.from({ length: count }, (_, index) => job(from + index)),
  })
  const full = (pages: number): LoadedPages => {
    let loaded = firstPage(answer(0, pageSize))
    for (let number = 1; number < pages; number += 1)
      loaded = putPage(loaded, number, answer(number * pageSize, pageSize))
    return loaded
  }

  it('grow as rows come into view, until the last', () => {
    const one = full(1)
    expect(rowCount(one)).toBe(pageSize)
    expect(pageToAsk(one, 0, 20)).toBe(null)
    expect(pageToAsk(one, 40, 60)).toBe(1)
    expect(jobBefore(one, 1)).toBe(`job-${pageSize - 1}`)
    const two = putPage(one, 1, answer(pageSize, 7))
    expect(rowCount(two)).toBe(pageSize + 7)
    expect(two.isEnd).toBe(true)
    expect(pageToAsk(two, 90, pageSize + 7)).toBe(null)
    expect(rowAt(two, pageSize + 6)?.jobId).toBe(`job-${pageSize + 6}`)
    expect(rowAt(two, pageSize + 7)).toBe(null)
  })

  it('far from the view are dropped, keep their place, and come back', () => {
    const loaded = dropFar(full(40), 39)
    expect(rowCount(loaded)).toBe(40 * pageSize)
    expect(loaded.pages.filter(({ jobs }) => jobs !== null)).toHaveLength(16)
    expect(rowAt(loaded, 5)).toBe(null)
    expect(pageToAsk(loaded, 300, 320)).toBe(3)
    const back = putPage(loaded, 3, answer(300, pageSize))
    expect(rowAt(back, 300)?.jobId).toBe('job-300')
    expect(rowCount(back)).toBe(40 * pageSize)
    expect(jobBefore(loaded, 0)).toBeUndefined()
    expect(dropFar(back, 3)).toMatchObject({ isEnd: false })
  })

  it('of nothing are the end', () => {
    const none = firstPage({ total: 0, isTotalExact: true, jobs: [] })
    expect([rowCount(none), none.isEnd, pageToAsk(none, 0, 0)]).toEqual([0, true, null])
  })
})

describe('an export', () => {
  const clientOf = (parts: readonly string[], asked: unknown[] = []) => {
    const history = {
      export: async (input: { next?: string; proof?: boolean }) => {
        asked.push(input)
        const index = Number(input.next ?? 0)
        return {
          text: parts[index] ?? '',
          rows: 2,
          next: index + 1 < parts.length ? String(index + 1) : null,
          proof: input.proof ? `proof ${index}\n` : null,
        }
      },
    }
    return { history } as unknown as Pick<StationClient, 'history'>
  }

  it('joins its parts and says how far it is', async () => {
    const asked: unknown[] = []
    const rows: number[] = []
    const { signal } = new AbortController()
    const { file, proof } = await exportHistory(clientOf(['\ufeffa\r\n', '固\r\n', 'c\r\n'], asked), {
      filter: { lot: 'L1' },
      format: 'csv',
      proof: false,
      signal,
      onRows: (count) => rows.push(count),
    })
    expect(proof).toBeNull()
    expect(await file.text()).toBe('a\r\n固\r\nc\r\n')
    expect(new Uint8Array(await file.arrayBuffer()).slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]))
    expect(rows).toEqual([2, 4, 6])
    expect(asked).toEqual([
      { lot: 'L1', format: 'csv' },
      { lot: 'L1', format: 'csv', next: '1' },
      { lot: 'L1', format: 'csv', next: '2' },
    ])
  })

  it('has the proof of each part in a file beside it', async () => {
    const { signal } = new AbortController()
    const options = { filter: {}, format: 'json', proof: true, signal, onRows: () => {} } as const
    const { file, proof } = await exportHistory(clientOf(['a\n', 'b\n']), options)
    expect(await file.text()).toBe('a\nb\n')
    expect(await proof?.text()).toBe('proof 0\nproof 1\n')
    expect(proofName('flashline-history.csv')).toBe('flashline-history.csv.proof')
  })

  it('that is cancelled asks no more', async () => {
    const controller = new AbortController()
    const asked: unknown[] = []
    const running = exportHistory(clientOf(['a', 'b', 'c'], asked), {
      filter: {},
      format: 'json',
      proof: false,
      signal: controller.signal,
      onRows: () => controller.abort(),
    })
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(asked).toHaveLength(1)
  })

  it('has a name that sorts by its time', () => {
    expect(exportName('csv', new Date(2026, 2, 1, 8, 4))).toBe('flashline-history-2026-03-01-0804.csv')
    expect(exportName('json', new Date(2026, 2, 1, 8, 4))).toBe('flashline-history-2026-03-01-0804.jsonl')
  })
})
