// Client of the XLINK v2 upgrade service: tasks for the station, results for the cloud. Endpoint numbers are those of
// the service's document: 5 check, 6 report, 7 list, 8 ota-log, 14 get. Bodies carry numbers as numbers.
import { FlashlineError, type Part } from '../../../preload/contract/index.ts'
import type { ResultSink, TaskSource } from '../cloud.ts'
import { callXlink, type XlinkCall, type XlinkConnection } from './http.ts'
import { readTask, readTaskList } from './schema.ts'
import { partTypes, xlinkCodes } from './wire.ts'

export type { XlinkConnection } from './http.ts'

const MODEL_MAX_CHARS = 20
const versionHeader = { 'Api-Version': '2' }

export function createXlinkCloud(connection: XlinkConnection): TaskSource & ResultSink {
  const call = (request: XlinkCall, signal: AbortSignal) => callXlink(connection, request, signal)
  return {
    // 5
    async check(query, signal) {
      const path = `/v2/upgrade/firmware/check/${pathId(query.deviceId)}`
      const body = {
        product_id: query.productId,
        ...partFields(query.part),
        current_version: query.currentVersion,
      }
      try {
        return readTask(await call({ method: 'POST', path, body }, signal))
      } catch (error) {
        if (isRefused(error, 404, xlinkCodes.taskMissing)) return null
        if (isRefused(error, 400, xlinkCodes.deviceNewest)) return null
        throw error
      }
    },

    // 6
    async sendReport(report, signal) {
      const path = `/v2/upgrade/firmware/report/${pathId(report.deviceId)}`
      const body = {
        ...partFields(report.part),
        mod: report.model.slice(0, MODEL_MAX_CHARS),
        last_version: report.fromVersion,
        current_version: report.toVersion,
        result: report.succeeded ? 0 : 1,
        desc: report.description,
        start_date: report.startedAt,
        end_date: report.endedAt,
      }
      await call({ method: 'POST', path, body }, signal)
    },

    // 7
    async listTasks(query, signal) {
      const body = { product_id: query.productId, offset: query.offset, limit: query.limit }
      const request: XlinkCall = {
        method: 'POST',
        path: '/v2/upgrade/firmware/tasks',
        headers: versionHeader,
        body,
      }
      return readTaskList(await call(request, signal))
    },

    // 8
    async sendOtaLog(log, signal) {
      const body = { device_id: log.deviceId, task_id: log.taskId }
      const headers = { 'Corp-ID': connection.corpId }
      await call({ method: 'POST', path: '/v2/upgrade/ota-log', headers, body }, signal)
    },

    // 14
    async getTask(taskId, signal) {
      const path = `/v2/upgrade/firmware/tasks/${pathId(taskId)}`
      try {
        return readTask(await call({ method: 'GET', path, headers: versionHeader }, signal))
      } catch (error) {
        if (isRefused(error, 404, xlinkCodes.taskMissing)) {
          throw new FlashlineError('TASK_NOT_FOUND', { taskId }, { cause: error })
        }
        throw error
      }
    },
  }
}

function partFields(part: Part): { type: number; identify: number } {
  return { type: partTypes[part.type], identify: part.identify }
}

/** An id as one segment of a path. An empty one or dots would name another address. */
function pathId(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new FlashlineError('INPUT_INVALID', { id })
  return encodeURIComponent(id)
}

function isRefused(error: unknown, status: number, cloudCode: number): boolean {
  return (
    error instanceof FlashlineError &&
    error.code === 'CLOUD_REFUSED' &&
    error.context.status === status &&
    error.context.cloudCode === cloudCode
  )
}
