// Work orders on the screen: which one is shown, what its form sends, two who change the same one, and why a slot does
// not start.
import { describe, expect, it } from 'vitest'
import { orderDraftSchema, type WorkOrder, workOrderSchema } from '../../preload/contract/work-order.ts'
import { learnedPlaces } from '../../renderer/screens/bench/learn/learned-places.ts'
import {
  differences,
  draftOf,
  formOf,
  hasOwnRules,
  isOutdated,
  newForm,
  problemsOf,
} from '../../renderer/screens/bench/orders/order-draft.ts'
import {
  doneShare,
  firstPassYield,
  productName,
  shownOrder,
} from '../../renderer/screens/bench/orders/order-facts.ts'
import { nextToScan, scanTarget } from '../../renderer/screens/bench/scanning/send-scan.ts'
import { startObstacle } from '../../renderer/screens/bench/start-obstacle.ts'
import { unitNames } from '../../renderer/screens/bench/unit-names.ts'
import { pictureOf } from '../../renderer/store/picture.ts'
import { job, slot, snapshot, step } from './fixtures.ts'

const counts = { units: 10, passed: 9, failed: 1, passedFirst: 8, unitsPerHour: 30 }

function order(part: Partial<WorkOrder> = {}): WorkOrder {
  return workOrderSchema.parse({
    orderId: 'order-1',
    name: 'Morning',
    productId: 'meter',
    profileId: 'u-boot',
    mode: 'automatic',
    state: 'armed',
    taskName: null,
    toVersion: null,
    createdAt: '2026-03-01T08:00:00.000Z',
    createdBy: 'Li',
    armedAt: null,
    armedBy: null,
    revision: 1,
    counts,
    ...part,
  })
}

describe('the order that is shown', () => {
  const ready = order({ orderId: 'ready', state: 'ready' })
  const other = order({ orderId: 'other', state: 'ready' })
  const done = order({ orderId: 'done', state: 'done' })

  it('is the armed one, else the chosen one, else the newest that can be armed', () => {
    expect(shownOrder([order(), ready], 'ready')?.orderId).toBe('order-1')
    expect(shownOrder([ready, other], 'other')?.orderId).toBe('other')
    expect(shownOrder([done, ready, other], null)?.orderId).toBe('ready')
    expect(shownOrder([done], 'done')).toBeNull()
  })

  it('says how far it is, and never 100 % too early', () => {
    expect(doneShare({ quantity: 10, counts })).toBe(0.9)
    expect(doneShare({ quantity: 8, counts })).toBe(1)
    expect(doneShare({ quantity: null, counts })).toBeNull()
    expect(firstPassYield(counts)).toBe(0.8)
    expect(firstPassYield({ ...counts, units: 0 })).toBeNull()
  })

  it('names its product as the settings do', () => {
    const { settings } = snapshot()
    const products = [
      {
        productId: 'meter',
        name: 'Meter',
        productKey: '',
        tasks: null,
        results: null,
        progress: null,
        catalogue: null,
      },
    ]
    expect(productName({ ...settings, products }, 'meter')).toBe('Meter')
    expect(productName({ ...settings, products }, 'plug')).toBe('plug')
  })
})

describe('the form of an order', () => {
  it('sends what was typed, in the shape of the contract', () => {
    const form = { ...newForm(' Morning ', 'meter'), lot: ' L1 ', quantity: ' 200 ', slotIds: ['slot-1'] }
    expect(problemsOf(form)).toEqual({})
    expect(draftOf(form)).toEqual({
      name: 'Morning',
      lot: 'L1',
      productId: 'meter',
      profileId: null,
      part: { type: 'wifi', identify: 0 },
      taskId: null,
      quantity: 200,
      mode: 'automatic',
      slotIds: ['slot-1'],
      scanFirst: false,
      ...{ repeat: 'ask', downgrade: 'refuse', tag: 'formal' },
      ...{ hardwareRevision: null, chips: [], firmwareSha256: null },
    })
    expect(orderDraftSchema.parse(draftOf(form))).toEqual(draftOf(form))
  })

  it('takes chips and a digest however they are typed, and says what is none', () => {
    const form = newForm('x', 'meter')
    const typed = { ...form, chips: ' ESP32-C3, esp32c3;stm32f4 ', firmwareSha256: `${'AB'.repeat(32)} ` }
    expect(problemsOf(typed)).toEqual({})
    expect(draftOf(typed)).toMatchObject({
      chips: ['esp32c3', 'stm32f4'],
      firmwareSha256: 'ab'.repeat(32),
    })
    expect(hasOwnRules(form)).toBe(false)
    expect(hasOwnRules(typed)).toBe(true)
    expect(problemsOf({ ...form, chips: 'esp32_c3', firmwareSha256: 'ab' })).toEqual({
      chips: 'chipsWrong',
      firmwareSha256: 'sha256Wrong',
    })
  })

  it('comes back as it was from an order', () => {
    const one = order({ quantity: 5, taskId: 't', slotIds: ['slot-2'], scanFirst: true, mode: 'manual' })
    expect(draftOf(formOf(one))).toEqual(orderDraftSchema.parse(one))
  })

  it.each(['0', '-1', '1.5', '1000001', 'ten', '１０'])('does not take %s for a quantity', (quantity) => {
    expect(problemsOf({ ...newForm('x', ''), quantity }).quantity).toBe('quantityWrong')
  })

  it('wants a name and at least one slot', () => {
    expect(problemsOf({ ...newForm('  ', ''), slotIds: [] })).toEqual({
      name: 'nameMissing',
      slotIds: 'slotsNone',
    })
  })

  it('shows where somebody else has another version, and keeps what was typed', () => {
    const mine = { ...formOf(order()), lot: 'mine' }
    const theirs = order({ revision: 2, lot: 'theirs', quantity: 7 })
    expect(isOutdated(1, theirs)).toBe(true)
    expect(isOutdated(2, theirs)).toBe(false)
    expect(isOutdated(1, undefined)).toBe(false)
    expect(differences(mine, formOf(theirs))).toEqual(['lot', 'quantity'])
    expect(mine.lot).toBe('mine')
  })
})

