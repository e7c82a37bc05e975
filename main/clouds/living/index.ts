// Client of the Living Platform: how far one device's upgrade is. Speaks `/living/ota/progress/get` 1.0.0 and nothing
// else; following a device to the end of its upgrade is follow-progress.ts.
import {
  FlashlineError,
  type LivingConnection,
  type UpgradeProgress,
} from '../../../preload/contract/index.ts'
import type { CloudClient, CloudParts, ProgressQuery } from '../cloud.ts'
import { tryCall } from '../connection-check.ts'
import { callLiving } from './http.ts'
import { progressParams } from './progress-params.ts'
import { readProgress } from './schema.ts'

const PROGRESS_PATH = '/living/ota/progress/get'
/** No device has it; asking about it shows whether key, signature, token and address are right. */
const NOBODY = 'flashline-connection-test'
/** Refused because of the device alone: forbidden, or no such device. */
const deviceRefusals: readonly unknown[] = [403, 28560]

export function createLivingClient(connection: LivingConnection, parts: CloudParts): CloudClient {
  async function getProgress(
    query: ProgressQuery,
    signal: AbortSignal,
    probe = false,
  ): Promise<UpgradeProgress | null> {
    const params = progressParams(query)
    const call = { path: PROGRESS_PATH, apiVer: '1.0.0', params, probe }
    return readProgress(await callLiving(connection, parts, call, signal))
  }

  return {
    kind: 'living',
    host: parts.line.host,
    dispatcher: parts.line.dispatcher,
    progress: { getProgress: (query, signal) => getProgress(query, signal) },
    async *test(_about, signal) {
      yield await tryCall(
        PROGRESS_PATH,
        async () => {
          const knownDevice = await getProgress({ deviceId: NOBODY }, signal, true).then(
            () => true,
            (error: unknown) => {
              if (isDeviceRefusal(error)) return false
              throw error
            },
          )
          return { knownDevice, skewMs: parts.line.skewMs() }
        },
        signal,
      )
    },
  }
}

/** Only the platform itself, behind the gateway, says these with a number. */
function isDeviceRefusal(error: unknown): boolean {
  return error instanceof FlashlineError && deviceRefusals.includes(error.context.cloudCode)
}
