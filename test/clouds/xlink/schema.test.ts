// Task objects as the service may write them: numbers as text, nothing, nonsense, more; alone and in lists.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBareTaskPage, readTask, readTaskPage } from '../../../main/clouds/xlink/schema.ts'
import type { Task } from '../../../preload/contract/index.ts'

const wireTask = {
  id: '5f1',
  product_id: 'p1',
  name: 'Kettle',
  description: 'Boils faster',
  from_version: 10_000,
  from_version_url: 'http://cloud/from',
  from_version_md5: 'ffffffffffffffffffffffffffffffff',
  from_version_size: 7,
  target_version: 20_001,
  target_version_url: 'http://cloud/target',
  target_version_md5: '5EB63BBBE01EEED093CB22BB8F5ACDC3',
  target_version_size: 11,
  upgrade_count: 3,
  status: 1,
  type: 2,
  identify: 4,
  task_type: 1,
  scope: { category: 1, device_list: ['d1', 'd2'] },
  tag_type: 1,
  surplus_count: 5,
  audit_member_id: 'm2',
  create_time: '2015-10-09T08:15:40.84Z',
}

const task: Task = {
  taskId: '5f1',
  productId: 'p1',
  name: 'Kettle',
  description: 'Boils faster',
  part: { type: 'mcu', identify: 4 },
  fromVersion: 10_000,
  toVersion: 20_001,
  image: { url: 'http://cloud/target', md5: '5eb63bbbe01eeed093cb22bb8f5acdc3', sizeBytes: 11 },
  status: 'running',
  mode: 'manual',
  tag: 'test',
  scope: { category: 'devices', deviceIds: ['d1', 'd2'] },
  upgradedCount: 3,
  remainingCount: 5,
  reviewerId: 'm2',
  createdAt: '2015-10-09T08:15:40.840Z',
}

const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(wireTask).filter(([name]) => !names.includes(name)))

describe('readTask', () => {
  it('reads a task object', () => {
    expect(readTask(wireTask)).toEqual(task)
  })

  it('takes the image from the target fields, never from the start version', () => {
    expect(readTask(wireTask).image).toEqual({
      url: 'http://cloud/target',
      md5: '5eb63bbbe01eeed093cb22bb8f5acdc3',
      sizeBytes: 11,
    })
  })

  it('reads numbers, numeric strings and any mixture as the same task', () => {
    const asWritten = (value: number) =>
      fc.constantFrom<unknown>(value, String(value), ` ${value} `, `+${value}`, `0${value}`)
    const numeric = Object.entries(wireTask).filter(([, value]) => typeof value === 'number')
    const mixtures = fc.record(
      Object.fromEntries(numeric.map(([name, value]) => [name, asWritten(value as number)])),
    )
    fc.assert(
      fc.property(
        mixtures,
        asWritten(1),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (fields, category, unknown) => {
          const scope = { ...wireTask.scope, category }
          expect(readTask({ ...unknown, ...wireTask, ...fields, scope })).toEqual(task)
        },
      ),
    )
  })

  it('reads what is the usual as the usual, written as a number, as digits, or not at all', () => {
    const usual = { type: 1, identify: 0, task_type: 0, tag_type: 0, upgrade_count: 0 }
    const mixture = fc.record(
      Object.fromEntries(
        Object.entries(usual).map(([name, value]) => [
          name,
          fc.constantFrom<unknown>(value, String(value), ` ${value}`, null, '', undefined),
        ]),
      ),
      { requiredKeys: [] },
    )
    const expected = readTask({ ...wireTask, ...usual })
    expect(expected).toMatchObject({ part: { type: 'wifi', identify: 0 }, mode: 'automatic', tag: 'formal' })
    fc.assert(
      fc.property(mixture, (fields) => {
        expect(readTask({ ...without(...Object.keys(usual)), ...fields })).toEqual(expected)
      }),
    )
  })

  it('reads enum names in any case', () => {
    const named = { type: 'MCU', status: 'Running', task_type: 'manual', tag_type: 'TEST' }
    expect(readTask({ ...wireTask, ...named })).toEqual(task)
  })

  it('reads absent, null and blank optional fields alike', () => {
    const optional = ['name', 'description', 'type', 'identify', 'task_type', 'tag_type', 'scope']
    const shown = ['upgrade_count', 'surplus_count', 'audit_member_id', 'create_time']
    const blank = fc.constantFrom<unknown>(null, '', '  ', undefined)
    const expected: Task = {
      ...task,
      name: '',
      description: '',
      part: { type: 'wifi', identify: 0 },
      mode: 'automatic',
      tag: 'formal',
      scope: { category: 'all', deviceIds: [] },
      upgradedCount: 0,
      remainingCount: null,
      reviewerId: null,
      createdAt: null,
    }
    expect(readTask(without(...optional, ...shown))).toEqual(expected)
    fc.assert(
      fc.property(fc.array(blank, { minLength: 11, maxLength: 11 }), (values) => {
        const blanks = Object.fromEntries([...optional, ...shown].map((name, index) => [name, values[index]]))
        expect(readTask({ ...wireTask, ...blanks })).toEqual(expected)
      }),
    )
  })

  it('does not fail for a garbled count or time', () => {
    const garbled = { upgrade_count: 'many', surplus_count: -1, create_time: "yyyy-MM-dd'T'HH:mm:ss.SS'Z'" }
    expect(readTask({ ...wireTask, ...garbled })).toEqual({
      ...task,
      upgradedCount: 0,
      remainingCount: null,
      createdAt: null,
    })
  })

  it('a scope that names devices and no category is theirs alone', () => {
    expect(readTask({ ...wireTask, scope: { device_list: ['d1'] } }).scope).toEqual({
      category: 'devices',
      deviceIds: ['d1'],
    })
  })

  it('shows texts as far as they can be shown', () => {
    const texts = { name: 12, description: 'x'.repeat(3000), audit_member_id: {} }
    const read = readTask({ ...wireTask, ...texts })
    expect([read.name, read.description.length, read.reviewerId]).toEqual(['12', 2000, null])
    expect(readTask({ ...wireTask, name: { en: 'Kettle' } }).name).toBe('')
  })

  it('makes text of numeric ids', () => {
    const numericIds = { id: 42, product_id: 7, scope: { category: 1, device_list: [2_147_483_647, 'd2'] } }
    const read = readTask({ ...wireTask, ...numericIds })
    expect([read.taskId, read.productId, read.scope.deviceIds]).toEqual(['42', '7', ['2147483647', 'd2']])
  })

  it.each([
    ['id', 2 ** 53],
    ['id', ''],
    ['type', 4],
    ['type', 'toaster'],
    ['identify', 'MCU'],
    ['from_version', -1],
    ['from_version', 4_294_967_296],
    ['target_version', 1.5],
    ['target_version', '1e3'],
    ['target_version', true],
    ['target_version_url', null],
    ['target_version_md5', 'MD5'],
    ['target_version_size', -1],
    ['status', 9],
  ])('refuses a task whose %s is %j, and says which field', (field, value) => {
    expect(() => readTask({ ...wireTask, [field]: value })).toThrow(
      expect.objectContaining({ code: 'CLOUD_REPLY', context: { reason: 'field', field } }),
    )
  })

  it('never throws anything but CLOUD_REPLY', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          readTask(value)
        } catch (error) {
          expect(error).toMatchObject({ code: 'CLOUD_REPLY' })
        }
      }),
    )
  })
})

