// check, report and otalog: what is asked, what is printed, how they end; and which cloud they ask.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OtaLogQuery, Report } from '../../../main/clouds/cloud.ts'
import { FlashlineError, type OtaLogEntry } from '../../../preload/contract/index.ts'
import { run } from './cli-fixture.ts'
import { fakeCloud, task } from './fake-cloud.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-ask-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('check', () => {
  const args = ['check', '--product', 'p1', '--device', 'd1', '--version', '10000']
  const check = async (answer: typeof task | null, ...more: string[]) => {
    const queries: unknown[] = []
    const { parts } = fakeCloud({
      tasks: {
        check: async (query) => {
          queries.push(query)
          return answer
        },
      },
    })
    return { ...(await run([...args, '--data', dir, ...more], { parts })), queries }
  }

  test('a task, as facts and as JSON', async () => {
    const { status, out, queries } = await check(task, '--type', 'mcu', '--identify', '2')
    expect(status).toBe(0)
    expect(out).toContain('Versions     10000 -> 20001\n')
    const part = { type: 'mcu', identify: 2 }
    expect(queries).toEqual([{ productId: 'p1', deviceId: 'd1', part, currentVersion: 10_000 }])
    expect(JSON.parse((await check(task, '--json')).out)).toEqual(task)
  })

  test('up to date is no failure, and null for programs', async () => {
    expect(await check(null)).toMatchObject({ status: 0, out: expect.stringContaining('Up to date') })
    expect(await check(null, '--json')).toMatchObject({ status: 0, out: 'null\n' })
  })

  test('device, product and version have to be said', async () => {
    for (const left of ['--product', '--device', '--version']) {
      const at = args.indexOf(left)
      expect((await run([...args.slice(0, at), ...args.slice(at + 2)])).status).toBe(2)
    }
    expect((await run([...args.slice(0, -1), '1.0.0'])).status).toBe(2)
  })
})

describe('report', () => {
  const args = ['report', '--device', 'd1', '--from', '10000', '--to', '20001']
  const report = async (...more: string[]) => {
    const reports: Report[] = []
    const cloud = fakeCloud({ results: { sendReport: async (one) => void reports.push(one) } })
    const ran = await run([...args, '--data', dir, ...more], { parts: cloud.parts })
    return { ...ran, reports, asked: cloud.asked }
  }

  test('a success, now', async () => {
    const before = new Date().toISOString()
    const { status, out, reports, asked } = await report()
    const [sent] = reports
    expect(status).toBe(0)
    expect(sent).toMatchObject({
      deviceId: 'd1',
      taskId: null,
      part: { type: 'wifi', identify: 0 },
      model: 'unknown',
      fromVersion: 10_000,
      toVersion: 20_001,
      succeeded: true,
      description: '',
    })
    expect(sent && sent.endedAt >= before && sent.startedAt === sent.endedAt).toBe(true)
    expect(out).toBe('The cloud has the result.\n')
    expect(asked[0]?.use).toBe('results')
  })

  test('a failure with everything', async () => {
    const more = [
      '--failed',
      '--task',
      't1',
      '--mod',
      'M1',
      '--description',
      'cut',
      '--type',
      'mcu',
      '--identify',
      '1',
    ]
    const times = ['--started', '2026-01-31T08:15:00+01:00', '--ended', '2026-01-31T07:16:00Z']
    const { out, reports } = await report(...more, ...times, '--json')
    expect(reports).toEqual([
      {
        deviceId: 'd1',
        taskId: 't1',
        part: { type: 'mcu', identify: 1 },
        model: 'M1',
        fromVersion: 10_000,
        toVersion: 20_001,
        succeeded: false,
        description: 'cut',
        startedAt: '2026-01-31T07:15:00.000Z',
        endedAt: '2026-01-31T07:16:00.000Z',
      },
    ])
    expect(JSON.parse(out)).toEqual(reports[0])
  })

  test('a time that is none', async () => {
    expect(await report('--ended', 'yesterday')).toMatchObject({ status: 2, reports: [] })
    expect(await report('--ended', '2026-02-31')).toMatchObject({ status: 2, reports: [] })
  })

  test('a refusal ends with the status of its code, and nothing is claimed', async () => {
    const { parts } = fakeCloud({
      results: {
        sendReport: async () => {
          throw new FlashlineError('CLOUD_FORBIDDEN')
        },
      },
    })
    expect(await run([...args, '--data', dir], { parts })).toMatchObject({ status: 4, out: '' })
  })
})

