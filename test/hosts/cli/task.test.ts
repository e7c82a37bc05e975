// `flashline task`: what reaches the cloud's desk, what is printed, and what is refused before anything is asked.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TaskQuery } from '../../../main/clouds/cloud.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { run } from './cli-fixture.ts'
import { fakeCloud, task } from './fake-cloud.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-task-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('list', () => {
  const page = { total: 12, tasks: [task], unread: [{ index: 3, id: 't\u001b9', field: 'status' }] }

  async function list(args: string[], env: Record<string, string> = {}) {
    const queries: TaskQuery[] = []
    const cloud = fakeCloud({
      tasks: {
        listTasks: async (query) => {
          queries.push(query)
          return page
        },
      },
    })
    const ran = await run(['task', 'list', '--data', dir, ...args], { parts: cloud.parts, env })
    return { ...ran, queries, asked: cloud.asked }
  }

  test('every condition reaches the query', async () => {
    const conditions = [
      '--name-like',
      'Spr',
      '--name',
      'Spring',
      '--id',
      't1',
      '--type',
      'mcu',
      '--tag',
      'test',
    ]
    const paging = ['--offset', '10', '--limit', '5', '--order', 'name:desc']
    const { status, queries, asked } = await list(['--product', 'p1', ...conditions, ...paging])
    expect(status).toBe(0)
    expect(queries).toEqual([
      {
        productId: 'p1',
        offset: 10,
        limit: 5,
        partType: 'mcu',
        tag: 'test',
        where: { taskId: { eq: 't1' }, name: { eq: 'Spring', like: 'Spr' } },
        order: { name: 'desc' },
      },
    ])
    expect(asked).toEqual([
      { use: 'tasks', options: { dataDir: dir, connectionId: null, productId: 'p1', adHoc: null } },
    ])
  })

  test('without conditions none is made; --get asks the plain way', async () => {
    expect((await list(['--product', 'p1'])).queries).toEqual([{ productId: 'p1', offset: 0, limit: 50 }])
    const plain = await list(['--product', 'p1', '--get'])
    expect(plain.queries).toEqual([{ productId: 'p1', offset: 0, limit: 50, plain: true }])
  })

  test('a table in the language of the user; what was left out is said besides; no escape gets through', async () => {
    const english = await list(['--product', 'p1'])
    expect(english.out).toBe(
      'ID  Status   Tag     Part   Versions        Upgraded  Name\n' +
        't1  running  formal  mcu 2  10000 -> 20001  3 / 10    Spring ?[31mrelease\n',
    )
    expect(english.err).toBe("1 to 1 of 12.\nItem 4 (t?9) of the cloud's answer cannot be read: status\n")
    const chinese = await list(['--product', 'p1'], { LANG: 'zh_CN.UTF-8' })
    expect(chinese.out).toContain('执行中')
    expect(chinese.err).toContain('共 12 条')
  })

  test('--json is one document that has everything', async () => {
    const { out, err } = await list(['--product', 'p1', '--json'])
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse(out)).toEqual(page)
    expect(err).toBe('')
  })

  test.each([
    [[]],
    [['--product', 'p1', '--type', 'cpu']],
    [['--product', 'p1', '--tag', 'x']],
    [['--product', 'p1', '--order', 'size:asc']],
    [['--product', 'p1', '--order', 'name:up']],
    [['--product', 'p1', '--limit', '0']],
    [['--product', 'p1', '--limit', '1001']],
    [['--product', 'p1', '--get', '--tag', 'test']],
    [['--product', 'p1', '--connection', 'a', '--cloud', 'http://x']],
    [['--product', 'p1', '--data', '/nowhere/at/all']],
  ])('%j ends with 2 and asks nothing', async (args) => {
    const { status, out, err, queries } = await list(args)
    expect([status, out, queries]).toEqual([2, '', []])
    expect(err).not.toBe('')
  })
})

