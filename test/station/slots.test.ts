import { describe, expect, it } from 'vitest'
import { type SlotSource, Slots } from '../../main/bench/slots.ts'
import type { Slot } from '../../preload/contract/index.ts'

const source = (slotId: string): SlotSource => ({
  slotId,
  name: slotId,
  kind: 'usb',
  address: `/dev/${slotId}`,
  profileId: 'p',
  productId: 'q',
  hint: null,
})

function bench() {
  const changes: Slot[] = []
  const slots = new Slots(
    (slot) => changes.push(slot),
    () => undefined,
  )
  slots.put(source('a'), true)
  return { slots, changes }
}

const codeOf = (action: () => unknown): string => {
  try {
    action()
  } catch (error) {
    return (error as { code: string }).code
  }
  return 'no error'
}

describe('Slots', () => {
  it('takes a slot once, and only with a unit in it', () => {
    const { slots } = bench()
    slots.take('a', 'j1')
    expect(codeOf(() => slots.take('a', 'j2'))).toBe('SLOT_BUSY')
    expect(codeOf(() => slots.acknowledge('a'))).toBe('SLOT_BUSY')
    expect(codeOf(() => slots.remove('a'))).toBe('SLOT_BUSY')
    expect(codeOf(() => slots.take('b', 'j2'))).toBe('SLOT_UNKNOWN')
    slots.put(source('c'), false)
    expect(codeOf(() => slots.take('c', 'j2'))).toBe('SLOT_EMPTY')
  })

  it('keeps a result until it is acknowledged', () => {
    const { slots } = bench()
    slots.take('a', 'j1')
    slots.release('a')
    expect(slots.get('a').jobId).toBe('j1')
    expect(slots.isReady(slots.get('a'))).toBe(false)
    expect(slots.acknowledge('a').jobId).toBeNull()
    expect(slots.isReady(slots.get('a'))).toBe(true)
  })

  it('lets a result go with its unit', () => {
    const { slots } = bench()
    slots.take('a', 'j1')
    slots.release('a')
    slots.unplugged('a')
    expect(slots.get('a')).toMatchObject({ present: false, jobId: null })
  })

  it('keeps the result of a unit that was pulled in the middle of its job, also when a unit is plugged in again', () => {
    const { slots } = bench()
    slots.take('a', 'j1')
    slots.unplugged('a')
    slots.release('a')
    expect(slots.get('a')).toMatchObject({ present: false, jobId: 'j1' })
    slots.put(source('a'), true)
    expect(slots.get('a')).toMatchObject({ present: true, jobId: 'j1' })
  })

  it('tells of every change once', () => {
    const { slots, changes } = bench()
    slots.put(source('a'), true)
    expect(changes).toHaveLength(1)
    slots.put({ ...source('a'), address: '/dev/other' }, true)
    expect(changes).toHaveLength(2)
  })
})
