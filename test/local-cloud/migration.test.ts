import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestOf } from '../../main/local-cloud/accounts/secret.ts'
import { sql as upgrade } from '../../main/local-cloud/migrations/0001-upgrade.ts'
import { type LocalCloud, startLocalCloud } from '../../main/local-cloud/server.ts'
import { openSqlite } from '../../main/store/open.ts'

const token = 'a token of before'
let dataDir: string
let cloud: LocalCloud
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'flashline-cloud-'))
  const db = openSqlite(path.join(dataDir, 'cloud.sqlite'))
  db.exec(upgrade)
  db.exec(`
    INSERT INTO products VALUES ('p1', 'Kettle');
    INSERT INTO devices VALUES ('d1', 'p1', 'aa:bb:cc:00:00:01', 'SN1'), ('d2', 'p1', 'not a mac', '');
    INSERT INTO device_versions VALUES ('d1', 1, 0, 20001), ('d2', 1, 0, 10000);
    INSERT INTO tasks VALUES (7, 't1', 'p1', 'Task', 'text', 10000, '', '', 0, 20001, '/f', '${'a'.repeat(32)}',
      3, 1, 0, 0, 0, 0, 1, 0, 1, '', '2026-01-01T00:00:00.000Z');
    INSERT INTO upgraded_devices VALUES (7, 'd1');
    INSERT INTO ota_logs VALUES (1, 'whatever', 'p1', 't1', 'd1', 2, '2026-01-01T00:00:00.000Z', '2026'),
      (2, 'corp', 'p1', 't1', 'd2', 1, NULL, '2026');
    INSERT INTO reports VALUES (1, 't1', 'd1', 'p1', 1, 0, 'm', 10000, 20001, 0, 'done', NULL, NULL, 0, '2026');
    INSERT INTO tokens VALUES ('${digestOf(token)}', '["corp","user","platform"]', NULL, 'valid', '2026');
  `)
  db.pragma('user_version = 1')
  db.close()
  cloud = await startLocalCloud({ dataDir })
})
afterEach(async () => {
  await cloud.close()
  await rm(dataDir, { recursive: true, force: true })
})

const call = async (method: string, url: string, body?: unknown) => {
  const response = await fetch(cloud.baseUrl + url, {
    method,
    headers: { 'Access-Token': token, 'Content-Type': 'application/json', 'Corp-ID': 'anything' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

describe('a cloud of the first version', () => {
  it('goes on with its tokens, tasks, counts, versions and logs', async () => {
    expect((await call('GET', '/v2/upgrade/firmware/tasks/t1')).body).toMatchObject({
      upgrade_count: 1,
      surplus_count: 1,
      status: 1,
    })
    expect((await call('POST', '/v2/upgrade/ota-logs', {})).body).toMatchObject({
      count: 2,
      list: [
        { device_id: 'd1', device_mac: 'AABBCC000001', status: 2, result: 0, desc: 'done' },
        { device_id: 'd2', device_mac: 'not a mac', status: 1, result: null },
      ],
    })
    const byDevice = { query: { device_mac: { $eq: 'AABBCC000001' } } }
    expect((await call('POST', '/v2/upgrade/ota-logs', byDevice)).body).toMatchObject({ count: 1 })
  })

  it('counts on from there', async () => {
    const report = {
      type: 1,
      mod: 'm',
      identify: 0,
      last_version: 10_000,
      current_version: 20_001,
      result: 0,
    }
    for (const device of ['d1', 'd2', 'd2']) {
      expect((await call('POST', `/v2/upgrade/firmware/report/${device}`, report)).status).toBe(200)
    }
    expect(await cloud.admin.getTask('t1')).toMatchObject({ upgradedCount: 2, remainingCount: 0 })
    expect((await call('POST', '/v2/upgrade/ota-log', { device_id: 'd2', task_id: 't1' })).status).toBe(200)
    expect((await call('POST', '/v2/upgrade/ota-logs', {})).body).toMatchObject({ count: 3 })
  })
})

it('a file of a later version is refused, and stays what it is', async () => {
  await cloud.close()
  const db = openSqlite(path.join(dataDir, 'cloud.sqlite'))
  db.pragma('user_version = 99')
  await expect(startLocalCloud({ dataDir })).rejects.toMatchObject({
    code: 'STORE_NEWER',
    context: { found: 99, known: 4 },
  })
  expect(db.pragma('user_version', { simple: true })).toBe(99)
  db.close()
})
