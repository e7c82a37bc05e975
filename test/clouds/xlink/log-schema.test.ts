// Ota-logs, operations and version shares as the service may write them: numbers as text, nothing, nonsense, more.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  readLoggedResults,
  readOperationPage,
  readOtaLogPage,
  readVersionShare,
} from '../../../main/clouds/xlink/log-schema.ts'

/** A number, as itself or as its digits. */
const asWritten = (value: number) => fc.constantFrom<unknown>(value, String(value), ` ${value} `)
const blank = fc.constantFrom<unknown>(null, '', '  ', undefined)
const more = fc.dictionary(
  fc.string().filter((name) => name !== '__proto__'),
  fc.jsonValue(),
)

const log = {
  logId: '7',
  productId: 'p1',
  taskId: '5',
  deviceId: '1001',
  mac: 'AABBCC000001',
  sn: '42',
  status: 'completed',
  executedAt: '2026-01-02T03:04:05.600Z',
}

describe('9 ota-logs', () => {
  const wire = {
    id: 7,
    product_id: 'p1',
    task_id: 5,
    device_id: 1001,
    device_mac: 'AABBCC000001',
    device_sn: 42,
    status: 2,
    execute_time: '2026-01-02T03:04:05.6Z',
  }

  it('reads numbers, digits and any mixture as the same', () => {
    const mixture = fc.record({
      id: asWritten(7),
      task_id: asWritten(5),
      device_id: asWritten(1001),
      device_sn: asWritten(42),
      status: fc.constantFrom<unknown>(2, '2', 'completed', 'COMPLETED'),
    })
    fc.assert(
      fc.property(mixture, asWritten(3), more, (fields, count, extra) => {
        const list = [{ ...extra, ...wire, ...fields }]
        expect(readOtaLogPage({ ...extra, count, list })).toEqual({ total: 3, logs: [log], unread: [] })
      }),
    )
  })

  it('has null for whatever was not told', () => {
    const nothing = Object.fromEntries(Object.keys(log).map((name) => [name, null]))
    fc.assert(
      fc.property(fc.array(blank, { minLength: 8, maxLength: 8 }), (values) => {
        const item = Object.fromEntries(Object.keys(wire).map((name, index) => [name, values[index]]))
        expect(readOtaLogPage({ count: 1, list: [item] }).logs).toEqual([nothing])
      }),
    )
    expect(readOtaLogPage({ count: 1, list: [{}] }).logs).toEqual([nothing])
  })

  it('has no time where none can be read', () => {
    const list = [{ ...wire, execute_time: 'yesterday' }]
    expect(readOtaLogPage({ count: 1, list }).logs).toEqual([{ ...log, executedAt: null }])
  })

  it('names what cannot be read, and keeps the rest', () => {
    const list = [
      { ...wire, status: 3 },
      wire,
      'x',
      { ...wire, id: {} },
      { ...wire, device_id: 2 ** 53 },
      { ...wire, device_sn: 'x'.repeat(201) },
    ]
    expect(readOtaLogPage({ count: 6, list })).toEqual({
      total: 6,
      logs: [log],
      unread: [
        { index: 0, id: '7', field: 'status' },
        { index: 2, id: null, field: '(whole)' },
        { index: 3, id: null, field: 'id' },
        { index: 4, id: '7', field: 'device_id' },
        { index: 5, id: '7', field: 'device_sn' },
      ],
    })
  })

  it('tells results from it, and whether all of them are there', () => {
    const failure = { ...wire, status: 1, execute_time: null, result: '1', desc: 'bad cable' }
    expect(readLoggedResults({ count: 2, list: [wire, failure] })).toEqual({
      complete: true,
      results: [
        { completed: true, executedAt: log.executedAt, failed: false, description: '' },
        { completed: false, executedAt: null, failed: true, description: 'bad cable' },
      ],
    })
    expect(readLoggedResults({ count: 2, list: [wire, 5] }).complete).toBe(false)
  })
})

