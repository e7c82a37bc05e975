// Operators and PINs: who may sign in, what a wrong, old or guessed PIN does, and that somebody can always change things.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCaller } from '../../main/station/caller.ts'
import { keyHolder, type OperatorBed, openOperatorBed, refusal } from './operator-bed.ts'

let bed: OperatorBed
beforeEach(async () => {
  bed = await openOperatorBed()
})
afterEach(() => bed.close())

const wrongTimes = async (operatorId: string, times: number) => {
  const said = []
  for (let time = 0; time < times; time += 1)
    said.push(await refusal(() => bed.desk.signIn(createCaller(), { operatorId, pin: '0000' })))
  return said
}

describe('a station without operators', () => {
  it('takes everybody for a lead, and records whom the settings name', async () => {
    expect(bed.desk.sessionOf(createCaller())).toEqual({ open: true, operator: null, role: 'lead' })
    expect(bed.desk.nameForRecords({ operator: 'Ann' })).toBe('Ann')
    expect(await refusal(() => bed.desk.signIn(createCaller(), { operatorId: 'ann', pin: '1' }))).toEqual({
      code: 'OPERATOR_UNKNOWN',
      context: { operatorId: 'ann' },
    })
  })

  it('takes only a lead as its first operator, and signs in whoever made it', async () => {
    const caller = createCaller()
    const first = { operatorId: null, name: 'Ann Lee', active: true, pin: '2468' }
    for (const draft of [
      { ...first, role: 'technician' as const },
      { ...first, role: 'lead' as const, active: false },
    ])
      expect(await refusal(() => bed.desk.save(caller, draft))).toEqual({
        code: 'OPERATOR_LAST_LEAD',
        context: {},
      })
    expect(bed.desk.sessionOf(caller).open).toBe(true)

    const ann = await bed.desk.save(caller, { ...first, role: 'lead' })
    expect(ann.operatorId).toBe('ann-lee')
    expect(bed.desk.sessionOf(caller)).toEqual({ open: false, operator: ann, role: 'lead' })
    expect(bed.desk.sessionOf(createCaller()).role).toBeNull()
    expect(bed.desk.benchOperator).toBe('Ann Lee')
  })

  it('lets only one of two who make the first operator at once', async () => {
    const [one, two] = [createCaller(), createCaller()]
    const draft = { operatorId: null, role: 'lead' as const, active: true, pin: '2468' }
    const made = await Promise.allSettled([
      bed.desk.save(one, { ...draft, name: 'One' }),
      bed.desk.save(two, { ...draft, name: 'Two' }),
    ])
    expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(bed.desk.list().map(({ name }) => name)).toEqual(['One'])
  })
})

