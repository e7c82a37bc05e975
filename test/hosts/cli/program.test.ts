import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FlashOnceOptions } from '../../../main/station/flash-once.ts'
import {
  type ErrorCode,
  errorTable,
  FlashlineError,
  type Job,
  type WorkOrder,
} from '../../../preload/contract/index.ts'
import { event, flashStep, job, type RunOptions, run } from './cli-fixture.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-cli-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const base = ['flash', '--link', '/dev/pts/3', '--profile', 'u-boot']

/** Runs `flash` against a stand-in; returns what it was given too. */
async function flash(
  args: string[],
  result: Partial<Job> = {},
  options: RunOptions & { waiting?: number } = {},
) {
  const given: FlashOnceOptions[] = []
  const ran = await run([...base, '--data', dir, ...args], {
    ...options,
    parts: {
      flashOnce: async (asked, onEvent) => {
        given.push(asked)
        const ended = { ...job, ...result }
        onEvent(event({ type: 'stepFinished', jobId: job.jobId, step: flashStep }, 1))
        onEvent(event({ type: 'jobFinished', job: ended }, 2))
        return { job: ended, waiting: options.waiting ?? 0 }
      },
    },
  })
  return { ...ran, given: given[0] }
}

describe('usage', () => {
  test.each([
    [[]],
    [['fly']],
    [['flash']],
    [['flash', '--link', 'x']],
    [[...base, '--nonsense']],
    [[...base, 'extra']],
    [[...base, '--to-version', '2']],
    [[...base, '--image', 'a.bin', '--to-version', '2', '--task', 't']],
    [[...base, '--token-file', 'x']],
    [[...base, '--corp', 'x']],
    [[...base, '--cloud', 'ftp://x']],
    [[...base, '--cloud', 'http://127.0.0.1:1']],
    [['serve', '--port', '70000']],
    [['serve', '--port', 'x']],
    [['cloud', '--port', '-1']],
    [['history', '--limit', '0']],
    [['history', '--data', '/nowhere/at/all']],
    [['outbox', '--data', '/nowhere/at/all']],
  ])('%j ends with 2, says why on standard error and nothing on standard output', async (args) => {
    const { status, out, err } = await run(args)
    expect(status).toBe(2)
    expect(err).not.toBe('')
    expect(out).toBe('')
  })

  test('an unusable token file ends with 2', async () => {
    const empty = join(dir, 'empty')
    writeFileSync(empty, ' \n')
    for (const file of [empty, join(dir, 'missing'), dir]) {
      const { status, err } = await run([...base, '--cloud', 'http://127.0.0.1:1', '--token-file', file])
      expect(status).toBe(2)
      expect(err).toContain('INPUT_INVALID')
    }
  })

  test.each([[['--help']], [['flash', '--help']], [['serve', '--help']], [['help', 'cloud']]])(
    '%j explains every exit status',
    async (args) => {
      const { status, out, err } = await run(args)
      expect(status).toBe(0)
      expect(err).toBe('')
      for (const line of [
        '0  passed',
        '1  the device',
        '2  usage',
        '3  refused',
        '4  the cloud',
        '5  an error',
      ]) {
        expect(out).toContain(line)
      }
      expect(out.match(/Exit status:/g)).toHaveLength(1)
    },
  )

  test('--version', async () => {
    expect(await run(['--version'])).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
  })
})