describe('15 op-logs', () => {
  const wire = {
    id: 'o1',
    content: 'start',
    opt_id: 12,
    opt_name: 'Li',
    opt_account: 'li@plant',
    create_date: '2026-01-02T03:04:05Z',
  }
  const operation = {
    operationId: 'o1',
    content: 'start',
    operatorId: '12',
    operatorName: 'Li',
    operatorAccount: 'li@plant',
    at: '2026-01-02T03:04:05.000Z',
  }

  it('reads what is there and shows nothing for the rest', () => {
    expect(readOperationPage({ count: '1', list: [{ ...wire, more: [] }] })).toEqual({
      total: 1,
      operations: [operation],
      unread: [],
    })
    const nothing = { content: '', operatorId: '', operatorName: '', operatorAccount: '', at: null }
    fc.assert(
      fc.property(fc.array(blank, { minLength: 5, maxLength: 5 }), (values) => {
        const [content, opt_id, opt_name, opt_account, create_date] = values
        const list = [{ id: 9, content, opt_id, opt_name, opt_account, create_date }, { id: 9 }]
        const { operations } = readOperationPage({ count: 2, list })
        expect(operations).toEqual(Array(2).fill({ operationId: '9', ...nothing }))
      }),
    )
  })

  it('puts the newest first, what has no time last, and keeps the order of the rest', () => {
    const at = (id: string, create_date: unknown) => ({ ...wire, id, create_date })
    const list = [
      at('undated', 'once'),
      at('old', '2026-01-01T00:00:00Z'),
      at('new', '2026-01-03T00:00:00Z'),
      at('same', '2026-01-03T00:00:00.000Z'),
    ]
    const { operations } = readOperationPage({ count: 4, list })
    expect(operations.map(({ operationId }) => operationId)).toEqual(['new', 'same', 'old', 'undated'])
  })

  it('names what cannot be read, and keeps the rest', () => {
    const { id: _, ...anonymous } = wire
    expect(readOperationPage({ count: 3, list: [anonymous, wire, 7] })).toEqual({
      total: 3,
      operations: [operation],
      unread: [
        { index: 0, id: null, field: 'id' },
        { index: 2, id: null, field: '(whole)' },
      ],
    })
  })
})

describe('16 version share', () => {
  it('reads numbers and digits alike; no version is one of its own', () => {
    const ratios = [
      { devices: '3', firmware_version: 10_000, more: 1 },
      { devices: 2, firmware_version: '20001' },
      { devices: 1, firmware_version: null },
      { devices: 0 },
    ]
    expect(readVersionShare({ total: '6', ratios })).toEqual({
      totalDevices: 6,
      shares: [
        { version: 10_000, devices: 3 },
        { version: 20_001, devices: 2 },
        { version: null, devices: 1 },
        { version: null, devices: 0 },
      ],
      unread: [],
    })
    expect(readVersionShare({ total: 0, ratios: null })).toEqual({
      totalDevices: 0,
      shares: [],
      unread: [],
    })
  })

  it('names what cannot be read, and keeps the rest', () => {
    const ratios = [
      { firmware_version: 1 },
      { devices: 1, firmware_version: 1 },
      { devices: 1, firmware_version: 'new' },
    ]
    expect(readVersionShare({ total: 2, ratios })).toEqual({
      totalDevices: 2,
      shares: [{ version: 1, devices: 1 }],
      unread: [
        { index: 0, id: null, field: 'devices' },
        { index: 2, id: null, field: 'firmware_version' },
      ],
    })
  })
})

it.each([readOtaLogPage, readLoggedResults, readOperationPage, readVersionShare])(
  '%o never throws anything but CLOUD_REPLY',
  (read) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({
            count: fc.nat(),
            total: fc.nat(),
            list: fc.array(fc.jsonValue()),
            ratios: fc.array(fc.jsonValue()),
          }),
        ),
        (value) => {
          try {
            read(value)
          } catch (error) {
            expect(error).toMatchObject({ code: 'CLOUD_REPLY' })
          }
        },
      ),
    )
  },
)
