import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Interception } from '../../main/local-cloud/request-journal.ts'
import { startLocalCloud } from '../../main/local-cloud/server.ts'
import { type OpenCloud, openCloud, refused } from './open-cloud.ts'
import { openOutside } from './outside-database.ts'

const opened: AsyncDisposable[] = []
const openOne = async (options: Parameters<typeof openCloud>[0] = {}): Promise<OpenCloud> => {
  const one = await openCloud(options)
  opened.push(one)
  return one
}
afterEach(async () => {
  for (const one of opened.splice(0)) await one[Symbol.asyncDispose]()
})

const addTask = (open: OpenCloud) =>
  open.cloud.admin.addTask({
    productId: 'p1',
    fromVersion: 10_000,
    toVersion: 20_001,
    firmware: open.firmware,
  })
const report = { type: 1, mod: 'm', identify: 0, last_version: 10_000, current_version: 20_001, result: 0 }
const reportUrl = '/v2/upgrade/firmware/report/d1'

describe('local cloud', () => {
  it('keeps everything over a restart, and names its files by the new port', async () => {
    const open = await openOne()
    const taskId = await addTask(open)
    await open.call('POST', reportUrl, report)
    await open.cloud.close()
    const again = await startLocalCloud({ dataDir: open.dataDir })
    try {
      expect(await again.admin.getTask(taskId)).toMatchObject({
        upgradedCount: 1,
        image: { url: again.baseUrl + open.firmware.urlPath },
      })
      expect(await again.admin.listReports()).toHaveLength(1)
      const answer = await fetch(`${again.baseUrl}/v2/upgrade/firmware/tasks/${taskId}`, {
        headers: { 'Access-Token': open.token },
      })
      const task = (await answer.json()) as { target_version_url: string }
      expect(task.target_version_url).toBe(again.baseUrl + open.firmware.urlPath)
      expect((await fetch(task.target_version_url)).status).toBe(200)
    } finally {
      await again.close()
    }
  })

  it('believes the Host header only for its own address', async () => {
    const open = await openOne()
    const taskId = await addTask(open)
    const { hostname, port } = new URL(open.cloud.baseUrl)
    const urlFor = (host: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const headers = { Host: host, 'Access-Token': open.token }
        const url = `/v2/upgrade/firmware/tasks/${taskId}`
        const sent = httpRequest({ hostname, port, path: url, headers, agent: false }, (response) => {
          let text = ''
          response.on('data', (chunk: Buffer) => {
            text += chunk.toString()
          })
          response.on('end', () => resolve(new URL(JSON.parse(text).target_version_url).host))
        })
        sent.on('error', reject)
        sent.end()
      })
    expect(await urlFor(`127.0.0.1:${port}`)).toBe(`127.0.0.1:${port}`)
    expect(await urlFor(`localhost:${port}`)).toBe(`localhost:${port}`)
    for (const host of [`evil.example:${port}`, 'localhost:1', 'localhost', '@evil']) {
      expect(await urlFor(host), host).toBe(`127.0.0.1:${port}`)
    }
  })

  it('answers what is no request of the service in its own shape', async () => {
    const open = await openOne()
    const unknown = refused(4041001, 'URL_UNKNOWN') as object
    expect(await open.call('GET', '/nope')).toMatchObject(unknown)
    expect(await open.call('DELETE', '/v2/upgrade/firmware/tasks')).toMatchObject(unknown)
    expect(await open.call('GET', '/v2/%E0%A4%A')).toMatchObject(refused(4001095, 'URL_INVALID') as object)
    const invalid = refused(4001001, 'FIELD_INVALID') as object
    expect(await open.call('POST', reportUrl, '{"type":')).toMatchObject(invalid)
    expect(await open.call('POST', reportUrl, '[1]')).toMatchObject({ status: 400 })
    expect(await open.call('POST', reportUrl, `"${'x'.repeat(1_100_000)}"`)).toMatchObject(invalid)
    expect(await open.call('POST', reportUrl, 'type=1', { 'Content-Type': 'text/x-form' })).toMatchObject(
      invalid,
    )
  })

  it('answers 503 with 5031001 when it fails itself, and says nothing about why', async () => {
    const open = await openOne()
    await using database = await openOutside(open.dataDir)
    await database.rows('DROP TABLE reports')
    expect(await open.call('POST', reportUrl, report)).toEqual({
      status: 503,
      body: { error: { code: 5_031_001, msg: 'server exception', reason: 'INTERNAL' } },
    })
    // Nothing of the failed report stays.
    expect(await open.cloud.admin.deviceVersion('d1')).toBe(10_000)
  })

  it('takes bodies of up to a megabyte', async () => {
    const open = await openOne()
    const ofSize = (bytes: number) => ({ ...report, more: 'x'.repeat(bytes) })
    expect(await open.call('POST', reportUrl, ofSize(1_000_000))).toMatchObject({ status: 200 })
    expect(await open.call('POST', reportUrl, ofSize(1024 * 1024))).toMatchObject(
      refused(4_001_001, 'FIELD_INVALID') as object,
    )
    expect(await open.cloud.admin.listReports()).toHaveLength(1)
  })

  it('tells the time it goes by', async () => {
    const open = await openOne({ now: () => new Date('2026-01-02T03:04:05.678Z') })
    for (const url of ['/openapi.json', '/nope', open.firmware.urlPath]) {
      const response = await fetch(open.cloud.baseUrl + url)
      expect(response.headers.get('date'), url).toBe('Fri, 02 Jan 2026 03:04:05 GMT')
      await response.body?.cancel()
    }
  })

  it('makes a folder that is for its owner alone', async () => {
    const outer = await mkdtemp(path.join(tmpdir(), 'flashline-cloud-'))
    const cloud = await startLocalCloud({ dataDir: path.join(outer, 'cloud') })
    await cloud.close()
    const { mode } = await stat(path.join(outer, 'cloud'))
    if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o700)
    await rm(outer, { recursive: true })
  })

  it('keeps a journal of what it got', async () => {
    const seen: string[] = []
    const open = await openOne({ onRequest: (entry) => seen.push(entry.path) })
    await open.call('POST', reportUrl, report, { 'Api-Version': '2' })
    await open.call('GET', '/nope')
    expect(open.cloud.admin.requests()).toMatchObject([
      {
        method: 'POST',
        path: reportUrl,
        body: report,
        status: 200,
        headers: { 'access-token': '(set)', 'api-version': '2', 'content-type': 'application/json' },
      },
      { method: 'GET', path: '/nope', status: 404 },
    ])
    expect(seen).toEqual([reportUrl, '/nope'])
  })

  it('fails on demand: another answer, no answer, an answer lost after the work', async () => {
    const faults: Interception[] = [
      { status: 500, body: 'down' },
      { status: 429 },
      { hangUp: 'before' },
      { hangUp: 'after' },
    ]
    const open = await openOne({ intercept: () => faults.shift() ?? null })
    const taskId = await addTask(open)
    const post = () =>
      fetch(open.cloud.baseUrl + reportUrl, {
        method: 'POST',
        headers: { 'Access-Token': open.token, 'Content-Type': 'application/json' },
        body: JSON.stringify(report),
      })
    expect((await post()).status).toBe(500)
    expect((await post()).status).toBe(429)
    await expect(post()).rejects.toThrow()
    expect(await open.cloud.admin.listReports()).toHaveLength(0)
    await expect(post()).rejects.toThrow()
    expect(await open.cloud.admin.listReports()).toHaveLength(1)
    expect((await post()).status).toBe(200)
    expect(open.cloud.admin.requests().map((entry) => entry.status)).toEqual([500, 429, 0, 0, 200])
    expect((await open.cloud.admin.getTask(taskId))?.upgradedCount).toBe(1)
  })

  it('can be asked not to find a firmware file', async () => {
    const open = await openOne({
      intercept: ({ path: asked }) => (asked.startsWith('/firmware/') ? { status: 404 } : null),
    })
    expect((await fetch(open.cloud.baseUrl + open.firmware.urlPath)).status).toBe(404)
  })

  it('says when its port is taken, and lets go of its files', async () => {
    const open = await openOne()
    const dataDir = await mkdtemp(path.join(tmpdir(), 'flashline-cloud-'))
    const port = Number(new URL(open.cloud.baseUrl).port)
    await expect(startLocalCloud({ dataDir, port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      context: { host: '127.0.0.1', port },
    })
    // The last connection takes the log with it.
    expect(existsSync(path.join(dataDir, 'cloud.sqlite-wal'))).toBe(false)
    await rm(dataDir, { recursive: true })
  })

  it('closes while a download is under way, and twice', async () => {
    const open = await openOne()
    const large = await open.cloud.admin.addFirmwareFile(new Uint8Array(16 * 1024 * 1024))
    const response = await fetch(open.cloud.baseUrl + large.urlPath)
    await Promise.all([open.cloud.close(), open.cloud.close()])
    await expect(response.arrayBuffer()).rejects.toThrow()
  })
})