describe('show, oplog and share', () => {
  const cloud = fakeCloud({
    tasks: {
      getTask: async (taskId) => {
        if (taskId !== 't1') throw new FlashlineError('TASK_NOT_FOUND', { taskId })
        return task
      },
    },
    desk: {
      listOperations: async () => ({
        total: 1,
        operations: [
          {
            operationId: 'o1',
            content: 'created\u0007',
            operatorId: 'm1',
            operatorName: 'Ann',
            operatorAccount: 'ann@plant',
            at: '2026-01-02T03:04:05.000Z',
          },
        ],
        unread: [],
      }),
      versionShare: async () => ({
        totalDevices: 8,
        shares: [
          { version: 10_000, devices: 6 },
          { version: null, devices: 2 },
        ],
        unread: [],
      }),
    },
  })
  const ask = (...args: string[]) => run(['task', ...args, '--data', dir], { parts: cloud.parts })

  test('show: the facts, or the task as it is', async () => {
    const { out } = await ask('show', 't1')
    expect(out).toContain('Name         Spring ?[31mrelease\n')
    expect(out).toContain('Image        http://cloud/f.bin  262.0 kB  md5 0123456789abcdef0123456789abcdef\n')
    expect(out).toContain('For          1 2\n')
    expect(JSON.parse((await ask('show', 't1', '--json')).out)).toEqual(task)
  })

  test('an unknown task ends with the status of its code', async () => {
    const { status, out, err } = await ask('show', 't2')
    expect([status, out]).toEqual([3, ''])
    expect(err).toMatch(/t2.*\n.*\nTASK_NOT_FOUND\n$/)
  })

  test('oplog and share', async () => {
    expect((await ask('oplog', 't1')).out).toBe(
      'Time                      Who  What\n2026-01-02T03:04:05.000Z  Ann  created?\n',
    )
    expect(JSON.parse((await ask('oplog', 't1', '--json')).out)).toMatchObject({ total: 1, unread: [] })
    expect((await ask('share', 't1')).out).toBe(
      'Version  Devices  Share\n10000    6        75.0 %\n?        2        25.0 %\n',
    )
    expect(JSON.parse((await ask('share', 't1', '--json')).out).totalDevices).toBe(8)
  })
})

describe('changes', () => {
  async function change(...args: string[]) {
    const calls: unknown[] = []
    const note =
      (name: string) =>
      async (...given: unknown[]) =>
        void calls.push([name, ...given.slice(0, -1)])
    const cloud = fakeCloud({
      tasks: { getTask: async () => ({ ...task, productId: 'of-the-task' }) },
      desk: {
        start: note('start'),
        stop: note('stop'),
        delete: note('delete'),
        promote: note('promote'),
        submit: note('submit'),
        review: note('review'),
        changeDevices: note('devices'),
      },
    })
    return { ...(await run(['task', ...args, '--data', dir], { parts: cloud.parts })), calls }
  }

  test.each(['start', 'stop', 'delete'])(
    '%s takes the product from the task unless it is given',
    async (operation) => {
      const ran = await change(operation, 't1')
      expect(ran.calls).toEqual([[operation, { productId: 'of-the-task', taskId: 't1' }]])
      expect(ran.status).toBe(0)
      expect((await change(operation, 't1', '--product', 'p9')).calls).toEqual([
        [operation, { productId: 'p9', taskId: 't1' }],
      ])
    },
  )

  test.each([
    [
      ['promote', 't1'],
      ['promote', 't1', {}],
    ],
    [
      ['promote', 't1', '--name', 'n', '--description', 'd', '--all'],
      ['promote', 't1', { name: 'n', description: 'd', scope: { category: 'all', deviceIds: [] } }],
    ],
    [
      ['promote', 't1', '--devices', '1,2', '3'],
      ['promote', 't1', { scope: { category: 'devices', deviceIds: ['1', '2', '3'] } }],
    ],
    [
      ['submit', 't1', '--reviewer', 'm2'],
      ['submit', 't1', 'm2'],
    ],
    [
      ['audit', 't1', '--approve'],
      ['review', 't1', 'approve'],
    ],
    [
      ['audit', 't1', '--reject'],
      ['review', 't1', 'reject'],
    ],
    [
      ['devices', 't1', '--add', '1', '2'],
      ['devices', 't1', { how: 'add', deviceIds: ['1', '2'] }],
    ],
    [
      ['devices', 't1', '--remove', '1,2'],
      ['devices', 't1', { how: 'remove', deviceIds: ['1', '2'] }],
    ],
    [
      ['devices', 't1', '--replace', '7'],
      ['devices', 't1', { how: 'replace', deviceIds: ['7'] }],
    ],
  ])('%j', async (args, call) => {
    const { status, calls, out } = await change(...args)
    expect([status, calls]).toEqual([0, [call]])
    expect(out).toMatch(/^\S.* {2}t1\n$/)
  })

  test('--json says what was done', async () => {
    expect(JSON.parse((await change('audit', 't1', '--reject', '--json')).out)).toEqual({
      taskId: 't1',
      operation: 'reject',
    })
  })

  test.each([
    [['promote', 't1', '--all', '--devices', '1']],
    [['submit', 't1']],
    [['audit', 't1']],
    [['audit', 't1', '--approve', '--reject']],
    [['devices', 't1']],
    [['devices', 't1', '--add', '1', '--remove', '2']],
    [['devices', 't1', '--add', ',']],
    [['start']],
  ])('%j ends with 2 and changes nothing', async (args) => {
    const { status, calls } = await change(...args)
    expect([status, calls]).toEqual([2, []])
  })

  test('a cloud that has no desk says so', async () => {
    const { parts } = fakeCloud({ tasks: {} })
    const { status, err } = await run(['task', 'start', 't1', '--data', dir], { parts })
    expect(status).toBe(2)
    expect(err).toContain('CONNECTION_LACKS')
  })
})
