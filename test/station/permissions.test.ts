// Roles, for every procedure of the contract: the table decides, and who may not never gets as far as the handler.
import { createRouterClient, ORPCError } from '@orpc/server'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Caller, createCaller, type SessionSource } from '../../main/station/caller.ts'
import type { StationParts } from '../../main/station/parts.ts'
import { createRouter } from '../../main/station/router.ts'
import { contract, mayCall, permissions, type Role } from '../../preload/contract/index.ts'
import { contractInputs } from './contract-inputs.ts'

const paths = (areas: object) =>
  Object.entries(areas).flatMap(([area, calls]: [string, object]) =>
    Object.keys(calls).map((name) => `${area}.${name}`),
  )
const contractPaths = paths(contract)

/** Who calls, and the role that the table is asked with. */
const callers: Readonly<Record<string, { caller: Caller; role: Role | null }>> = {
  nobody: { caller: createCaller(), role: null },
  technician: { caller: createCaller(false, 'technician'), role: 'technician' },
  support: { caller: createCaller(false, 'support'), role: 'support' },
  lead: { caller: createCaller(false, 'lead'), role: 'lead' },
  keyHolder: { caller: createCaller(true), role: 'lead' },
}

/** As the operator desk would say of these callers; which it does is in sessions.test.ts. */
const sessions: SessionSource = {
  sessionOf: (caller) => ({
    open: false,
    operator: null,
    role: Object.values(callers).find((one) => one.caller === caller)?.role ?? null,
  }),
  used: () => undefined,
}

let reached = 0
beforeEach(() => {
  reached = 0
})

/** Station parts of which everything that is called counts, and gives up. */
function countingParts(): StationParts {
  const part = (): unknown =>
    new Proxy(() => undefined, {
      get: (_target, name) => (typeof name === 'symbol' ? undefined : part()),
      apply() {
        reached += 1
        throw new Error('reached')
      },
    })
  const operators = new Proxy(Object.assign(Object(part()), sessions), {
    get: (_target, name) => (name === 'sessionOf' || name === 'used' ? sessions[name] : part()),
  })
  return new Proxy({} as StationParts, {
    get: (_target, name) => (name === 'operators' ? operators : part()),
  })
}

const router = createRouter(countingParts())

/** `reached`, or the code of the refusal. */
async function ask(path: string, caller: Caller): Promise<string> {
  const [area = '', name = ''] = path.split('.')
  const client = createRouterClient(router, { context: { caller } }) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >
  try {
    const answer = await client[area]?.[name]?.(contractInputs[path])
    if (typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer)
      for await (const _event of answer as AsyncIterable<unknown>) break
    return 'reached'
  } catch (error) {
    if (reached > 0) return 'reached'
    const coded = z.object({ code: z.string() }).safeParse(error instanceof ORPCError ? error.data : null)
    return coded.data?.code ?? String(error)
  }
}

it('has every procedure of the contract in the table, and nothing else', () => {
  expect(paths(permissions).toSorted()).toEqual(contractPaths.toSorted())
})

it('implements every procedure of the contract', () => {
  expect(paths(router).toSorted()).toEqual(contractPaths.toSorted())
})

describe.each(Object.keys(callers))('%s', (who) => {
  const { caller, role } = callers[who] ?? { caller: createCaller(), role: null }

  it.each(contractPaths)('%s', async (path) => {
    const [area = '', name = ''] = path.split('.')
    const access = (permissions as unknown as Record<string, Record<string, never>>)[area]?.[name] ?? 'lead'
    const refusal = role === null ? 'SIGN_IN_NEEDED' : 'ROLE_TOO_LOW'
    expect(await ask(path, caller)).toBe(mayCall(access, role) ? 'reached' : refusal)
    if (!mayCall(access, role)) expect(reached).toBe(0)
  })
})

it('says in plain numbers what the roles may: each more than the one before, and nobody only looks and signs in', () => {
  const allowed = (role: Role | null) =>
    Object.values(permissions)
      .flatMap((calls) => Object.values(calls))
      .filter((access) => mayCall(access, role)).length
  const counts = [null, 'technician' as const, 'support' as const, 'lead' as const].map(allowed)
  expect(counts).toEqual(counts.toSorted((one, two) => one - two))
  expect(new Set(counts).size).toBe(4)
  expect(counts.at(-1)).toBe(contractPaths.length)
  expect(
    Object.entries(permissions).flatMap(([area, calls]) =>
      Object.entries(calls).flatMap(([name, access]) => (access === 'anyone' ? [`${area}.${name}`] : [])),
    ),
  ).toEqual([
    'station.snapshot',
    'station.events',
    'operators.current',
    'operators.list',
    'operators.signIn',
    'operators.resume',
    'operators.signOut',
  ])
})

it('does not let a session live by looking on', async () => {
  let uses = 0
  const counting: SessionSource = {
    ...sessions,
    used: () => {
      uses += 1
    },
  }
  const parts = { operators: { ...counting, list: () => [] }, sync: { list: () => [] } }
  const client = createRouterClient(
    createRouter({ ...countingParts(), ...parts } as unknown as StationParts),
    {
      context: { caller: callers.technician?.caller ?? createCaller() },
    },
  )
  await client.operators.list()
  expect(uses).toBe(0)
  await client.sync.list()
  expect(uses).toBe(1)
})
