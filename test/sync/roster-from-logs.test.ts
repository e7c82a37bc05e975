import { describe, expect, it } from 'vitest'
import type { OtaLogQuery, OtaLogSource } from '../../main/clouds/cloud.ts'
import { FlashlineError, type OtaLogEntry, type Task } from '../../preload/contract/index.ts'
import { task } from '../store/task-fixture.ts'
import { FakeSource } from './fake-source.ts'
import { plan, setUp } from './set-up.ts'

const mac = (n: number) => n.toString(16).padStart(12, '0')
const log = (n: number, facts: Partial<OtaLogEntry> = {}): OtaLogEntry => ({
  logId: `log${n}`,
  productId: 'p1',
  taskId: null,
  deviceId: `d${n}`,
  mac: mac(n),
  sn: `S${n}`,
  status: null,
  executedAt: null,
  ...facts,
})

/** Newest first, as it is asked for. */
class FakeLogs implements OtaLogSource {
  logs: OtaLogEntry[] = []
  fails = false
  readonly asked: OtaLogQuery[] = []

  async listOtaLogs(query: OtaLogQuery) {
    this.asked.push(query)
    if (this.fails) throw new FlashlineError('CLOUD_FORBIDDEN')
    const logs = this.logs.slice(query.offset, query.offset + query.limit)
    return { total: this.logs.length, logs, unread: [] }
  }
}

async function withLogs(tasks: Task[]) {
  const [logs, source] = [new FakeLogs(), new FakeSource(tasks)]
  const parts = await setUp({ products: () => [plan('p1', source, { otaLogs: logs })] })
  return { ...parts, logs, source, devices: parts.store.devices }
}

describe("the devices in a cloud's logs", () => {
  it('are known by MAC and SN after a round', async () => {
    const tasks = [
      task('t1', { createdAt: null }),
      task('t2'),
      task('t3', { createdAt: '2026-02-01T00:00:00.000Z' }),
    ]
    const { logs, sync, devices } = await withLogs(tasks)
    logs.logs = [
      log(3),
      // Of an older name of the same device, of nobody, and of another product.
      log(2, { deviceId: 'd3', mac: mac(99) }),
      log(1, { deviceId: null }),
      log(0, { productId: null, mac: '', sn: 'S0' }),
    ]
    await sync.runNow()
    expect(logs.asked).toEqual([
      {
        offset: 0,
        limit: 200,
        where: { taskId: { in: ['t3', 't2', 't1'] } },
        order: { logId: 'desc' },
        fields: ['logId', 'productId', 'deviceId', 'mac', 'sn'],
      },
    ])
    expect(await devices.findDeviceId({ mac: mac(3), sn: 'S3' })).toBe('d3')
    expect(await devices.findDeviceId({ mac: mac(99), sn: null })).toBe(null)
    expect(await devices.findDeviceId({ mac: null, sn: 'S0' })).toBe('d0')
  })

  it('are read up to a thousand logs, and later only what is new', async () => {
    const { logs, sync, devices } = await withLogs([task('t1')])
    logs.logs = Array.from({ length: 1500 }, (_, n) => log(1500 - n))
    await sync.runNow()
    expect(logs.asked.map(({ offset }) => offset)).toEqual([0, 200, 400, 600, 800])
    expect(await devices.findDeviceId({ mac: mac(501), sn: null })).toBe('d501')
    expect(await devices.findDeviceId({ mac: mac(500), sn: null })).toBe(null)

    logs.logs = [log(1502), log(1501), ...logs.logs]
    await sync.runNow()
    expect(logs.asked).toHaveLength(6)
    expect(await devices.findDeviceId({ mac: mac(1502), sn: null })).toBe('d1502')
    await sync.runNow()
    expect(logs.asked).toHaveLength(7)
  })

  it('belong to the device that was logged last', async () => {
    const { logs, sync, devices } = await withLogs([task('t1')])
    logs.logs = [log(2, { mac: mac(7) }), log(1, { mac: mac(7) })]
    await sync.runNow()
    expect(await devices.findDeviceId({ mac: mac(7), sn: null })).toBe('d2')
  })

  it('are not asked for without a task, and their lack fails no round', async () => {
    const { logs, sync, source, problems } = await withLogs([])
    logs.fails = true
    expect(await sync.runNow()).toMatchObject([{ error: null }])
    expect([logs.asked, problems]).toEqual([[], []])
    source.tasks = [task('t1')]
    expect(await sync.runNow()).toMatchObject([{ items: 1, error: null }])
    expect(problems).toEqual(['CLOUD_FORBIDDEN p1'])
  })
})
