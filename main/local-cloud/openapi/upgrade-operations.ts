// The 16 endpoints of the upgrade service, in the order and with the numbers of its document.
import { checkBody } from '../xlink/check.ts'
import { createBody } from '../xlink/create-task.ts'
import { opLogsQuery } from '../xlink/op-logs.ts'
import { otaLogBody } from '../xlink/ota-log.ts'
import { otaLogsBody } from '../xlink/ota-logs.ts'
import { promoteBody } from '../xlink/promote-task.ts'
import { reportBody } from '../xlink/report.ts'
import { auditBody, submitBody } from '../xlink/review-task.ts'
import { deleteBody, statusBody } from '../xlink/start-stop.ts'
import { devicesBody } from '../xlink/task-devices.ts'
import { bareListQuery, listBody } from '../xlink/tasks.ts'
import * as answers from './answers.ts'
import type { Operation } from './operation.ts'

const TASKS = '/v2/upgrade/firmware/tasks'
const desk = { access: 'token', kinds: ['corp', 'thirdParty'] } as const
const readers = { access: 'token', kinds: ['corp', 'thirdParty', 'platform'] } as const
const versioned = { headers: ['Api-Version'] } as const

export const upgradeOperations: readonly Operation[] = [
  {
    ...desk,
    ...versioned,
    id: 'createTask',
    method: 'post',
    path: '/v2/upgrade/firmware/task',
    summary: '1: create a task; pending with Api-Version 2, else stopped',
    body: createBody,
    answer: answers.createdTask,
  },
  {
    ...readers,
    ...versioned,
    id: 'listTasks',
    method: 'get',
    path: TASKS,
    summary: '2: tasks of a product, a bare list',
    query: bareListQuery,
    answer: answers.task.array(),
  },
  {
    ...desk,
    id: 'setTaskStatus',
    method: 'post',
    path: '/v2/upgrade/firmware/task/status',
    summary: '3: start or stop a task',
    body: statusBody,
    answer: 'empty',
  },
  {
    ...desk,
    id: 'deleteTask',
    method: 'post',
    path: '/v2/upgrade/firmware/task/delete',
    summary: '4: delete a task',
    body: deleteBody,
    answer: 'empty',
  },
  {
    access: 'token',
    kinds: ['user', 'device'],
    id: 'checkTask',
    method: 'post',
    path: '/v2/upgrade/firmware/check/{deviceId}',
    summary: '5: the newest running task for a device; 4041013 when there is none',
    body: checkBody,
    answer: answers.checkedTask,
  },
  {
    access: 'token',
    kinds: ['user', 'device', 'platform'],
    id: 'reportResult',
    method: 'post',
    path: '/v2/upgrade/firmware/report/{deviceId}',
    summary: '6: what became of an upgrade; may be repeated',
    body: reportBody,
    answer: 'empty',
  },
  {
    ...readers,
    ...versioned,
    id: 'searchTasks',
    method: 'post',
    path: TASKS,
    summary: '7: tasks of a product, with query and order',
    body: listBody,
    answer: answers.taskList,
  },
  {
    access: 'token',
    kinds: ['platform'],
    headers: ['Corp-ID'],
    id: 'addOtaLog',
    method: 'post',
    path: '/v2/upgrade/ota-log',
    summary: '8: the instruction reached the device; may be repeated',
    body: otaLogBody,
    answer: 'empty',
  },
  {
    ...desk,
    id: 'searchOtaLogs',
    method: 'post',
    path: '/v2/upgrade/ota-logs',
    summary: '9: issued and completed upgrades, with filter, query and order',
    body: otaLogsBody,
    answer: answers.otaLogList,
  },
  {
    ...desk,
    id: 'promoteTask',
    method: 'put',
    path: `${TASKS}/{taskId}/product-tag`,
    summary: '10: make a formal task of a test task',
    body: promoteBody,
    answer: 'empty',
  },
  {
    ...desk,
    id: 'submitTask',
    method: 'put',
    path: `${TASKS}/{taskId}/submit-audit`,
    summary: '11: submit a formal task for review',
    body: submitBody,
    answer: 'empty',
  },
  {
    ...desk,
    id: 'reviewTask',
    method: 'put',
    path: `${TASKS}/{taskId}/audit`,
    summary: '12: approve or reject; the named reviewer only',
    body: auditBody,
    answer: 'empty',
  },
  {
    ...desk,
    id: 'changeTaskDevices',
    method: 'put',
    path: `${TASKS}/{taskId}/devices`,
    summary: '13: add, remove or replace the devices of a test task',
    body: devicesBody,
    answer: 'empty',
  },
  {
    ...desk,
    ...versioned,
    id: 'getTask',
    method: 'get',
    path: `${TASKS}/{taskId}`,
    summary: '14: a task',
    answer: answers.task,
  },
  {
    ...desk,
    id: 'listOperations',
    method: 'get',
    path: `${TASKS}/{taskId}/op-logs`,
    summary: '15: who did what to a task, newest first',
    query: opLogsQuery,
    answer: answers.operationList,
  },
  {
    ...desk,
    id: 'getVersionShare',
    method: 'get',
    path: '/v2/statistics/ota/customize-task/{taskId}/device-firmware-version',
    summary: '16: how many devices of a task run which version',
    answer: answers.versionShare,
  },
]
