// The pure decisions of the LAN screen: what is listed in which order, what is selected, what a plan says, what the station
// is told of the selected, and what a rollout has come to.
import { describe, expect, it } from 'vitest'
import { lanPlacementSchema, type RolloutItem, rolloutPlanSchema } from '../../preload/contract/index.ts'
import {
  type DeviceColumn,
  listDevices,
  profileNameOf,
  profileOf,
  selected,
  toggledAll,
} from '../../renderer/screens/lan/device-order.ts'
import {
  placementsOf,
  planOf,
  unknownCount,
  usualPlan,
  wrongFields,
} from '../../renderer/screens/lan/plan-draft.ts'
import {
  countGroups,
  orderedItems,
  retryCount,
  rolloutGroups,
} from '../../renderer/screens/lan/rollout-facts.ts'
import { lanDevice, rollout, slot } from './fixtures.ts'

const everything = { text: '', onlyNew: false }
const byName = { column: 'name', descending: false } as const
const profileName = ({ profileId }: { profileId: string | null }) => profileId ?? ''

describe('the list of devices', () => {
  const devices = [
    lanDevice(10, { name: 'b', model: null, accessPoint: 'AP-2' }),
    lanDevice(9, { name: 'C', version: null, slotId: 'lan:9' }),
    lanDevice(2, { name: 'a', profileId: null, lastSeenAt: null, accessPoint: 'AP-10' }),
  ]
  const names = (filter = everything, column: DeviceColumn = 'name', descending = false) =>
    listDevices(devices, filter, { column, descending }, profileName).map(({ name }) => name)

  it('is ordered as people count, by any column, both ways', () => {
    expect(names()).toEqual(['a', 'b', 'C'])
    expect(names(everything, 'name', true)).toEqual(['C', 'b', 'a'])
    expect(names(everything, 'address')).toEqual(['a', 'C', 'b'])
    expect(names(everything, 'accessPoint')).toEqual(['b', 'a', 'C'])
    // Ties stand in the order of their identity.
    expect(names(everything, 'lastSeen')).toEqual(['a', 'C', 'b'])
    expect(names(everything, 'lastSeen', true)).toEqual(['C', 'b', 'a'])
    expect(names(everything, 'model')).toEqual(['b', 'a', 'C'])
    expect(names(everything, 'version', true)).toEqual(['a', 'b', 'C'])
    expect(names(everything, 'profile')).toEqual(['a', 'C', 'b'])
  })

  it('keeps equal ones in one order, whichever was found first', () => {
    const alike = [1, 2, 3].map((number) => lanDevice(number, { name: 'same' }))
    const order = (given: typeof alike) =>
      listDevices(given, everything, byName, profileName).map(({ identity }) => identity)
    expect(order(alike.toReversed())).toEqual(order(alike))
  })

  it('is narrowed by words that stand anywhere in what is shown, and to those not on the bench', () => {
    expect(names({ text: '10.0.0.9', onlyNew: false })).toEqual(['C'])
    expect(names({ text: 'ESP32 ap-10', onlyNew: false })).toEqual(['a'])
    expect(names({ text: 'a0:b1:c2:d3:e4:10', onlyNew: false })).toEqual(['b'])
    expect(names({ text: 'esp32 ap-2', onlyNew: false })).toEqual([])
    expect(names({ text: 'arduino-ota', onlyNew: true })).toEqual(['b'])
    expect(names({ text: ' ', onlyNew: true })).toEqual(['a', 'b'])
  })

  it('names the profile of the slot before the usual one of its kind', () => {
    const slots = { s: slot(1, { profileId: 'mine' }), t: slot(2, { profileId: null }) }
    const profiles = [{ profileId: 'mine', name: 'My board', protocol: 'espota' }]
    expect(profileOf(lanDevice(1, { slotId: 's' }), slots)).toBe('mine')
    expect(profileOf(lanDevice(1, { slotId: 't' }), slots)).toBe('arduino-ota')
    expect(profileOf(lanDevice(1), slots)).toBe('arduino-ota')
    expect(profileOf(lanDevice(1, { profileId: null, slotId: 'gone' }), slots)).toBeNull()
    expect(profileNameOf('mine', profiles)).toBe('My board')
    expect(profileNameOf('removed', profiles)).toBe('removed')
    expect(profileNameOf(null, profiles)).toBe('')
  })
})

