// The answers of the XLINK service that carry something: tasks (1, 2, 5, 7, 14), ota-logs (9), operations (15) and shares
// of versions (16).
import type { OtaLogEntry, TaskOperation, VersionShare } from '../../../preload/contract/index.ts'
import { never, type OpenClient, type XlinkClient } from '../../clouds/xlink/open-client.ts'
import { answerWith } from '../../clouds/xlink/scripted-server.ts'
import { draft, part } from '../../clouds/xlink/sixteen-calls.ts'
import { type Answer, bare } from './answer.ts'
import { taskFields, taskList } from './task-fields.ts'

const log: OtaLogEntry = {
  logId: '9001',
  productId: 'p1',
  taskId: '501',
  deviceId: '1001',
  mac: 'AABBCC000001',
  sn: '42',
  status: 'completed',
  executedAt: '2026-01-02T03:04:05.600Z',
}
const wireLog = {
  id: '9001',
  product_id: 'p1',
  task_id: '501',
  device_id: '1001',
  device_mac: 'AABBCC000001',
  device_sn: '42',
  status: 2,
  execute_time: '2026-01-02T03:04:05.6Z',
}

const operation: TaskOperation = {
  operationId: '31',
  content: 'start',
  operatorId: '77',
  operatorName: 'Li',
  operatorAccount: 'li@plant',
  at: '2026-01-02T03:04:05.000Z',
}
const wireOperation = {
  id: '31',
  content: 'start',
  opt_id: '77',
  opt_name: 'Li',
  opt_account: 'li@plant',
  create_date: '2026-01-02T03:04:05Z',
}

const share: VersionShare['shares'][number] = { version: 20_001, devices: 3 }
const wireShare = { devices: 3, firmware_version: 20_001 }

const counted: Answer['body'] = (list) => ({ count: 12, list })
const query = { productId: 'p1', offset: 0, limit: 10 }

export function xlinkAnswers(open: () => OpenClient): Answer[] {
  const by =
    (act: (client: XlinkClient) => Promise<unknown>): Answer['ask'] =>
    async (text) => {
      const { server, client } = open()
      server.answer = answerWith(200, text)
      return await act(client)
    }
  return [
    { ...taskFields, ...bare, name: '1 create', ask: by(({ desk }) => desk.create(draft, never)) },
    {
      ...taskFields,
      name: '2 list by GET',
      ask: by(({ tasks }) => tasks.listTasks({ ...query, plain: true }, never)),
      body: (items) => items,
      whole: (tasks, unread, count) => ({ total: count, tasks, unread }),
      list: { ...taskList, fields: [] },
    },
    {
      ...taskFields,
      ...bare,
      name: '5 check',
      ask: by(({ tasks }) =>
        tasks.check({ productId: 'p1', deviceId: 'd1', part, currentVersion: 10_000 }, never),
      ),
    },
    {
      ...taskFields,
      name: '7 list by POST',
      ask: by(({ tasks }) => tasks.listTasks(query, never)),
      body: counted,
      whole: (tasks, unread) => ({ total: 12, tasks, unread }),
      strictAround: ['count'],
      list: { ...taskList, fields: ['list'] },
    },
    {
      name: '9 ota-logs',
      ask: by(({ otaLogs }) => otaLogs.listOtaLogs({ offset: 0, limit: 10 }, never)),
      item: wireLog,
      value: log,
      body: counted,
      whole: (logs, unread) => ({ total: 12, logs, unread }),
      // The caller says which ones it wants, so any may be missing.
      optional: {
        id: { ...log, logId: null },
        product_id: { ...log, productId: null },
        task_id: { ...log, taskId: null },
        device_id: { ...log, deviceId: null },
        device_mac: { ...log, mac: null },
        device_sn: { ...log, sn: null },
        status: { ...log, status: null },
        execute_time: { ...log, executedAt: null },
      },
      around: [],
      strict: [],
      strictAround: ['count'],
      list: {
        fields: ['list'],
        second: { ...wireLog, id: '9002', status: 1, execute_time: null },
        secondValue: { ...log, logId: '9002', status: 'issued', executedAt: null },
        idField: 'id',
        broken: {
          status: { ...wireLog, status: 3 },
          device_id: { ...wireLog, device_id: 2 ** 53 },
          device_mac: { ...wireLog, device_mac: {} },
        },
      },
    },
    { ...taskFields, ...bare, name: '14 get', ask: by(({ tasks }) => tasks.getTask('501', never)) },
    {
      name: '15 op-logs',
      ask: by(({ desk }) => desk.listOperations('501', never)),
      item: wireOperation,
      value: operation,
      body: counted,
      whole: (operations, unread) => ({ total: 12, operations, unread }),
      optional: {
        content: { ...operation, content: '' },
        opt_id: { ...operation, operatorId: '' },
        opt_name: { ...operation, operatorName: '' },
        opt_account: { ...operation, operatorAccount: '' },
        create_date: { ...operation, at: null },
      },
      around: [],
      strict: ['id'],
      strictAround: ['count'],
      list: {
        fields: ['list'],
        second: { ...wireOperation, id: '30' },
        secondValue: { ...operation, operationId: '30' },
        idField: 'id',
        broken: { id: { ...wireOperation, id: ['31'] } },
      },
    },
    {
      name: '16 version share',
      ask: by(({ desk }) => desk.versionShare('501', never)),
      item: wireShare,
      value: share,
      body: (ratios) => ({ total: 5, ratios }),
      whole: (shares, unread) => ({ totalDevices: 5, shares, unread }),
      optional: { firmware_version: { ...share, version: null } },
      around: [],
      strict: ['devices'],
      strictAround: ['total'],
      list: {
        fields: ['ratios'],
        second: { devices: 2, firmware_version: 10_000 },
        secondValue: { devices: 2, version: 10_000 },
        idField: 'id',
        broken: {
          devices: { ...wireShare, devices: -1 },
          firmware_version: { ...wireShare, firmware_version: 'new' },
        },
      },
    },
  ]
}