describe('readTaskPage', () => {
  it('reads count and list', () => {
    expect(readTaskPage({ count: '12', list: [wireTask] })).toEqual({ total: 12, tasks: [task], unread: [] })
    expect(readTaskPage({ count: 0, list: null })).toEqual({ total: 0, tasks: [], unread: [] })
    expect(readTaskPage({ count: 0, extra: {} })).toEqual({ total: 0, tasks: [], unread: [] })
  })

  it('names the items that cannot be read, and keeps the others', () => {
    const list = [
      without('id'),
      wireTask,
      { ...wireTask, target_version_md5: 'MD5' },
      { ...wireTask, id: 42, type: 'toaster' },
      { ...wireTask, scope: { device_list: ['d1', {}] } },
      null,
      'task',
      [],
    ]
    expect(readTaskPage({ count: 8, list })).toEqual({
      total: 8,
      tasks: [task],
      unread: [
        { index: 0, id: null, field: 'id' },
        { index: 2, id: '5f1', field: 'target_version_md5' },
        { index: 3, id: '42', field: 'type' },
        { index: 4, id: '5f1', field: 'scope.device_list.1' },
        { index: 5, id: null, field: '(whole)' },
        { index: 6, id: null, field: '(whole)' },
        { index: 7, id: null, field: '(whole)' },
      ],
    })
  })

  it('loses no task to whatever stands beside it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.array(fc.jsonValue()), (before, after) => {
        const page = readTaskPage({ count: 1, list: [...before, wireTask, ...after] })
        expect(page.tasks).toContainEqual(task)
        expect(page.tasks.length + page.unread.length).toBe(before.length + 1 + after.length)
      }),
    )
  })

  it.each([
    ['count', { list: [] }],
    ['count', { count: 'many', list: [] }],
    ['count', { count: -1, list: [] }],
    ['list', { count: 1, list: {} }],
    ['list', { count: 1, list: 'none' }],
    ['(whole)', [wireTask]],
  ])('refuses a page without a readable %s', (field, page) => {
    expect(() => readTaskPage(page)).toThrow(
      expect.objectContaining({ code: 'CLOUD_REPLY', context: { reason: 'field', field } }),
    )
  })
})

describe('readBareTaskPage', () => {
  it.each([
    [0, 2, [wireTask, wireTask], 3],
    [10, 2, [wireTask], 11],
    [10, 2, [], 10],
    [0, 1, [5], 2],
  ])('offset %i, limit %i: what was seen, and one more when full', (offset, limit, list, total) => {
    const page = readBareTaskPage(list, { offset, limit })
    expect(page.total).toBe(total)
    expect(page.tasks.length + page.unread.length).toBe(list.length)
  })

  it.each([[null], [{}], ['']])('refuses %j', (reply) => {
    expect(() => readBareTaskPage(reply, { offset: 0, limit: 1 })).toThrow(
      expect.objectContaining({ code: 'CLOUD_REPLY' }),
    )
  })
})
