// Client of IoT RPC services: the firmware packages that they list, and where a package's file is. Speaks ListOTAFirmware
// as its document has it and as the older vendor's version wants it (see the connection's dialect), and QueryOTAFirmware.
import type { ErrorContext, IotRpcConnection } from '../../../preload/contract/index.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { CloudClient, CloudParts } from '../cloud.ts'
import { leaveOut, tryCall } from '../connection-check.ts'
import { createCatalogue, fileCall, listCall } from './catalogue.ts'
import { callRpc, type RpcCall } from './http.ts'
import { readEntries, readFileLink, readPage } from './schema.ts'

export function createIotRpcClient(
  connection: IotRpcConnection,
  parts: CloudParts,
  clock: Clock = systemClock,
): CloudClient {
  const { line } = parts
  const call = (wanted: RpcCall, signal: AbortSignal) => callRpc(connection, parts, wanted, signal)
  const probe = (wanted: RpcCall, signal: AbortSignal) => call({ ...wanted, probe: true }, signal)

  return {
    kind: 'iot-rpc',
    host: line.host,
    dispatcher: line.dispatcher,
    catalogue: createCatalogue(call, clock),
    async *test({ productKey }, signal) {
      let firmwareId: string | null = null
      const list = async (): Promise<ErrorContext> => {
        const wanted = listCall(productKey === null ? {} : { productKey }, 1, 1)
        const { items, total } = readPage(await probe(wanted, signal))
        const first = readEntries(items.slice(0, 1))
        firmwareId = first.items[0]?.firmwareId ?? first.unread[0]?.id ?? null
        return { firmware: total ?? items.length, skewMs: line.skewMs() }
      }
      const find = async (id: string): Promise<ErrorContext> => {
        const link = readFileLink(await probe(fileCall(id), signal), id)
        return { givesFiles: link !== null }
      }
      yield await tryCall('ListOTAFirmware', list, signal)
      const id: string | null = firmwareId
      if (id === null) yield leaveOut('QueryOTAFirmware')
      else yield await tryCall('QueryOTAFirmware', () => find(id), signal)
    },
  }
}
