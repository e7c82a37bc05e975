// The pure decisions of signing in: typing PINs, who may see which screen, whose half-done work stays, initials.
import { describe, expect, it } from 'vitest'
import type { Operator, Session } from '../../preload/contract/index.ts'
import { admissionTo, offeredScreens, screenAccess } from '../../renderer/components/screen-access.ts'
import { screens } from '../../renderer/components/use-screen.ts'
import { initialsOf } from '../../renderer/screens/sign-in/initials.ts'
import { type Kept, keepScreen, showsKept } from '../../renderer/screens/sign-in/kept-screen.ts'
import {
  afterRefusal,
  emptyPin,
  enterPin,
  isComplete,
  type PinEntry,
  typePin,
} from '../../renderer/screens/sign-in/pin-entry.ts'

const operator = (operatorId: string, role: Operator['role']): Operator => ({
  operatorId,
  name: operatorId,
  role,
  active: true,
  pinSetAt: '2026-03-01T08:00:00.000Z',
})
const as = (role: Operator['role'], operatorId: string = role): Session => ({
  open: false,
  operator: operator(operatorId, role),
  role,
})
const nobody: Session = { open: false, operator: null, role: null }
const open: Session = { open: true, operator: null, role: 'lead' }

describe('typing a PIN', () => {
  const typed = (entry: PinEntry, text: string) => {
    const decided = enterPin(typePin(entry, text))
    if (!('next' in decided)) throw new Error('it was sent')
    return decided.next
  }

  it('takes only digits, and twelve of them', () => {
    expect(typePin(emptyPin, 'a1 2-3').typed).toBe('123')
    expect(typePin(emptyPin, '1234567890123').typed).toBe('123456789012')
    expect([isComplete(typePin(emptyPin, '123')), isComplete(typePin(emptyPin, '1234'))]).toEqual([
      false,
      true,
    ])
  })

  it('sends it, and begins anew after a refusal', () => {
    expect(enterPin(typePin(emptyPin, '1234'))).toEqual({ send: { pin: '1234' } })
    for (const code of ['PIN_WRONG', 'PIN_LOCKED', null])
      expect(afterRefusal({ pin: '1234' }, code)).toEqual(emptyPin)
  })

  it('asks for a new one twice when it has expired', () => {
    const expired = afterRefusal({ pin: '1234' }, 'PIN_EXPIRED')
    expect(expired).toMatchObject({ step: 'newPin', pin: '1234', typed: '' })
    const repeat = typed(expired, '5678')
    expect(repeat).toMatchObject({ step: 'repeat', newPin: '5678', typed: '' })
    expect(enterPin(typePin(repeat, '5678'))).toEqual({ send: { pin: '1234', newPin: '5678' } })
  })

  it('says when the new one is the old one, or was repeated otherwise', () => {
    const expired = afterRefusal({ pin: '1234' }, 'PIN_EXPIRED')
    expect(typed(expired, '1234')).toMatchObject({ step: 'newPin', problem: 'same', typed: '' })
    const again = typed(typed(expired, '5678'), '5679')
    expect(again).toMatchObject({ step: 'newPin', pin: '1234', newPin: '', problem: 'differs' })
    expect(typePin(again, '1').problem).toBeNull()
  })
})

describe('screens', () => {
  it('are offered by role', () => {
    expect(offeredScreens(as('technician'))).toEqual(['bench', 'tasks', 'devices', 'history', 'statistics'])
    expect(offeredScreens(as('support'))).toEqual([...screens])
    expect(offeredScreens(as('lead'))).toEqual([...screens])
    expect(offeredScreens(open)).toEqual([...screens])
    expect(offeredScreens(nobody)).toEqual([...screens])
  })

  it('let in who may, and say why they do not', () => {
    const seen = (session: Session | null) => screens.map((screen) => admissionTo(screen, session))
    expect(new Set(seen(open))).toEqual(new Set(['admitted']))
    expect(admissionTo('bench', null)).toBe('admitted')
    expect(admissionTo('history', null)).toBe('unknown')
    expect(seen(nobody).filter((one) => one === 'signIn')).toHaveLength(screens.length - 1)
    for (const screen of screens)
      expect(admissionTo(screen, as('technician'))).toBe(
        screenAccess[screen] === 'support' ? 'roleTooLow' : 'admitted',
      )
  })
})

describe('what is half done', () => {
  it('stays for the same person, unseen, and not for another', () => {
    const ann = keepScreen(null, 'settings', as('lead', 'ann'))
    expect(showsKept(ann, 'settings', 'signIn')).toBe(true)
    expect(showsKept(ann, 'history', 'signIn')).toBe(false)
    expect(showsKept(ann, 'settings', 'roleTooLow')).toBe(false)
    expect(keepScreen(ann, 'settings', as('lead', 'ann'))).toBe(ann)
    expect(keepScreen(ann, 'settings', as('lead', 'bo'))?.turn).toBe((ann?.turn ?? 0) + 1)
  })

  it('is not taken for somebody else’s while nobody looks on at the bench', () => {
    const ann = keepScreen(null, 'settings', as('lead', 'ann'))
    expect(keepScreen(ann, 'bench', nobody)).toBe(ann)
  })

  it('stays when whoever uses an open station becomes its first operator', () => {
    const before = keepScreen(null, 'settings', open) as Kept
    expect(before.operatorId).toBeNull()
    expect(showsKept(before, 'settings', 'signIn')).toBe(false)
    expect(keepScreen(before, 'settings', as('lead', 'ann'))).toMatchObject({ turn: before.turn })
  })
})

it('makes initials of names of any script', () => {
  expect(['Ann Lee', 'bo', 'Anna Maria van Dyk', '王芳', '欧阳小明', '  ', 'Éric'].map(initialsOf)).toEqual([
    'AL',
    'B',
    'AD',
    '王芳',
    '小明',
    '',
    'É',
  ])
})
