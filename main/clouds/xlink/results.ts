// Results for the cloud: 8 ota-log, 6 report, and whether a report arrived whose answer was lost.
import { type ErrorCode, FlashlineError } from '../../../preload/contract/index.ts'
import type { Report, ResultSink } from '../cloud.ts'
import { readAcknowledgement } from '../read-reply.ts'
import { type CallXlink, callNames } from './calls.ts'
import type { LoggedResult } from './log-schema.ts'
import { listLoggedResults } from './ota-logs.ts'
import { pathId } from './path-id.ts'
import { partFields } from './tasks.ts'

const MODEL_MAX_CHARS = 20
/** Our clock and the service's may differ by so much. */
const CLOCK_TOLERANCE_MS = 60_000

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

    async hasReport(report, signal) {
      const { deviceId, taskId } = report
      if (taskId === null) return 'unknown'
      try {
        const { results, complete } = await listLoggedResults(call, { deviceId, taskId }, signal)
        return decideArrived(report, results, complete)
      } catch (error) {
        if (error instanceof FlashlineError && cannotSay.has(error.code)) return 'unknown'
        throw error
      }
    },
  }
}

/** This service will not tell, or not us. */
const cannotSay: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CLOUD_FORBIDDEN',
  'CLOUD_TOKEN',
  'CLOUD_REFUSED',
  'CLOUD_REPLY',
])

/**
 * A success completes the log of its device and task. A failure leaves no documented trace; some services add it to the
 * log. Without any log nothing can be told: the instruction itself may never have been logged.
 */
function decideArrived(
  report: Report,
  results: readonly LoggedResult[],
  complete: boolean,
): 'yes' | 'no' | 'unknown' {
  const arrived = report.succeeded
    ? results.some((result) => result.completed && isOfThisRun(result, report))
    : results.some((result) => result.failed && result.description === report.description)
  if (arrived) return 'yes'
  return report.succeeded && complete && results.length > 0 ? 'no' : 'unknown'
}

function isOfThisRun({ executedAt }: LoggedResult, report: Report): boolean {
  return executedAt === null || Date.parse(executedAt) >= Date.parse(report.startedAt) - CLOCK_TOLERANCE_MS
}
