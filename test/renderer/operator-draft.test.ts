// An operator in the settings: what the form wants, and what it sends.
import { describe, expect, it } from 'vitest'
import {
  formOf,
  hasExpired,
  newOperator,
  operatorOf,
  problemsOfOperator,
} from '../../renderer/screens/settings/operators/operator-draft.ts'

const ann = {
  operatorId: 'ann',
  name: 'Ann',
  role: 'support' as const,
  active: true,
  pinSetAt: '2026-03-01T08:00:00.000Z',
}

describe('a new operator', () => {
  it('is a lead when it is the first, and else a technician', () => {
    expect([newOperator(true).role, newOperator(false).role]).toEqual(['lead', 'technician'])
  })

  it('needs a name and a PIN, the same twice', () => {
    const blank = newOperator(false)
    expect(problemsOfOperator(blank)).toEqual({ name: 'nameMissing', pin: 'pinInvalid' })
    const named = { ...blank, name: ' Bo ' }
    expect(problemsOfOperator({ ...named, pin: '123', pinAgain: '123' })).toEqual({ pin: 'pinInvalid' })
    expect(problemsOfOperator({ ...named, pin: '12a4', pinAgain: '12a4' })).toEqual({ pin: 'pinInvalid' })
    expect(problemsOfOperator({ ...named, pin: '1234', pinAgain: '1235' })).toEqual({
      pinAgain: 'pinDiffers',
    })
    const right = { ...named, pin: '1234', pinAgain: '1234' }
    expect(problemsOfOperator(right)).toEqual({})
    expect(operatorOf(right)).toEqual({
      operatorId: null,
      name: 'Bo',
      role: 'technician',
      active: true,
      pin: '1234',
    })
  })
})

describe('an operator that is changed', () => {
  it('keeps its PIN unless another is typed', () => {
    const form = formOf(ann)
    expect(problemsOfOperator(form)).toEqual({})
    expect(operatorOf(form)).toEqual({ operatorId: 'ann', name: 'Ann', role: 'support', active: true })
    expect(problemsOfOperator({ ...form, pinAgain: '1234' })).toEqual({
      pin: 'pinInvalid',
      pinAgain: 'pinDiffers',
    })
  })

  it('has an expired PIN as the station would say', () => {
    const setMs = Date.parse(ann.pinSetAt)
    expect(hasExpired(ann, 0, setMs + 1e12)).toBe(false)
    expect(hasExpired(ann, 30, setMs + 30 * 86_400_000 - 1)).toBe(false)
    expect(hasExpired(ann, 30, setMs + 30 * 86_400_000)).toBe(true)
  })
})
