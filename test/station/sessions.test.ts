// Sessions: how they begin, are taken up, and end; who the bench says works here.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCaller } from '../../main/station/caller.ts'
import { keyHolder, type OperatorBed, openOperatorBed, refusal } from './operator-bed.ts'

let bed: OperatorBed
beforeEach(async () => {
  bed = await openOperatorBed()
  await bed.add({ name: 'Ann', role: 'lead', pin: '1111' })
  await bed.add({ name: 'Bo', role: 'technician', pin: '2222' })
})
afterEach(() => bed.close())

const roleOf = (caller: ReturnType<typeof createCaller>) => bed.desk.sessionOf(caller).role
const benchNames = () =>
  bed.events.flatMap((event) => (event.type === 'benchOperatorChanged' ? [event.operator] : []))

it('is taken up on another connection, until it is signed out on any', async () => {
  const one = createCaller()
  const { token, session } = await bed.desk.signIn(one, { operatorId: 'bo', pin: '2222' })
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(session).toMatchObject({ open: false, operator: { name: 'Bo' }, role: 'technician' })
  const two = createCaller()
  expect(bed.desk.resume(two, token)).toEqual(session)
  expect(bed.desk.signOut(two)).toEqual({ open: false, operator: null, role: null })
  expect(roleOf(one)).toBeNull()
  expect((await refusal(() => bed.desk.resume(createCaller(), token))).code).toBe('SIGN_IN_NEEDED')
})

it('says on the bench who signed in last and has not signed out', async () => {
  const ann = await bed.signedIn('ann', '1111')
  const bo = await bed.signedIn('bo', '2222')
  expect(bed.desk.nameForRecords({ operator: 'of the settings' })).toBe('Bo')
  bed.desk.signOut(bo)
  expect(bed.desk.benchOperator).toBe('Ann')
  await bed.desk.save(ann, { operatorId: 'ann', name: 'Anna', role: 'lead', active: true })
  bed.desk.signOut(ann)
  expect(benchNames()).toEqual(['Ann', 'Bo', 'Ann', 'Anna', ''])
  expect(bed.desk.nameForRecords({ operator: 'of the settings' })).toBe('')
})

it('ends the session before when somebody else signs in on the same connection', async () => {
  const caller = await bed.signedIn('ann', '1111')
  const { token } = caller
  await bed.desk.signIn(caller, { operatorId: 'bo', pin: '2222' })
  expect(roleOf(caller)).toBe('technician')
  expect(roleOf(createCaller(false, token))).toBeNull()
})

it('ends when nobody used it for the minutes that are set, and says so', async () => {
  bed.signInSettings = { pinMaxAgeDays: 0, idleMinutes: 10 }
  const caller = await bed.signedIn('bo', '2222')
  bed.pass(9 * 60_000)
  bed.desk.used(caller)
  bed.pass(10 * 60_000 - 1)
  expect(roleOf(caller)).toBe('technician')
  bed.pass(1)
  const before = bed.events.length
  bed.desk.endIdle()
  expect(bed.events.slice(before)).toEqual([
    { type: 'benchOperatorChanged', operator: '' },
    { type: 'listsChanged', lists: ['operators'] },
  ])
  expect(roleOf(caller)).toBeNull()
})

it('ends at once when its operator is removed or may not sign in any more', async () => {
  await bed.add({ name: 'Cy', role: 'support', pin: '3333' })
  const [bo, cy] = [await bed.signedIn('bo', '2222'), await bed.signedIn('cy', '3333')]
  await bed.desk.remove(keyHolder, 'bo')
  await bed.desk.save(keyHolder, { operatorId: 'cy', name: 'Cy', role: 'support', active: false })
  expect([roleOf(bo), roleOf(cy)]).toEqual([null, null])
  for (const operatorId of ['bo', 'cy'])
    expect((await refusal(() => bed.signedIn(operatorId, '3333'))).code).toBe('OPERATOR_UNKNOWN')
})

it('has the new role at once, and outlives a new PIN only where that was set', async () => {
  await bed.add({ name: 'Cy', role: 'lead', pin: '3333' })
  const [bo, cy, otherCy] = [
    await bed.signedIn('bo', '2222'),
    await bed.signedIn('cy', '3333'),
    await bed.signedIn('cy', '3333'),
  ]
  await bed.desk.save(cy, { operatorId: 'bo', name: 'Bo', role: 'support', active: true })
  await bed.desk.save(cy, { operatorId: 'cy', name: 'Cy', role: 'lead', active: true, pin: '4444' })
  expect([roleOf(bo), roleOf(cy), roleOf(otherCy)]).toEqual(['support', 'lead', null])
})

it('takes whoever has the key for a lead, whether somebody has signed in or not', async () => {
  expect(bed.desk.sessionOf(keyHolder)).toEqual({ open: false, operator: null, role: 'lead' })
  const { token } = await bed.signedIn('bo', '2222')
  expect(bed.desk.sessionOf(createCaller(true, token))).toMatchObject({
    operator: { name: 'Bo' },
    role: 'lead',
  })
})
