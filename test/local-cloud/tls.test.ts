// The local cloud on a network: TLS, who may reach it without, and the addresses that it names.

import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:https'
import { networkInterfaces, tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { generate } from 'selfsigned'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startLocalCloud } from '../../main/local-cloud/server.ts'
import { type OpenCloud, openCloud } from './open-cloud.ts'

let tls: { cert: string; key: string }
let otherKey: string
beforeAll(async () => {
  otherKey = (await generate([{ name: 'commonName', value: 'other' }])).private
  const names = [
    { type: 2, value: 'cloud.plant.test' },
    { type: 7, ip: '127.0.0.1' },
  ] as const
  const made = await generate([{ name: 'commonName', value: 'cloud.plant.test' }], {
    extensions: [{ name: 'subjectAltName', altNames: [...names] }],
  })
  tls = { cert: made.cert, key: made.private }
})

const opened: OpenCloud[] = []
const openOne = async (options: Parameters<typeof openCloud>[0]) => {
  const one = await openCloud(options)
  opened.push(one)
  return one
}
afterEach(async () => {
  for (const one of opened.splice(0)) await one[Symbol.asyncDispose]()
})

interface Answer {
  readonly status: number
  readonly date: string
  readonly body: Record<string, unknown>
}

/** Trusts the test's certificate alone; `host`: as the caller names the server. */
function get(open: OpenCloud, url: string, host?: string): Promise<Answer> {
  const { hostname, port } = new URL(open.cloud.baseUrl)
  return new Promise((resolve, reject) => {
    const sent = request({
      hostname,
      port,
      path: url,
      ca: tls.cert,
      servername: 'cloud.plant.test',
      agent: false,
      headers: { 'Access-Token': open.token, ...(host === undefined ? {} : { Host: host }) },
    })
    sent.on('error', reject)
    sent.on('response', async (response) => {
      const { statusCode = 0, headers } = response
      resolve({ status: statusCode, date: headers.date ?? '', body: JSON.parse(await text(response)) })
    })
    sent.end()
  })
}

const addTask = (open: OpenCloud) =>
  open.cloud.admin.addTask({
    productId: 'p1',
    fromVersion: 10_000,
    toVersion: 20_001,
    firmware: open.firmware,
  })

describe('TLS', () => {
  it('serves over TLS, and nothing over plain HTTP on the same port', async () => {
    const open = await openOne({ tls })
    expect(open.cloud.baseUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    const task = await get(open, `/v2/upgrade/firmware/tasks/${await addTask(open)}`)
    expect(task.status).toBe(200)
    expect(task.body.target_version_url).toBe(open.cloud.baseUrl + open.firmware.urlPath)
    expect(Number.isNaN(Date.parse(task.date))).toBe(false)
    await expect(fetch(open.cloud.baseUrl.replace('https', 'http'))).rejects.toThrow()
  })

  it('names its files by a name in its certificate, and by no other', async () => {
    const open = await openOne({ tls })
    const { port } = new URL(open.cloud.baseUrl)
    const url = `/v2/upgrade/firmware/tasks/${await addTask(open)}`
    const originFor = async (host: string) => {
      const { body } = await get(open, url, host)
      return new URL(String(body.target_version_url)).origin
    }
    expect(await originFor(`cloud.plant.test:${port}`)).toBe(`https://cloud.plant.test:${port}`)
    for (const host of [
      `evil.test:${port}`,
      'cloud.plant.test',
      'cloud.plant.test:1',
      `me@evil.test:${port}`,
      '::',
    ]) {
      expect(await originFor(host), host).toBe(open.cloud.baseUrl)
    }
  })

  it.each([
    ['no PEM', () => ({ cert: 'x', key: 'y' })],
    ['a certificate of another key', () => ({ cert: tls.cert, key: otherKey })],
  ])('says when it cannot be used: %s', async (_name, make) => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'flashline-cloud-'))
    try {
      await expect(startLocalCloud({ dataDir, tls: make() })).rejects.toMatchObject({
        code: 'INPUT_INVALID',
        context: { field: 'tls' },
      })
    } finally {
      await rm(dataDir, { recursive: true })
    }
  })
})

/** An address of this machine that others could reach; loopback stands in where it has none. */
const lanHost = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

describe('exposure', () => {
  it.each(['0.0.0.0', '::', '192.0.2.1', 'cloud.plant.test', '127.evil.test'])(
    'refuses %s without TLS, before anything is opened',
    async (host) => {
      await expect(startLocalCloud({ dataDir: '/dev/null/nowhere', host })).rejects.toMatchObject({
        code: 'CLOUD_EXPOSED',
        context: { host },
      })
    },
  )

  it.each(['127.0.0.1', '127.0.0.2', 'localhost'])('lets %s be', async (host) => {
    const open = await openOne({ host })
    expect((await open.call('GET', '/nope')).status).toBe(404)
  })

  it('takes the word that the network is closed, or TLS, and asks for a token all the same', async () => {
    const host = lanHost ?? '0.0.0.0'
    const plain = await openOne({ host, allowPlainLan: true })
    const withoutToken = { 'Access-Token': undefined }
    expect((await plain.call('GET', '/v2/upgrade/firmware/tasks/t', undefined, withoutToken)).status).toBe(
      403,
    )
    const safe = await openOne({ host, tls })
    expect(safe.cloud.baseUrl).toMatch(/^https:/)
  })
})

describe('two stations on one cloud', () => {
  it('see the same tasks, and count a device once however both report it', async () => {
    const open = await openOne({})
    const taskId = await addTask(open)
    const issue = () => open.cloud.admin.issueToken(['user', 'platform'])
    const tokens = [await issue(), await issue()]
    const report = {
      type: 1,
      mod: 'm',
      identify: 0,
      last_version: 10_000,
      current_version: 20_001,
      result: 0,
    }
    const answers = await Promise.all(
      ['d1', 'd2', 'd1', 'd2'].map((deviceId, index) =>
        open.call('POST', `/v2/upgrade/firmware/report/${deviceId}`, report, {
          'Access-Token': tokens[index % 2],
        }),
      ),
    )
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
    expect(await open.cloud.admin.getTask(taskId)).toMatchObject({ upgradedCount: 2 })
    expect(await open.cloud.admin.listReports()).toHaveLength(4)
  })
})