describe('flash', () => {
  test('a local image', async () => {
    const { status, given } = await flash(['--image', 'a.bin', '--to-version', '2.0.1', '--operator', 'ann'])
    expect(status).toBe(0)
    expect(given).toMatchObject({
      dataDir: dir,
      link: '/dev/pts/3',
      profileId: 'u-boot',
      deviceId: null,
      taskId: null,
      local: { parts: [{ path: 'a.bin', address: null }], toVersion: '2.0.1' },
      cloud: null,
      operator: 'ann',
    })
    expect(given?.resourcesDir).toMatch(/[/\\]resources$/)
  })

  test('several files that belong together, with their addresses', async () => {
    const images = ['--image', 'boot.bin@0x1000', '--image', 'app@home.bin', '--image', 'parts.bin@32768']
    const { given } = await flash(images)
    expect(given?.local).toEqual({
      parts: [
        { path: 'boot.bin', address: 0x1000 },
        { path: 'app@home.bin', address: null },
        { path: 'parts.bin', address: 0x8000 },
      ],
      toVersion: null,
    })
  })

  test('a task, with the token from the environment or a file', async () => {
    const cloud = ['--cloud', 'http://127.0.0.1:9', '--corp', 'c1', '--task', 't1', '--product', 'p1']
    const fromEnv = await flash([...cloud, '--device', '7'], {}, { env: { FLASHLINE_TOKEN: 'from-env' } })
    expect(fromEnv.given).toMatchObject({
      taskId: 't1',
      productId: 'p1',
      deviceId: '7',
      local: null,
      cloud: { baseUrl: 'http://127.0.0.1:9', corpId: 'c1', token: 'from-env' },
    })
    writeFileSync(join(dir, 'token'), 'from-file\n')
    const fromFile = await flash(
      [...cloud, '--token-file', join(dir, 'token')],
      {},
      { env: { FLASHLINE_TOKEN: 'x' } },
    )
    expect(fromFile.given?.cloud?.token).toBe('from-file')
  })

  test('--json prints the events, one per line, and nothing else', async () => {
    const { out, err } = await flash(['--json'])
    const lines = out.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).type)).toEqual(['stepFinished', 'jobFinished'])
    expect(JSON.parse(lines[1] ?? '')).toEqual(event({ type: 'jobFinished', job }, 2))
    expect(err).toBe('')
  })

  test('every code of the table ends with its status', async () => {
    for (const code of Object.keys(errorTable) as ErrorCode[]) {
      const { status, err } = await flash([], {
        outcome: 'failed',
        error: { code, step: 'flash', context: {} },
      })
      expect([code, status]).toEqual([code, errorTable[code].exit])
      expect(err).toContain(`\n${code}\n`)
    }
  })

  test('a failure says what failed, what to do, the code and what the unit carries; in the language of the user', async () => {
    const failed: Partial<Job> = {
      outcome: 'failed',
      deviceState: 'incomplete',
      error: { code: 'RECEIVER_CANCELLED', step: 'flash', context: {} },
    }
    const english = await flash([], failed, { env: { LANG: 'de_DE.UTF-8' } })
    expect(english.out).toContain('FAIL  1100001')
    expect(english.err.split('\n')).toHaveLength(5)
    expect(english.err).toContain('may not boot')
    const chinese = await flash([], failed, { env: { LANG: 'en_US.UTF-8', LC_ALL: 'zh_CN.UTF-8' } })
    expect(chinese.err).toContain('可能无法启动')
    expect(chinese.out).toContain('失败')
  })

  test('what could not be sent yet is said, and is no failure', async () => {
    const { status, err } = await flash([], {}, { waiting: 2 })
    expect(status).toBe(0)
    expect(err).toContain('2 messages wait for the cloud')
  })

  test('what prevents a job from starting ends with the status of its code', async () => {
    const ran = await run([...base, '--data', dir], {
      parts: {
        flashOnce: async () => {
          throw new FlashlineError('CLOUD_TOKEN')
        },
      },
    })
    expect(ran).toMatchObject({ status: 4, out: '' })
    expect(ran.err).toMatch(/\nCLOUD_TOKEN\n$/)
  })

  test('a defect ends with 5 and shows where', async () => {
    const ran = await run([...base, '--data', dir], { parts: { flashOnce: async () => null as never } })
    expect(ran.status).toBe(5)
    expect(ran.err).toContain('SOFTWARE')
    expect(ran.err).toContain('TypeError')
  })

  test('the signal reaches the job', async () => {
    const controller = new AbortController()
    controller.abort(new FlashlineError('JOB_CANCELLED'))
    const ran = await run([...base, '--data', dir], {
      signal: controller.signal,
      parts: {
        flashOnce: async (_options, _onEvent, signal) => {
          signal.throwIfAborted()
          throw new Error('not aborted')
        },
      },
    })
    expect(ran.status).toBe(1)
    expect(ran.err).toContain('JOB_CANCELLED')
  })
})

