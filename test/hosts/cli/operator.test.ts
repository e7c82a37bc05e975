// `flashline operator` on a real data folder: the way in again, and that no PIN is an argument or is said.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCaller } from '../../../main/station/caller.ts'
import { OperatorDesk } from '../../../main/station/operator-desk.ts'
import { openSecrets } from '../../../main/station/secrets.ts'
import { openStore } from '../../../main/store/open-store.ts'
import { type RunOptions, run } from './cli-fixture.ts'

let dir: string
beforeEach(() => {
  vi.stubEnv('FLASHLINE_KEYCHAIN', 'off')
  dir = mkdtempSync(join(tmpdir(), 'flashline-operator-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dir, { recursive: true })
})

const operator = (args: string, options: RunOptions = {}) =>
  run(['operator', ...args.split(' '), '--data', dir], {
    parts: { operatorOnce: () => import('../../../main/station/operator-once.ts') },
    ...options,
  })

/** As a station on this folder would: the role of whoever signs in, or the code of the refusal. */
async function signIn(operatorId: string, pin: string): Promise<string | null> {
  const store = await openStore(dir)
  try {
    const desk = await OperatorDesk.open({
      rows: store.operators,
      secrets: await openSecrets(dir, async () => null),
      signInSettings: () => ({ pinMaxAgeDays: 0, idleMinutes: 0 }),
      emit: () => undefined,
      log: { info: () => undefined, warn: () => undefined },
      now: () => new Date(),
    })
    return (await desk.signIn(createCaller(), { operatorId, pin })).session.role
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : null
  } finally {
    await store.close()
  }
}

test('adds operators with a PIN from standard input, and shows them without it', async () => {
  expect(await operator('add --name Ann --role lead', { input: '975310\n' })).toEqual({
    status: 0,
    out: 'ann\n',
    err: '',
  })
  const added = await operator('add --name Bo --role technician --json', { input: '2468' })
  expect(JSON.parse(added.out)).toMatchObject({ operatorId: 'bo', role: 'technician', active: true })
  const listed = await operator('list')
  expect(listed.out).toMatch(/ann +Ann +lead +may sign in\n.*bo +Bo +technician +may sign in/)
  expect(await signIn('ann', '975310')).toBe('lead')
  for (const name of readdirSync(dir)) expect(readFileSync(join(dir, name), 'latin1')).not.toContain('975310')
  expect(added.out + listed.out).not.toContain('2468')
})

test('lets a plant in again whose lead has forgotten the PIN', async () => {
  await operator('add --name Ann --role lead', { input: '1111' })
  expect(await operator('set ann --pin', { input: '2222' })).toMatchObject({
    status: 0,
    out: 'Stored  ann\n',
  })
  expect(await signIn('ann', '1111')).toBe('PIN_WRONG')
  expect(await signIn('ann', '2222')).toBe('lead')
})

test('changes only what is given, and removes', async () => {
  await operator('add --name Ann --role lead', { input: '1111' })
  await operator('add --name Bo --role technician', { input: '2222' })
  await operator('set bo --role support --active no')
  const [, bo] = JSON.parse((await operator('list --json')).out)
  expect(bo).toMatchObject({ operatorId: 'bo', name: 'Bo', role: 'support', active: false })
  expect(await signIn('bo', '2222')).toBe('OPERATOR_UNKNOWN')
  await operator('set bo --active yes')
  expect(await signIn('bo', '2222')).toBe('support')
  expect(await operator('remove bo')).toMatchObject({ status: 0, out: 'Removed  bo\n' })
  expect(JSON.parse((await operator('list --json')).out)).toHaveLength(1)
})

test.each([
  ['a PIN that is none', 'add --name Bo --role lead', 'abc', 'INPUT_INVALID'],
  ['nothing on standard input', 'add --name Bo --role lead', '', 'INPUT_INVALID'],
  ['a name that is taken', 'add --name ann --role lead', '1111', 'OPERATOR_TAKEN'],
  ['somebody who is not there', 'set bo --role lead', '', 'OPERATOR_UNKNOWN'],
  ['the only lead to be removed', 'remove ann', '', 'OPERATOR_LAST_LEAD'],
  ['the only lead to be no lead', 'set ann --role support', '', 'OPERATOR_LAST_LEAD'],
])('refuses %s', async (_what, args, input, code) => {
  await operator('add --name Ann --role lead', { input: '1111' })
  const { status, out, err } = await operator(args, { input })
  expect([status, out]).toEqual([2, ''])
  expect(err).toContain(code)
})

test('takes no PIN as an argument', async () => {
  expect((await operator('add --name Ann --role lead --pin 1111')).status).toBe(2)
  expect((await operator('set ann --pin 1111', { input: '2222' })).status).toBe(2)
})

test('does not work beside a station that runs on the folder', async () => {
  await operator('add --name Ann --role lead', { input: '1111' })
  const store = await openStore(dir)
  try {
    expect((await operator('set ann --pin', { input: '2222' })).err).toContain('DATA_IN_USE')
    expect((await operator('list')).out).toContain('Ann')
  } finally {
    await store.close()
  }
})