describe('PINs', () => {
  it('are nowhere to be read: not in the folder, an event, the log or an answer', async () => {
    const pin = '918273645546'
    const { operatorId } = await bed.add({ name: 'Ann', role: 'lead', pin })
    const answer = await bed.desk.signIn(createCaller(), { operatorId, pin })
    await wrongTimes(operatorId, 1)
    const files = (await readdir(bed.dataDir)).filter((name) => /sqlite|secrets/.test(name))
    expect(files).toEqual(expect.arrayContaining(['station.sqlite', 'secrets.json']))
    const texts = await Promise.all(files.map((name) => readFile(join(bed.dataDir, name), 'latin1')))
    for (const text of [...texts, JSON.stringify(bed.events), bed.said.join('\n'), JSON.stringify(answer)]) {
      expect(text).not.toContain(pin)
    }
    const [, kept = ''] = /"@operator-ann\/pin": "([^"]+)"/.exec(texts.join('\n')) ?? []
    expect(kept).toMatch(/^[0-9a-f]{32}:[0-9a-f]{64}$/)
    const rest = texts.filter((text) => !text.includes('"values"'))
    for (const text of rest) expect(text).not.toContain(kept)
    expect(bed.secrets.stored()).toEqual([])
  })

  it('stay when connections go, and go with their operator', async () => {
    const { operatorId } = await bed.add({ name: 'Ann', role: 'lead' })
    await bed.add({ name: 'Bo', role: 'lead', pin: '1357' })
    await bed.secrets.keepOnly([])
    await bed.signedIn(operatorId, '2468')
    await bed.desk.remove(keyHolder, 'bo')
    expect(bed.secrets.get('@operator-bo', 'pin')).toBe('')
    expect(bed.secrets.get('@operator-ann', 'pin')).not.toBe('')
  })

  it('lock an operator for a minute after five wrong ones in a row, also for the right one', async () => {
    const ann = await bed.add({ name: 'Ann', role: 'lead' })
    const bo = await bed.add({ name: 'Bo', role: 'technician', pin: '1357' })
    const untilAt = '2026-03-01T08:01:00.000Z'
    expect(await wrongTimes(ann.operatorId, 5)).toEqual([
      { code: 'PIN_WRONG', context: { attemptsLeft: 4 } },
      { code: 'PIN_WRONG', context: { attemptsLeft: 3 } },
      { code: 'PIN_WRONG', context: { attemptsLeft: 2 } },
      { code: 'PIN_WRONG', context: { attemptsLeft: 1 } },
      { code: 'PIN_LOCKED', context: { untilAt } },
    ])
    bed.pass(59_999)
    expect(await refusal(() => bed.signedIn(ann.operatorId, '2468'))).toEqual({
      code: 'PIN_LOCKED',
      context: { untilAt },
    })
    await bed.signedIn(bo.operatorId, '1357')
    bed.pass(1)
    await bed.signedIn(ann.operatorId, '2468')
    expect(await wrongTimes(ann.operatorId, 1)).toEqual([{ code: 'PIN_WRONG', context: { attemptsLeft: 4 } }])
  })

  it('are counted one after another, however many guesses come at once', async () => {
    const { operatorId } = await bed.add({ name: 'Ann', role: 'lead' })
    const guesses = Array.from({ length: 8 }, (_, index) =>
      refusal(() => bed.desk.signIn(createCaller(), { operatorId, pin: `000${index}` })),
    )
    const codes = (await Promise.all(guesses)).map(({ code }) => code)
    expect(codes.filter((code) => code === 'PIN_WRONG')).toHaveLength(4)
    expect(codes.filter((code) => code === 'PIN_LOCKED')).toHaveLength(4)
  })

  it('are unlocked by a new one', async () => {
    const { operatorId } = await bed.add({ name: 'Ann', role: 'lead' })
    await wrongTimes(operatorId, 5)
    await bed.desk.save(keyHolder, { operatorId, name: 'Ann', role: 'lead', active: true, pin: '1111' })
    await bed.signedIn(operatorId, '1111')
    expect((await refusal(() => bed.signedIn(operatorId, '2468'))).code).toBe('PIN_WRONG')
  })

  it('expire with their age, and are replaced by another one', async () => {
    const { operatorId } = await bed.add({ name: 'Ann', role: 'lead' })
    bed.signInSettings = { pinMaxAgeDays: 30, idleMinutes: 0 }
    bed.pass(30 * 86_400_000 - 1)
    await bed.signedIn(operatorId, '2468')
    bed.pass(1)
    expect((await refusal(() => bed.signedIn(operatorId, '2468'))).code).toBe('PIN_EXPIRED')
    expect((await refusal(() => bed.signedIn(operatorId, '0000'))).code).toBe('PIN_WRONG')
    const renew = (newPin: string) => bed.desk.signIn(createCaller(), { operatorId, pin: '2468', newPin })
    expect(await refusal(() => renew('2468'))).toEqual({
      code: 'INPUT_INVALID',
      context: { field: 'newPin' },
    })
    const { session } = await renew('8642')
    expect(session.operator?.pinSetAt).toBe('2026-03-31T08:00:00.000Z')
    await bed.signedIn(operatorId, '8642')
  })
})

describe('the list of operators', () => {
  it('never loses its last lead who can sign in', async () => {
    const { operatorId } = await bed.add({ name: 'Ann', role: 'lead' })
    await bed.add({ name: 'Bo', role: 'support' })
    await bed.add({ name: 'Cy', role: 'lead', active: false })
    const ann = { operatorId, name: 'Ann', role: 'lead' as const, active: true }
    const refused = { code: 'OPERATOR_LAST_LEAD', context: {} }
    expect(await refusal(() => bed.desk.remove(keyHolder, operatorId))).toEqual(refused)
    expect(await refusal(() => bed.desk.save(keyHolder, { ...ann, active: false }))).toEqual(refused)
    expect(await refusal(() => bed.desk.save(keyHolder, { ...ann, role: 'support' }))).toEqual(refused)
    expect(bed.desk.list().map(({ name, role }) => `${name} ${role}`)).toEqual([
      'Ann lead',
      'Bo support',
      'Cy lead',
    ])
    await bed.desk.save(keyHolder, { operatorId: 'cy', name: 'Cy', role: 'lead', active: true })
    expect(await bed.desk.remove(keyHolder, operatorId)).toBe(true)
    expect(await bed.desk.remove(keyHolder, operatorId)).toBe(false)
  })

  it('gives every operator a name and an id of its own', async () => {
    await bed.add({ name: 'Ann', role: 'lead' })
    expect(await refusal(() => bed.add({ name: 'ANN', role: 'lead' }))).toEqual({
      code: 'OPERATOR_TAKEN',
      context: { name: 'ANN' },
    })
    const ids = []
    for (const name of ['ann!', '王芳', '李伟', 'Zoë van Dyk'])
      ids.push((await bed.add({ name, role: 'technician' })).operatorId)
    expect(ids).toEqual(['ann-2', 'operator', 'operator-2', 'zoe-van-dyk'])
  })

  it('wants a PIN for a new one, and knows the one that is changed', async () => {
    await bed.add({ name: 'Ann', role: 'lead' })
    const draft = { name: 'Bo', role: 'lead' as const, active: true }
    expect(await refusal(() => bed.desk.save(keyHolder, { ...draft, operatorId: null }))).toEqual({
      code: 'INPUT_INVALID',
      context: { field: 'pin' },
    })
    expect((await refusal(() => bed.desk.save(keyHolder, { ...draft, operatorId: 'bo' }))).code).toBe(
      'OPERATOR_UNKNOWN',
    )
  })
})
