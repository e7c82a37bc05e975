import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTask, readTaskList } from '../../../main/clouds/xlink/schema.ts'
import { readTime } from '../../../main/clouds/xlink/wire.ts'
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

  it('reads enum names in any case', () => {
    const named = { type: 'MCU', status: 'Running', task_type: 'manual', tag_type: 'TEST' }
    expect(readTask({ ...wireTask, ...named })).toEqual(task)
  })

  it('reads absent, null and blank optional fields alike', () => {
    const optional = ['name', 'description', 'type', 'identify', 'task_type', 'tag_type', 'scope']
    const shown = ['upgrade_count', 'surplus_count', 'create_time']
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
      createdAt: null,
    }
    expect(readTask(without(...optional, ...shown))).toEqual(expected)
    fc.assert(
      fc.property(fc.array(blank, { minLength: 10, maxLength: 10 }), (values) => {
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

describe('readTaskList', () => {
  it('reads count and list', () => {
    expect(readTaskList({ count: '12', list: [wireTask] })).toEqual({ total: 12, tasks: [task] })
    expect(readTaskList({ count: 0, list: null })).toEqual({ total: 0, tasks: [] })
  })

  it('says which task of the list cannot be read', () => {
    expect(() => readTaskList({ count: 2, list: [wireTask, without('id')] })).toThrow(
      expect.objectContaining({ code: 'CLOUD_REPLY', context: { reason: 'field', field: 'list.1.id' } }),
    )
  })
})

describe('readTime', () => {
  it('reads no to nine fraction digits', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 9 })
    fc.assert(
      fc.property(digits, (fraction) => {
        const text = fraction.length === 0 ? '' : `.${fraction.join('')}`
        const milliseconds = fraction.join('').padEnd(3, '0').slice(0, 3)
        expect(readTime(`2024-02-29T23:59:59${text}Z`)).toBe(`2024-02-29T23:59:59.${milliseconds}Z`)
      }),
    )
  })

  it.each([
    '',
    '2024-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2024-01-01 00:00:00',
    '2024-13-01T00:00:00Z',
    'now',
    5,
    null,
  ])('gives null for %j', (value) => {
    expect(readTime(value)).toBeNull()
  })
})
