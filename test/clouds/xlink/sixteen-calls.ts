// Every call of the service's document as the client makes it: how it is asked for, what must arrive, and an answer that
// is one. The tests of requests, answers and faults all run over this list.
import type { TaskDraft } from '../../../preload/contract/index.ts'
import { never, type XlinkClient } from './open-client.ts'

export const wireTask = {
  id: 't1',
  product_id: 'p1',
  name: 'Kettle',
  description: 'Boils faster',
  from_version: 10_000,
  target_version: 20_001,
  target_version_url: 'http://cloud/f',
  target_version_md5: '5eb63bbbe01eeed093cb22bb8f5acdc3',
  target_version_size: 11,
  status: 1,
}

export const part = { type: 'mcu', identify: 3 } as const

export const report = {
  deviceId: 'd1',
  taskId: 't1',
  part,
  model: 'a model with a name longer than twenty',
  fromVersion: 10_000,
  toVersion: 20_001,
  succeeded: true,
  description: 'done',
  startedAt: '2026-01-02T03:04:05.006Z',
  endedAt: '2026-01-02T03:04:06.007Z',
}

export const draft: TaskDraft = {
  productId: 'p1',
  name: 'Kettle',
  description: 'Boils faster',
  part,
  fromVersion: 10_000,
  fromImage: { url: 'http://cloud/from', md5: 'd41d8cd98f00b204e9800998ecf8427e', sizeBytes: 7 },
  toVersion: 20_001,
  image: { url: 'http://cloud/f', md5: '5eb63bbbe01eeed093cb22bb8f5acdc3', sizeBytes: 11 },
  mode: 'manual',
  tag: 'test',
  scope: { category: 'devices', deviceIds: ['d1', 'd2'] },
}

const TASK = '/v2/upgrade/firmware/tasks/t%201%2Fx'
const taskId = 't 1/x'
const ref = { productId: 'p1', taskId: 't1' }

export interface WireCall {
  readonly name: string
  readonly act: (client: XlinkClient, signal?: AbortSignal) => Promise<unknown>
  /** Method and address. */
  readonly line: string
  /** As sent, byte for byte; "" for none. */
  readonly body: string
  readonly apiVersion?: '2'
  readonly corpId?: string
  /** What the service answers; "": it only acknowledges. */
  readonly answer: unknown
  /** A lost answer is no reason to give up: it is asked again. */
  readonly repeatable: boolean
}

