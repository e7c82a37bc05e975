// Results for the cloud: 8 ota-log, 6 report, and whether a report arrived whose answer was lost.
import { type ErrorCode, FlashlineError } from '../../../preload/contract/index.ts'
import type { ResultSink } from '../cloud.ts'
import { readAcknowledgement } from '../read-reply.ts'
import { type CallXlink, callNames } from './calls.ts'
import { decideArrived, decideLogged, type KeptResults } from './decide-arrived.ts'
import { saysTokenEnded } from './judge.ts'
import { listLoggedResults } from './ota-logs.ts'
import { pathId } from './path-id.ts'
import { partFields } from './tasks.ts'

const MODEL_MAX_CHARS = 20

export function createResultSink(call: CallXlink, corpId: string): ResultSink {
  return {
    // 8. One log is open per device and task: a second request adds nothing.
    async sendOtaLog({ deviceId, taskId }, signal) {
      await call(
        {
          name: callNames.addOtaLog,
          method: 'POST',
          path: '/v2/upgrade/ota-log',
          headers: { 'Corp-ID': corpId },
          body: { device_id: deviceId, task_id: taskId },
          repeatable: true,
          read: readAcknowledgement,
        },
        signal,
      )
    },

    // 6. The document promises nothing about a second one: it may count twice.
    async sendReport(report, signal) {
      await call(
        {
          name: callNames.report,
          method: 'POST',
          path: `/v2/upgrade/firmware/report/${pathId(report.deviceId)}`,
          body: {
            ...partFields(report.part),
            mod: report.model.slice(0, MODEL_MAX_CHARS),
            last_version: report.fromVersion,
            current_version: report.toVersion,
            result: report.succeeded ? 0 : 1,
            desc: report.description,
            start_date: report.startedAt,
            end_date: report.endedAt,
          },
          repeatable: false,
          read: readAcknowledgement,
        },
        signal,
      )
    },

    async hasReport(report, others, signal) {
      const { deviceId, taskId } = report
      if (taskId === null) return 'unknown'
      const kept = await askKept(call, deviceId, taskId, signal)
      return kept === null ? 'unknown' : decideArrived(report, others, kept)
    },

    async hasOtaLog({ deviceId, taskId, startedAt }, others, signal) {
      const kept = await askKept(call, deviceId, taskId, signal)
      return kept === null ? 'unknown' : decideLogged(startedAt ?? null, others, kept)
    },
  }
}

/** Null: this service will not tell, or not us. */
async function askKept(
  call: CallXlink,
  deviceId: string,
  taskId: string,
  signal: AbortSignal,
): Promise<KeptResults | null> {
  try {
    return await listLoggedResults(call, { deviceId, taskId }, signal)
  } catch (error) {
    if (error instanceof FlashlineError && cannotSay.has(error.code) && !saysTokenEnded(error)) return null
    throw error
  }
}

/** A token of the wrong kind is refused as CLOUD_TOKEN by some services. */
const cannotSay: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CLOUD_FORBIDDEN',
  'CLOUD_TOKEN',
  'CLOUD_REFUSED',
])
