// What the statistics screen makes of an address, a series and figures.
import { describe, expect, it } from 'vitest'
import { type WorkOrder, workOrderSchema } from '../../preload/contract/index.ts'
import { curveOf } from '../../renderer/screens/statistics/amounts.ts'
import { barsOf, trendsOf } from '../../renderer/screens/statistics/bars.ts'
import {
  addressOf,
  asDays,
  askedOf,
  isFiltered,
  queryOfAddress,
  type ShownQuery,
} from '../../renderer/screens/statistics/shown-query.ts'
import { firstOrder, ordered, type SlotHealth } from '../../renderer/screens/statistics/slot-order.ts'
import { formatShare } from '../../renderer/text/formats.ts'

const order: WorkOrder = workOrderSchema.parse({
  orderId: 'o1',
  name: 'First',
  productId: 'p1',
  mode: 'automatic',
  state: 'armed',
  taskName: null,
  toVersion: null,
  createdAt: '2026-03-09T03:00:00.000Z',
  createdBy: 'Ann',
  armedAt: null,
  armedBy: null,
  revision: 0,
  counts: { units: 0, passed: 0, failed: 0, passedFirst: 0, unitsPerHour: null },
})
const now = new Date('2026-03-10T18:30:00.000Z')
const shanghai = 'Asia/Shanghai'
const asked = (shown: ShownQuery, zone = shanghai, orders = [order]) => askedOf(shown, orders, now, zone)

describe('the address', () => {
  it('says what is shown, and nothing that cannot be', () => {
    const shown: ShownQuery = {
      range: 'custom',
      fromDay: '2026-03-01',
      toDay: '2026-03-02',
      lot: 'L 1/2',
      productId: 'p&1',
    }
    expect(queryOfAddress(addressOf(shown))).toMatchObject(shown)
    expect(queryOfAddress('#/statistics')).toMatchObject({ range: 'today' })
    expect(queryOfAddress('#/statistics?range=ever&from=yesterday&lot=')).toEqual({ range: 'today' })
    expect(isFiltered({ range: 'today' })).toBe(false)
    expect(isFiltered({ range: 'today', lot: 'L1' })).toBe(true)
  })
})

describe('the question', () => {
  it('ends with the day, in the time zone of the viewer', () => {
    // It is the 11th already over there.
    expect(asked({ range: 'today' })).toEqual({
      from: '2026-03-10T16:00:00.000Z',
      to: '2026-03-11T16:00:00.000Z',
    })
    expect(asked({ range: 'days7' }, 'UTC')).toEqual({
      from: '2026-03-04T00:00:00.000Z',
      to: '2026-03-11T00:00:00.000Z',
    })
  })

  it('takes whole days of a person, also when clocks are set forward', () => {
    const day: ShownQuery = { range: 'custom', fromDay: '2026-03-08', toDay: '2026-03-08' }
    expect(asked(day)).toEqual({ from: '2026-03-07T16:00:00.000Z', to: '2026-03-08T16:00:00.000Z' })
    expect(asked(day, 'America/New_York')).toEqual({
      from: '2026-03-08T05:00:00.000Z',
      to: '2026-03-09T04:00:00.000Z',
    })
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
      const { from = '', to = '' } = asked(day, zone) ?? {}
      const shown = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
      expect(shown.format(new Date(from))).toBe('2026-03-08')
      expect(shown.format(new Date(Date.parse(to) - 1))).toBe('2026-03-08')
    }
    expect(asked({ ...day, toDay: '2026-03-07' })).toBeNull()
    expect(asked({ ...day, fromDay: '1990-01-01' })).toBeNull()
  })

  it('becomes days that a person can change', () => {
    expect(asDays({ range: 'days7', lot: 'L1' }, [], now, shanghai)).toEqual({
      range: 'custom',
      fromDay: '2026-03-05',
      toDay: '2026-03-11',
      lot: 'L1',
    })
  })

  it('is about the chosen order, else the armed one, from its making on', () => {
    const { orderId, createdAt } = order
    expect(asked({ range: 'order' })).toMatchObject({ orderId, from: createdAt })
    expect(asked({ range: 'order', orderId: 'gone' })?.orderId).toBe('gone')
    expect(asked({ range: 'today', orderId: 'o2', productId: 'p1', lot: 'L1' })).toMatchObject({
      orderId: 'o2',
      productId: 'p1',
      lot: 'L1',
    })
    expect(asked({ range: 'order' }, shanghai, [])).not.toHaveProperty('orderId')
  })
})

