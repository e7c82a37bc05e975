// Client of the XLINK v2 upgrade service, all sixteen calls of its document by capability: tasks.ts (2, 5, 7, 14),
// desk.ts (1, 3, 4, 10 to 13, 15, 16), results.ts (6, 8), ota-logs.ts (9). Here they get their token.
import type { XlinkConnection } from '../../../preload/contract/index.ts'
import type { CloudClient, CloudParts } from '../cloud.ts'
import type { CallXlink } from './calls.ts'
import { sessionCalls } from './credentials.ts'
import { createTaskDesk } from './desk.ts'
import { createXlinkHttp } from './http.ts'
import { isTokenEnded } from './judge.ts'
import { createOtaLogSource } from './ota-logs.ts'
import { probeConnection } from './probe.ts'
import { createResultSink } from './results.ts'
import { fixedToken, sessionTokens, type Tokens } from './session.ts'
import { createFirmwareShelf } from './shelf.ts'
import { createTaskSource } from './tasks.ts'

/** Makes no request by itself; the line is the caller's to close. */
export function createXlinkClient(connection: XlinkConnection, parts: CloudParts): CloudClient {
  const { line, secret } = parts
  const { connectionId, numericStrings } = connection
  const http = createXlinkHttp({ line, numericStrings, secrets: () => tokens.secrets() })
  const calls = sessionCalls(connection.credential)
  const tokens: Tokens =
    calls === null
      ? fixedToken({ connectionId, secret })
      : sessionTokens({ connectionId, calls, secret, http, now: () => line.now() })

  const call: CallXlink = async (request, signal) => {
    const { probe = false } = request
    const token = await tokens.token(probe, signal)
    try {
      return await http.send(request, token, signal)
    } catch (error) {
      // A refused token means that nothing was done: also what is not repeatable goes once more.
      if (!isTokenEnded(error) || !tokens.retire(token)) throw error
    }
    return http.send(request, await tokens.token(probe, signal), signal)
  }

  return {
    kind: 'xlink',
    host: line.host,
    dispatcher: line.dispatcher,
    tasks: createTaskSource(call),
    desk: createTaskDesk(call),
    results: createResultSink(call, connection.corpId),
    otaLogs: createOtaLogSource(call),
    shelf: createFirmwareShelf(call, connectionId),
    test: ({ productId }, signal) =>
      probeConnection({ call, tokens, line, logsIn: calls !== null }, productId, signal),
  }
}