describe('what stands against a start', () => {
  const picture = (orders: readonly WorkOrder[], part = {}) =>
    pictureOf(snapshot({ slots: [slot(1)], orders: [...orders], ...part }))
  const against = (orders: readonly WorkOrder[], part = {}, at = slot(1)) =>
    startObstacle(picture(orders, part), at)

  it('is told before the station is asked', () => {
    expect(against([])).toBe('unarmed')
    expect(against([order({ state: 'ready' })])).toBe('unarmed')
    expect(against([order()])).toBeNull()
    expect(against([order()], {}, slot(1, { present: false }))).toBe('empty')
    expect(against([order()], { learning: true })).toBe('learning')
    expect(against([order({ slotIds: ['slot-2'] })])).toBe('otherSlots')
    expect(against([order()], {}, slot(1, { productId: 'plug' }))).toBe('otherProduct')
    expect(against([order({ scanFirst: true })])).toBe('scanFirst')
    expect(against([order({ scanFirst: true })], {}, slot(1, { scannedSn: 'SN1' }))).toBeNull()
    expect(against([order({ profileId: null })])).toBe('notSet')
    expect(against([order({ profileId: null })], {}, slot(1, { profileId: 'u-boot' }))).toBeNull()
  })

  it('is not the product of the bench: that gives way to the order', () => {
    const bench = { productId: 'plug', profileId: 'u-boot', part: { type: 'wifi' as const, identify: 0 } }
    const settings = { ...snapshot().settings, bench }
    expect(against([order()], { settings }, slot(1, { productId: 'plug' }))).toBeNull()
  })
})

describe('where a scan goes', () => {
  const ended = job(2)
  const running = job(5, { outcome: 'running', endedAt: null })
  const picture = pictureOf(
    snapshot({
      slots: [
        slot(1),
        slot(2, { jobId: ended.jobId }),
        slot(3, { scannedSn: 'x' }),
        slot(4),
        slot(5, { jobId: running.jobId }),
      ],
      jobs: [ended, running],
    }),
  )

  it('is the selected slot unless its job runs, else the next board', () => {
    expect(scanTarget(picture, 'slot-1')).toBe('slot-1')
    expect(scanTarget(picture, 'slot-2')).toBe('slot-2')
    expect(scanTarget(picture, 'slot-5')).toBeNull()
    expect(scanTarget(picture, 'gone')).toBeNull()
    expect(scanTarget(picture, null)).toBeNull()
  })

  it('goes on to the next slot that waits for a number', () => {
    expect(nextToScan(picture, 'slot-1')).toBe('slot-4')
    expect(nextToScan(picture, 'slot-4')).toBeNull()
  })
})

describe('the names of a unit', () => {
  const device = { sn: 'SN1', mac: 'A0:B1', deviceId: 'dev-1' }
  const chip = [step('identify', { detail: { chip: 'esp32', chipName: 'ESP32-D0WD' } })]

  it('are its serial number first, then all others and its chip', () => {
    expect(unitNames(slot(1), job(1, { device, steps: chip }), 'en')).toEqual({
      first: 'SN SN1',
      scannedSn: null,
      more: ['A0:B1', 'dev-1', 'ESP32-D0WD'],
    })
  })

  it('show what was scanned while the unit does not say it', () => {
    const scanned = slot(1, { scannedSn: 'SN1', hint: 'CP2102' })
    expect(unitNames(scanned, undefined, 'en')).toEqual({ first: 'CP2102', scannedSn: 'SN1', more: [] })
    expect(unitNames(scanned, job(1, { device }), 'en').scannedSn).toBeNull()
  })
})

describe('places that are learned', () => {
  const slots = (...present: boolean[]) =>
    Object.fromEntries(present.map((is, index) => [`slot-${index}`, slot(index, { present: is })]))

  it('come in the order in which boards are plugged, each once', () => {
    let learned = learnedPlaces([], slots(false, false), slots(false, true))
    learned = learnedPlaces(learned, slots(false, true), slots(true, true))
    learned = learnedPlaces(learned, slots(true, true), slots(true, false))
    learned = learnedPlaces(learned, slots(true, false), slots(true, true))
    expect(learned).toEqual(['slot-1', 'slot-0'])
  })
})