describe('bars', () => {
  const hours = (from: string, count: number, worked: Record<number, [number, number]>) =>
    Array.from({ length: count }, (_, index) => {
      const [passed = 0, failed = 0] = worked[index] ?? []
      return { at: new Date(Date.parse(from) + index * 3_600_000).toISOString(), passed, failed }
    })

  it('are hours of the viewer where little time was worked, without empty ends', () => {
    const points = hours('2026-03-10T00:00:00Z', 24, { 1: [5, 1], 3: [2, 0] })
    expect(barsOf({ step: 'hour', points }, 'en', shanghai)).toEqual({
      step: 'hour',
      bars: [
        { label: '09:00', passed: 5, failed: 1 },
        { label: '10:00', passed: 0, failed: 0 },
        { label: '11:00', passed: 2, failed: 0 },
      ],
    })
    expect(barsOf({ step: 'hour', points: [] }, 'en', shanghai).bars).toEqual([])
  })

  it('are days of the viewer over a longer time, and lose nothing', () => {
    const points = hours('2026-03-01T00:00:00Z', 24 * 7, { 1: [1, 0], 15: [2, 1], 16: [4, 0], 100: [8, 2] })
    const { step, bars } = barsOf({ step: 'hour', points }, 'zh-CN', shanghai)
    expect(step).toBe('day')
    expect(bars[0]).toEqual({ label: '3月1日', passed: 3, failed: 1 })
    expect(bars[1]).toEqual({ label: '3月2日', passed: 4, failed: 0 })
    expect(bars.reduce((sum, { passed, failed }) => sum + passed + failed, 0)).toBe(18)
    expect(trendsOf(bars)).toEqual({
      shares: [0.75, 1, 0.8],
      jobs: [4, 4, 0, 0, 10],
      passed: [3, 4, 0, 0, 8],
    })
  })

  it('are days of UTC where the station tells days', () => {
    const points = [{ at: '2026-03-01T00:00:00.000Z', passed: 1, failed: 0 }]
    expect(barsOf({ step: 'day', points }, 'en', 'America/New_York').bars[0]?.label).toBe('Mar 1')
  })
})

describe('figures', () => {
  it('say 100 % only of all', () => {
    expect(formatShare(0.9999, 'en')).toBe('99.9%')
    expect(formatShare(1, 'en')).toBe('100%')
    expect(formatShare(0.29, 'en')).toBe('29%')
  })

  it('have a curve from two values on', () => {
    expect(curveOf([1], 100, 10)).toBeNull()
    expect(curveOf([0, 1, 0.5], 100, 10)).toBe('0.0,10.0 50.0,0.0 100.0,5.0')
    expect(curveOf([3, 3], 100, 10)).toBe('0.0,5.0 100.0,5.0')
  })
})

describe('the order of slots', () => {
  const slot = (name: string, part: Partial<SlotHealth>): SlotHealth => ({
    slotId: name,
    name,
    jobs: 10,
    failed: 0,
    retriesPerJob: 0,
    bytesPerSecond: 1000,
    speedRatio: 1,
    hint: null,
    ...part,
  })
  const slots = [
    slot('1', { jobs: 5 }),
    slot('2', { hint: 'slow', bytesPerSecond: null }),
    slot('3', { hint: 'badCable' }),
  ]
  const names = (...order: Parameters<typeof ordered>) => ordered(...order).map(({ name }) => name)

  it('begins with those that need somebody', () => {
    expect(names(slots, firstOrder)).toEqual(['3', '2', '1'])
  })

  it('has unknown figures last in either direction, and equal ones as they are', () => {
    expect(names(slots, { column: 'speed', descending: true })).toEqual(['1', '3', '2'])
    expect(names(slots, { column: 'speed', descending: false })).toEqual(['1', '3', '2'])
    expect(names(slots, { column: 'jobs', descending: false })).toEqual(['1', '2', '3'])
    expect(names(slots, { column: 'slot', descending: true })).toEqual(['3', '2', '1'])
  })
})
