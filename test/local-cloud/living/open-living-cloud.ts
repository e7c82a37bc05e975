// A local cloud with a key and a token for the Living calls, a clock that tests set, and what happens to device d1.

import type { NewTask } from '../../../main/local-cloud/admin.ts'
import type { LocalCloudOptions } from '../../../main/local-cloud/server.ts'
import { type OpenCloud, openCloud } from '../open-cloud.ts'
import { type CallChange, callLiving, type LivingCaller } from './signed-call.ts'

const startMs = Date.parse('2026-01-02T03:00:00Z')

export interface LivingCloud extends AsyncDisposable {
  readonly open: OpenCloud
  /** Who calls. */
  caller: LivingCaller
  nowMs: number
  /** The answer of `progress/get`; about d1 unless told otherwise. */
  get(params?: object, change?: CallChange): Promise<Record<string, unknown>>
  dataOf(params?: object): Promise<unknown>
  /** The code that `progress/report` answers. */
  tell(params: object): Promise<unknown>
  /** From 10000 to 20001 for all. */
  addTask(change?: Partial<NewTask>): Promise<string>
  /** Endpoint 8. */
  issue(taskId: string, deviceId?: string): Promise<unknown>
  /** Endpoint 6: d1 went from 10000 to 20001. */
  report(change?: object): Promise<unknown>
}

export async function openLivingCloud(options: Partial<LocalCloudOptions> = {}): Promise<LivingCloud> {
  let cloud: LivingCloud | null = null
  const now = () => new Date(cloud?.nowMs ?? startMs)
  const open = await openCloud({ now, ...options })
  const { admin, baseUrl } = open.cloud
  const opened: LivingCloud = {
    open,
    caller: { baseUrl, ...(await admin.addAppKey()), iotToken: await admin.issueIotToken(), now },
    nowMs: startMs,
    async get(params = { iotId: 'd1' }, change = {}) {
      return (await callLiving(opened.caller, '/living/ota/progress/get', params, change)).body ?? {}
    },
    dataOf: async (params) => (await opened.get(params)).data,
    tell: async (params) =>
      (await callLiving(opened.caller, '/living/ota/progress/report', params)).body?.code,
    addTask: (change = {}) =>
      admin.addTask({
        productId: 'p1',
        fromVersion: 10_000,
        toVersion: 20_001,
        firmware: open.firmware,
        ...change,
      }),
    issue: (taskId, deviceId = 'd1') =>
      open.call(
        'POST',
        '/v2/upgrade/ota-log',
        { device_id: deviceId, task_id: taskId },
        { 'Corp-ID': 'flashline' },
      ),
    report: (change = {}) =>
      open.call('POST', '/v2/upgrade/firmware/report/d1', {
        type: 1,
        mod: 'm',
        identify: 0,
        last_version: 10_000,
        current_version: 20_001,
        result: 0,
        ...change,
      }),
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  }
  cloud = opened
  return opened
}