describe('the selection', () => {
  const shown = [1, 2, 3, 4, 5].map((number) => lanDevice(number, { inRange: number !== 3 }))
  const id = (number: number) => lanDevice(number).identity
  const set = (...numbers: number[]) => new Set(numbers.map(id))

  it('changes one, or with Shift everything from the one before, either way, without those out of range', () => {
    expect(selected(set(), shown, id(2), null)).toEqual(set(2))
    expect(selected(set(2), shown, id(2), null)).toEqual(set())
    expect(selected(set(1), shown, id(5), id(1))).toEqual(set(1, 2, 4, 5))
    expect(selected(set(5), shown, id(2), id(5))).toEqual(set(2, 4, 5))
    expect(selected(set(1, 2, 4, 5), shown, id(4), id(2))).toEqual(set(1, 5))
  })

  it('takes nothing that cannot be used, and knows that the list may have changed', () => {
    expect(selected(set(), shown, id(3), null)).toEqual(set())
    expect(selected(set(), shown, id(2), id(9))).toEqual(set(2))
    expect(selected(set(1), shown, id(9), id(1))).toEqual(set(1))
  })

  it('takes all that are shown and leaves what is hidden, then none of those', () => {
    const all = toggledAll(set(2, 9), shown)
    expect(all).toEqual(set(1, 2, 4, 5, 9))
    expect(toggledAll(all, shown)).toEqual(set(9))
  })
})

describe('the plan', () => {
  it('begins as the contract has it', () => {
    expect(planOf(usualPlan)).toEqual(rolloutPlanSchema.parse({}))
    expect(wrongFields(usualPlan)).toEqual([])
  })

  it('never stops when no number of failures is given', () => {
    expect(planOf({ ...usualPlan, maxFailed: ' ' }).maxFailed).toBeNull()
    expect(planOf({ ...usualPlan, maxFailed: '0' }).maxFailed).toBe(0)
  })

  it('takes exactly the numbers that the contract takes', () => {
    for (const field of ['firstCount', 'maxFailed', 'limit', 'limitPerAccessPoint'] as const)
      for (const text of ['-1', '0', '1', '256', '257', '1000', '1001', '1.5', 'x', '']) {
        const draft = { ...usualPlan, [field]: text }
        if (wrongFields(draft).length === 0)
          expect(() => rolloutPlanSchema.parse(planOf(draft))).not.toThrow()
        else if (text !== '')
          expect(rolloutPlanSchema.safeParse({ [field]: Number(text) }).success).toBe(false)
      }
    expect(wrongFields({ ...usualPlan, firstCount: '', limit: '0', limitPerAccessPoint: '' })).toEqual([
      'firstCount',
      'limit',
      'limitPerAccessPoint',
    ])
  })
})

describe('what the station is told of the selected', () => {
  const onBench = { device: lanDevice(1, { slotId: 'lan:1' }), profileId: 'espota' }
  const found = { device: lanDevice(2), profileId: 'tasmota' }
  const unknown = { device: lanDevice(3), profileId: null }
  const nothing = { profileId: '', productId: '' }

  it('is only what it does not have', () => {
    expect(placementsOf([onBench, found], nothing)).toEqual([
      { identity: found.device.identity, profileId: null, productId: null },
    ])
    expect(placementsOf([onBench], nothing)).toEqual([])
  })

  it('never puts a profile on a device of known kind while one is asked for others', () => {
    const typed = { profileId: 'shelly', productId: '' }
    expect(unknownCount([onBench, found, unknown])).toBe(1)
    expect(placementsOf([onBench, found, unknown], typed)).toEqual([
      { identity: found.device.identity, profileId: null, productId: null },
      { identity: unknown.device.identity, profileId: 'shelly', productId: null },
    ])
    expect(placementsOf([onBench, found], typed).map(({ profileId }) => profileId)).toEqual([
      'shelly',
      'shelly',
    ])
  })

  it('gives the product to all', () => {
    const told = placementsOf([onBench, unknown], { profileId: '', productId: ' plug ' })
    expect(told.map(({ productId }) => productId)).toEqual(['plug', 'plug'])
    for (const placement of told) expect(lanPlacementSchema.parse(placement).address).toBeNull()
  })
})

describe('a rollout', () => {
  const states: RolloutItem['state'][] = [
    'passed',
    'waiting',
    'failed',
    'running',
    'skipped',
    'preflight',
    'notStarted',
    'passed',
  ]

  it('is counted, asking as running', () => {
    const counts = countGroups(rollout(states))
    expect(counts).toEqual({ passed: 2, failed: 1, skipped: 1, running: 2, waiting: 1, notStarted: 1 })
    expect(rolloutGroups.reduce((sum, group) => sum + counts[group], 0)).toBe(states.length)
  })

  it('shows first what needs a person, and leaves the others in their order', () => {
    expect(orderedItems(rollout(states)).map(({ slotId }) => slotId)).toEqual(
      [2, 4, 3, 5, 1, 6, 0, 7].map((index) => `slot-${index}`),
    )
  })

  it('is tried again for what did not pass, when nothing runs any more', () => {
    expect(retryCount(rollout(states))).toBe(0)
    expect(retryCount(rollout(['passed', 'failed', 'waiting']))).toBe(0)
    expect(retryCount(rollout(['passed', 'failed', 'skipped', 'notStarted']))).toBe(3)
    expect(retryCount(rollout(['passed']))).toBe(0)
  })
})