describe('history and outbox', () => {
  const failed: Job = { ...job, outcome: 'failed', error: { code: 'LINK_LOST', step: 'flash', context: {} } }

  test('a table or one job per line', async () => {
    const asked: unknown[] = []
    const readHistory = async (dataDir: string, query: unknown) => {
      asked.push([dataDir, query])
      return [job, failed]
    }
    const text = await run(['history', '--data', dir, '--limit', '7'], { parts: { readHistory } })
    expect(text.out.split('\n')[1]).toBe(
      '2026-01-02T03:04:37.100Z  FAIL  1100001  1.0.0 -> 2.0.1  /dev/pts/3  LINK_LOST',
    )
    const json = await run(['history', '--data', dir, '--json'], { parts: { readHistory } })
    expect(
      json.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([job, failed])
    expect(asked).toEqual([
      [dir, { limit: 7 }],
      [dir, { limit: 50 }],
    ])
  })

  test('of a filter, and as a table for spreadsheets', async () => {
    const asked: unknown[] = []
    const parts = {
      readHistory: async (_dataDir: string, query: unknown) => {
        asked.push(query)
        return [job]
      },
      csvOf: async (jobs: readonly Job[]) => `${jobs.length} rows`,
    }
    const filter = [
      '--from',
      '2026-03-01',
      '--to',
      '2026-03-02T08:00:00+08:00',
      '--product',
      'p1',
      '--to-version',
      '20001',
    ]
    const more = [
      '--slot',
      's1',
      '--operator',
      '李娜',
      '--outcome',
      'failed',
      '--error',
      'link_lost',
      '--order',
      'o1',
    ]
    const last = ['--lot', 'L1', '--task', 't1', '--device', '24:0a:c4:00:00:01', '--csv']
    expect(await run(['history', '--data', dir, ...filter, ...more, ...last], { parts })).toMatchObject({
      status: 0,
      out: '1 rows',
    })
    expect(asked).toEqual([
      {
        from: '2026-03-01T00:00:00.000Z',
        to: '2026-03-02T00:00:00.000Z',
        productId: 'p1',
        toVersion: 20001,
        slotId: 's1',
        operator: '李娜',
        outcome: 'failed',
        errorCode: 'LINK_LOST',
        orderId: 'o1',
        lot: 'L1',
        taskId: 't1',
        device: '24:0a:c4:00:00:01',
        limit: 50,
      },
    ])
    const wrong = [
      ['--from', 'soon'],
      ['--error', 'NOPE'],
      ['--outcome', 'running'],
      ['--lot', ' '],
      ['--csv', '--json'],
    ]
    for (const args of wrong)
      expect((await run(['history', '--data', dir, ...args], { parts })).status).toBe(2)
    expect(asked).toHaveLength(1)
  })

  test('the work orders, with what is made of each', async () => {
    const order: WorkOrder = {
      ...{ orderId: 'o1', name: 'Lot 7', lot: 'L7', productId: 'p1', profileId: null, taskId: null },
      ...{
        part: { type: 'wifi', identify: 0 },
        quantity: 20,
        mode: 'manual',
        slotIds: null,
        scanFirst: false,
      },
      ...{ state: 'armed', taskName: null, toVersion: null, createdAt: job.startedAt, createdBy: 'Ann' },
      ...{ armedAt: job.startedAt, armedBy: 'Ann', revision: 0 },
      ...{ firmwareSha256: null, chips: [], hardwareRevision: null },
      ...{ repeat: 'ask', downgrade: 'refuse', tag: 'formal' },
      counts: { units: 4, passed: 3, failed: 1, passedFirst: 3, unitsPerHour: null },
    }
    const readOrders = async () => [order]
    const text = await run(['order', 'list', '--data', dir], { parts: { readOrders } })
    expect(text.out.trimEnd()).toMatch(/^o1 {2}ARMED {2}Lot 7 {2}L7 {2}p1 {2}3\/20$/)
    const json = await run(['order', 'list', '--data', dir, '--json'], { parts: { readOrders } })
    expect(JSON.parse(json.out)).toEqual(order)
  })

  test('what waits, and why', async () => {
    const row = {
      outboxId: 1,
      jobId: job.jobId,
      deviceId: '1100001',
      connectionId: 'plant',
      kind: 'report',
      state: 'waiting',
      attempts: 3,
      createdAt: '2026-01-02T03:04:05.000Z',
      nextAttemptAt: '2026-01-02T03:05:05.000Z',
      sentAt: null,
      delivery: null,
      lastError: { code: 'CLOUD_UNREACHABLE', context: {} },
      origin: null,
      decision: null,
    } as const
    const sent = {
      ...row,
      connectionId: null,
      state: 'sent',
      nextAttemptAt: null,
      sentAt: '2026-01-02T03:05:06.000Z',
      delivery: 'foundAtCloud',
      lastError: null,
    } as const
    const readOutbox = async () => [row, sent]
    const text = await run(['outbox', '--data', dir], { parts: { readOutbox } })
    const lines = text.out.split('\n').map((line) => line.split(/ {2,}/).slice(2))
    expect(lines.slice(0, 2)).toEqual([
      ['waiting', 'report', '1100001', 'plant', '3x', '2026-01-02T03:05:05.000Z', '-', 'CLOUD_UNREACHABLE'],
      ['sent', 'report', '1100001', '-', '3x', '-', 'found at the cloud'],
    ])
    const json = await run(['outbox', '--data', dir, '--json'], { parts: { readOutbox } })
    expect(
      json.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([row, sent])
  })
})

test('cloud add-task takes its own options, also those that cloud has too', async () => {
  const given: unknown[] = []
  const dataDir = join(dir, 'cloud-data')
  const task = [
    '--product',
    'p1',
    '--device',
    '1',
    '2',
    '--image',
    'a.img',
    '--from',
    '10000',
    '--to',
    '20001',
  ]
  const { status, out } = await run(['cloud', 'add-task', ...task, '--data', dataDir], {
    parts: {
      addCloudTask: async (asked) => {
        given.push(asked)
        return 'the-task'
      },
    },
  })
  expect({ status, out }).toEqual({ status: 0, out: 'the-task\n' })
  expect(given).toEqual([
    { dataDir, product: 'p1', deviceIds: ['1', '2'], image: 'a.img', from: 10_000, to: 20_001 },
  ])
})