describe('otalog', () => {
  const log: OtaLogEntry = {
    logId: '9',
    productId: 'p1',
    taskId: 't1',
    deviceId: 'd1',
    mac: '02F1A5410001',
    sn: 'SN\u001b1',
    status: 'completed',
    executedAt: '2026-01-02T03:04:05.000Z',
  }
  const page = { total: 1, logs: [log], unread: [] }

  async function list(...args: string[]) {
    const queries: OtaLogQuery[] = []
    const cloud = fakeCloud({
      otaLogs: {
        listOtaLogs: async (query) => {
          queries.push(query)
          return page
        },
      },
    })
    const ran = await run(['otalog', 'list', '--data', dir, ...args], { parts: cloud.parts })
    return { ...ran, queries }
  }

  test('every operator reaches the query', async () => {
    const { status, queries } = await list(
      ...['--task', 't1', '--device', '1,2', '--mac-like', '02F1', '--sn', 'A', '--sn-like', 'B'],
      ...['--where', 'device:gte:1100001', '--where', 'device:lt:1100009', '--where', 'mac:gt:02:F1'],
      ...['--order', 'executedAt:desc,deviceId:asc', '--fields', 'deviceId,status', '--offset', '5'],
    )
    expect(status).toBe(0)
    expect(queries).toEqual([
      {
        offset: 5,
        limit: 50,
        where: {
          taskId: { eq: 't1' },
          deviceId: { in: ['1', '2'], gte: '1100001', lt: '1100009' },
          mac: { like: '02F1', gt: '02:F1' },
          sn: { eq: 'A', like: 'B' },
        },
        order: { executedAt: 'desc', deviceId: 'asc' },
        fields: ['deviceId', 'status'],
      },
    ])
    expect((await list()).queries).toEqual([{ offset: 0, limit: 50 }])
  })

  test('a table, or one document', async () => {
    expect((await list()).out.split('\n')[1]).toBe(
      '9   completed  d1 02F1A5410001 SN?1  t1    2026-01-02T03:04:05.000Z',
    )
    expect(JSON.parse((await list('--json')).out)).toEqual(page)
  })

  test.each([
    [['--where', 'device:like:1']],
    [['--where', 'colour:lt:1']],
    [['--where', 'device:lt:']],
    [['--order', 'device:asc']],
    [['--fields', 'deviceId,colour']],
  ])('%j ends with 2', async (args) => {
    expect(await list(...args)).toMatchObject({ status: 2, queries: [] })
  })

  test('add', async () => {
    const logs: unknown[] = []
    const { parts } = fakeCloud({ results: { sendOtaLog: async (one) => void logs.push(one) } })
    const add = (...more: string[]) =>
      run(['otalog', 'add', '--device', 'd1', '--task', 't1', '--data', dir, ...more], { parts })
    expect((await add()).status).toBe(0)
    expect(JSON.parse((await add('--json')).out)).toEqual({ deviceId: 'd1', taskId: 't1' })
    expect(logs).toEqual([
      { deviceId: 'd1', taskId: 't1' },
      { deviceId: 'd1', taskId: 't1' },
    ])
    expect((await run(['otalog', 'add', '--device', 'd1'])).status).toBe(2)
  })
})

describe('which cloud', () => {
  const list = ['task', 'list', '--product', 'p1']
  const ask = async (args: string[], env: Record<string, string> = {}) => {
    const cloud = fakeCloud({ tasks: { listTasks: async () => ({ total: 0, tasks: [], unread: [] }) } })
    return { ...(await run([...list, ...args], { parts: cloud.parts, env })), asked: cloud.asked }
  }

  test('a connection of the folder', async () => {
    const { asked } = await ask(['--connection', 'plant', '--data', dir])
    expect(asked[0]?.options).toEqual({ dataDir: dir, connectionId: 'plant', productId: 'p1', adHoc: null })
  })

  test('an address with a token, from the environment or a file', async () => {
    const cloud = ['--cloud', 'http://127.0.0.1:9', '--data', dir]
    const fromEnv = await ask(cloud, { FLASHLINE_TOKEN: 'from-env' })
    expect(fromEnv.asked[0]?.options.adHoc).toEqual({
      baseUrl: 'http://127.0.0.1:9',
      corpId: 'flashline',
      token: 'from-env',
    })
    writeFileSync(join(dir, 'token'), 'from-file\r\n')
    const fromFile = await ask([...cloud, '--corp', 'c1', '--token-file', join(dir, 'token')])
    expect(fromFile.asked[0]?.options.adHoc).toMatchObject({ corpId: 'c1', token: 'from-file' })
  })

  test.each([
    [['--cloud', 'http://127.0.0.1:9'], {}],
    [['--cloud', 'http://127.0.0.1:9'], { FLASHLINE_TOKEN: 'two words' }],
    [['--cloud', 'ftp://x'], { FLASHLINE_TOKEN: 't' }],
    [['--corp', 'c1'], {}],
    [['--token-file', 'x'], {}],
  ])('%j %j ends with 2', async (args, env) => {
    expect(await ask([...args, '--data', dir], env)).toMatchObject({ status: 2, asked: [] })
  })
})
