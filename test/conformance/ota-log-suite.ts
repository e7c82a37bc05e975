// What every OtaLogSource must do, run on each cloud client against a cloud that holds what `OtaLogFixture` says.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type OtaLogField,
  type OtaLogQuery,
  type OtaLogSource,
  otaLogFields,
} from '../../main/clouds/cloud.ts'
import { type OtaLogEntry, otaLogEntrySchema } from '../../preload/contract/index.ts'

/** Two tasks, issued to four devices each; of the first task, the first two devices have completed it. */
export interface OtaLogFixture extends AsyncDisposable {
  readonly source: OtaLogSource
  readonly productId: string
  readonly taskIds: readonly [string, string]
  readonly devices: readonly { readonly deviceId: string; readonly mac: string; readonly sn: string }[]
  /** When the first two devices completed the first task. */
  readonly completedAt: readonly [string, string]
}

export function describeOtaLogs(name: string, open: () => Promise<OtaLogFixture>): void {
  describe(`ota-logs: ${name}`, () => {
    const never = new AbortController().signal
    let fixture: OtaLogFixture
    beforeEach(async () => {
      fixture = await open()
    })
    afterEach(() => fixture[Symbol.asyncDispose]())

    const list = (change: Partial<OtaLogQuery> = {}) =>
      fixture.source.listOtaLogs({ offset: 0, limit: 100, ...change }, never)
    /** Task and device of each, in short. */
    const found = async (change: Partial<OtaLogQuery>) => {
      const { total, logs } = await list(change)
      expect(total).toBe(logs.length)
      return logs.map(short)
    }
    const short = ({ taskId, deviceId }: Pick<OtaLogEntry, 'taskId' | 'deviceId'>) =>
      `${fixture.taskIds.indexOf(taskId ?? '') + 1}:${deviceId}`
    const expected = (tasks: readonly number[], devices: readonly number[]) =>
      tasks.flatMap((task) => devices.map((one) => `${task}:${fixture.devices[one]?.deviceId}`))

    it('tells each log with all of its fields, valid for the contract', async () => {
      const { logs, total, unread } = await list()
      expect([total, unread]).toEqual([8, []])
      const facts = logs.map((log) => otaLogEntrySchema.parse(log))
      expect(new Set(facts.map(({ logId }) => logId)).size).toBe(8)
      const { taskIds, devices, productId, completedAt } = fixture
      for (const [place, taskId] of taskIds.entries())
        for (const [index, device] of devices.entries()) {
          const executedAt = place === 0 ? (completedAt[index] ?? null) : null
          const status = executedAt === null ? 'issued' : 'completed'
          expect(facts).toContainEqual({
            logId: expect.any(String),
            productId,
            taskId,
            ...device,
            status,
            executedAt,
          })
        }
    })

    it('tells every log exactly once, page by page', async () => {
      const seen: string[] = []
      for (let offset = 0; offset < 8; offset += 3) {
        const { total, logs } = await list({ offset, limit: 3 })
        expect(total).toBe(8)
        seen.push(...logs.map(short))
      }
      expect(seen.toSorted()).toEqual(expected([1, 2], [0, 1, 2, 3]).toSorted())
      expect(await list({ offset: 8 })).toEqual({ total: 8, logs: [], unread: [] })
    })

    it('tells only what is asked for', async () => {
      const { taskIds, devices } = fixture
      const [first, second, third, fourth] = devices
      if (!first || !second || !third || !fourth) throw new Error('four devices')
      const sorted = async (where: OtaLogQuery['where'] & object) => (await found({ where })).toSorted()
      expect(await sorted({ taskId: { eq: taskIds[1] } })).toEqual(expected([2], [0, 1, 2, 3]))
      expect(await sorted({ deviceId: { in: [first.deviceId, third.deviceId, 'nobody'] } })).toEqual(
        expected([1, 2], [0, 2]),
      )
      expect(await sorted({ deviceId: { gt: first.deviceId, lte: third.deviceId } })).toEqual(
        expected([1, 2], [1, 2]),
      )
      expect(await sorted({ mac: { eq: second.mac } })).toEqual(expected([1, 2], [1]))
      expect(await sorted({ mac: { like: second.mac.slice(-3) } })).toEqual(expected([1, 2], [1]))
      expect(await sorted({ sn: { gte: second.sn, lt: fourth.sn } })).toEqual(expected([1, 2], [1, 2]))
      expect(await sorted({ taskId: { in: [taskIds[0]] }, sn: { like: fourth.sn } })).toEqual(
        expected([1], [3]),
      )
      expect(await sorted({ taskId: { eq: 'nothing' } })).toEqual([])
    })

    it('tells them in the order asked for, by any field and by several', async () => {
      for (const field of otaLogFields) {
        const { logs } = await list({ order: { [field]: 'asc' } })
        const { logs: descending } = await list({ order: { [field]: 'desc' } })
        const values = logs.map((log) => log[field] ?? '')
        expect(
          descending.map((log) => log[field] ?? ''),
          field,
        ).toEqual(values.toReversed())
        expect(new Set(values.filter((value, index) => value !== values[index - 1])).size, field).toBe(
          new Set(values).size,
        )
      }
      const tasks = fixture.taskIds[0] < fixture.taskIds[1] ? [1, 2] : [2, 1]
      expect(await found({ order: { taskId: 'asc', deviceId: 'desc' } })).toEqual(
        expected(tasks, [3, 2, 1, 0]),
      )
    })

    it.each([[['deviceId', 'mac', 'sn']], [['logId', 'status']], [['executedAt']]] as [OtaLogField[]][])(
      'tells only the fields asked for: %j',
      async (fields) => {
        const order = { logId: 'asc' } as const
        const whole = await list({ order })
        const { logs } = await list({ order, fields })
        expect(logs).toEqual(
          whole.logs.map((log) =>
            Object.fromEntries(
              otaLogFields.map((field) => [field, fields.includes(field) ? log[field] : null]),
            ),
          ),
        )
      },
    )

    it('rejects with the reason of an abort', async () => {
      const reason = new Error('enough')
      await expect(
        fixture.source.listOtaLogs({ offset: 0, limit: 1 }, AbortSignal.abort(reason)),
      ).rejects.toBe(reason)
    })
  })
}
