// `flashline client` on a real data folder: the token is said once and kept nowhere, and opens the door until it is revoked.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ClientDesk } from '../../../main/station/client-desk.ts'
import { openStore } from '../../../main/store/open-store.ts'
import { run } from './cli-fixture.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-client-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const client = (...args: string[]) =>
  run(['client', ...args, '--data', dir], {
    parts: { clientOnce: () => import('../../../main/station/client-once.ts') },
  })

/** Whose it is to a station on this folder. */
async function clientOf(token: string): Promise<string | null> {
  const store = await openStore(dir)
  try {
    const desk = await ClientDesk.open({
      ...{ rows: store.clients, onChange: () => {}, onError: () => {} },
      now: () => new Date('2026-06-01T00:00:00Z'),
    })
    return desk.clientOf(token)
  } finally {
    await store.close()
  }
}

test('adds a client, says its token once, and revokes it', async () => {
  const added = await client('add', '--name', 'MES line 2', '--role', 'reader')
  expect(added).toMatchObject({ status: 0, err: '' })
  const token = added.out.trim()
  const [, id = ''] = /^flc_([0-9a-f]{12})_[\w-]{43}$/.exec(token) ?? []
  expect(await clientOf(token)).toBe(id)
  const listed = await client('list')
  expect(listed.out).toMatch(new RegExp(`${id} +MES line 2 +reader +valid`))
  for (const name of readdirSync(dir))
    expect(readFileSync(join(dir, name), 'latin1')).not.toContain(token.slice(-43))

  expect(await client('revoke', id)).toMatchObject({ status: 0, out: `${id}  revoked\n` })
  expect(await clientOf(token)).toBeNull()
  expect((await client('list')).out).toContain('revoked')
})

test('a day ends it, a name is one client, and an unknown one or a wrong role is said', async () => {
  const added = await client('add', '--name', 'A', '--role', 'lead', '--expires', '2099-01-31', '--json')
  expect(JSON.parse(added.out).client).toMatchObject({
    ...{ role: 'lead', expiresAt: '2099-01-31T00:00:00.000Z', createdBy: 'command line' },
  })
  expect(await client('add', '--name', 'a', '--role', 'lead')).toMatchObject({ status: 2, out: '' })
  expect(await client('add', '--name', 'B', '--role', 'lead', '--expires', '2020-01-01')).toMatchObject({
    status: 2,
  })
  expect(await client('add', '--name', 'B', '--role', 'owner')).toMatchObject({ status: 2 })
  expect(await client('add', '--name', 'B', '--role', 'lead', '--expires', 'soon')).toMatchObject({
    status: 2,
  })
  expect(await client('revoke', '000000000000')).toMatchObject({ status: 2 })
  expect(JSON.parse((await client('list', '--json')).out)).toHaveLength(1)
})