export const sixteenCalls: readonly WireCall[] = [
  {
    name: '1 create',
    act: (client, signal = never) => client.desk.create(draft, signal),
    line: 'POST /v2/upgrade/firmware/task',
    apiVersion: '2',
    body:
      '{"product_id":"p1","name":"Kettle","description":"Boils faster","from_version":10000,' +
      '"from_version_url":"http://cloud/from","from_version_md5":"d41d8cd98f00b204e9800998ecf8427e",' +
      '"from_version_size":7,"target_version":20001,"target_version_url":"http://cloud/f",' +
      '"target_version_md5":"5eb63bbbe01eeed093cb22bb8f5acdc3","target_version_size":11,"type":2,"identify":3,' +
      '"task_type":1,"scope":{"category":1,"device_list":["d1","d2"]},"tag_type":1}',
    answer: wireTask,
    repeatable: false,
  },
  {
    name: '2 list by GET',
    act: (client, signal = never) =>
      client.tasks.listTasks({ productId: 'p 1', offset: 20, limit: 10, plain: true }, signal),
    line: 'GET /v2/upgrade/firmware/tasks?product_id=p%201&offset=20&limit=10',
    apiVersion: '2',
    body: '',
    answer: [wireTask],
    repeatable: true,
  },
  {
    name: '3 start',
    act: (client, signal = never) => client.desk.start(ref, signal),
    line: 'POST /v2/upgrade/firmware/task/status',
    body: '{"product_id":"p1","upgrade_task_id":"t1","status":1}',
    answer: '',
    repeatable: true,
  },
  {
    name: '3 stop',
    act: (client, signal = never) => client.desk.stop(ref, signal),
    line: 'POST /v2/upgrade/firmware/task/status',
    body: '{"product_id":"p1","upgrade_task_id":"t1","status":0}',
    answer: '',
    repeatable: true,
  },
  {
    name: '5 check',
    act: (client, signal = never) =>
      client.tasks.check({ productId: 'p1', deviceId: 'd 1/x', part, currentVersion: 10_000 }, signal),
    line: 'POST /v2/upgrade/firmware/check/d%201%2Fx',
    body: '{"product_id":"p1","type":2,"identify":3,"current_version":10000}',
    answer: wireTask,
    repeatable: true,
  },
  {
    name: '6 report',
    act: (client, signal = never) => client.results.sendReport(report, signal),
    line: 'POST /v2/upgrade/firmware/report/d1',
    body:
      '{"type":2,"identify":3,"mod":"a model with a name ","last_version":10000,"current_version":20001,"result":0,' +
      '"desc":"done","start_date":"2026-01-02T03:04:05.006Z","end_date":"2026-01-02T03:04:06.007Z"}',
    answer: '',
    repeatable: false,
  },
  {
    name: '7 list by POST',
    act: (client, signal = never) =>
      client.tasks.listTasks(
        {
          productId: 'p1',
          offset: 20,
          limit: 10,
          partType: 'subdevice',
          tag: 'test',
          where: { taskId: { eq: 't1', in: ['t1', 't2'] }, name: { like: 'Ket' } },
          order: { name: 'desc' },
        },
        signal,
      ),
    line: 'POST /v2/upgrade/firmware/tasks',
    apiVersion: '2',
    body:
      '{"product_id":"p1","offset":20,"limit":10,"type":3,"tag_type":1,' +
      '"query":{"_id":{"$eq":"t1","$in":["t1","t2"]},"name":{"$like":"Ket"}},"order":{"name":"desc"}}',
    answer: { count: 1, list: [wireTask] },
    repeatable: true,
  },
  {
    name: '8 ota-log',
    act: (client, signal = never) => client.results.sendOtaLog({ deviceId: 'd1', taskId: 't1' }, signal),
    line: 'POST /v2/upgrade/ota-log',
    corpId: 'corp7',
    body: '{"device_id":"d1","task_id":"t1"}',
    answer: '',
    repeatable: true,
  },
  {
    name: '9 ota-logs',
    act: (client, signal = never) =>
      client.otaLogs.listOtaLogs(
        {
          offset: 0,
          limit: 50,
          fields: ['logId', 'deviceId', 'executedAt'],
          where: {
            taskId: { eq: 't1' },
            deviceId: { in: ['d1', 'd2'] },
            mac: { like: 'AA', gt: 'A', lte: 'F' },
            sn: { gte: '1', lt: '9' },
          },
          order: { executedAt: 'desc', logId: 'asc' },
        },
        signal,
      ),
    line: 'POST /v2/upgrade/ota-logs',
    body:
      '{"offset":0,"limit":50,"filter":["id","device_id","execute_time"],"query":{"task_id":{"$eq":"t1"},' +
      '"device_id":{"$in":["d1","d2"]},"device_mac":{"$like":"AA","$gt":"A","$lte":"F"},' +
      '"device_sn":{"$gte":"1","$lt":"9"}},"order":{"execute_time":"desc","id":"asc"}}',
    answer: { count: 0, list: [] },
    repeatable: true,
  },
  {
    name: '10 promote',
    act: (client, signal = never) =>
      client.desk.promote(
        taskId,
        { name: 'New', description: 'Text', scope: { category: 'devices', deviceIds: ['d1'] } },
        signal,
      ),
    line: `PUT ${TASK}/product-tag`,
    body: '{"name":"New","description":"Text","scope":{"category":1,"device_list":["d1"]}}',
    answer: '',
    repeatable: false,
  },
  {
    name: '11 submit',
    act: (client, signal = never) => client.desk.submit(taskId, 'm2', signal),
    line: `PUT ${TASK}/submit-audit`,
    body: '{"audit_member_id":"m2"}',
    answer: '',
    repeatable: false,
  },
  {
    name: '12 approve',
    act: (client, signal = never) => client.desk.review(taskId, 'approve', signal),
    line: `PUT ${TASK}/audit`,
    body: '{"audit_result":1}',
    answer: '',
    repeatable: false,
  },
  {
    name: '13 devices',
    act: (client, signal = never) =>
      client.desk.changeDevices(taskId, { how: 'remove', deviceIds: ['d1'] }, signal),
    line: `PUT ${TASK}/devices`,
    body: '{"opt":2,"device_list":["d1"]}',
    answer: '',
    repeatable: true,
  },
  {
    name: '14 get',
    act: (client, signal = never) => client.tasks.getTask(taskId, signal),
    line: `GET ${TASK}`,
    apiVersion: '2',
    body: '',
    answer: wireTask,
    repeatable: true,
  },
  {
    name: '15 op-logs',
    act: (client, signal = never) => client.desk.listOperations(taskId, signal),
    line: `GET ${TASK}/op-logs`,
    body: '',
    answer: { count: 0, list: [] },
    repeatable: true,
  },
  {
    name: '16 version share',
    act: (client, signal = never) => client.desk.versionShare(taskId, signal),
    line: 'GET /v2/statistics/ota/customize-task/t%201%2Fx/device-firmware-version',
    body: '',
    answer: { total: 0, ratios: [] },
    repeatable: true,
  },
]
