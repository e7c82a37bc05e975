// The client of IoT RPC services before a server that a test tells what to answer. No wait takes time.
import type { ServerResponse } from 'node:http'
import type { CloudClient, FirmwareCatalogue } from '../../../main/clouds/cloud.ts'
import { createIotRpcClient } from '../../../main/clouds/iot-rpc/index.ts'
import type { LineEntry } from '../../../main/clouds/line/line.ts'
import {
  FlashlineError,
  type IotRpcConnection,
  iotRpcConnectionSchema,
} from '../../../preload/contract/index.ts'
import { lineTo } from '../test-line.ts'
import { createTurnedClock, type TurnedClock } from '../turned-clock.ts'
import { type ScriptedServer, startScriptedServer } from '../xlink/scripted-server.ts'

export const NOW = new Date(1_732_009_663_456)
export const ACCESS_KEY_SECRET = 'the-access-key-secret'

export interface OpenRpc extends AsyncDisposable {
  readonly server: ScriptedServer
  readonly client: CloudClient
  readonly catalogue: FirmwareCatalogue
  readonly entries: readonly LineEntry[]
  /** Of the waits for a service that is busy. */
  readonly clock: TurnedClock
  /** The query of each request, decoded. */
  queries(): URLSearchParams[]
}

export async function openRpc(
  change: Partial<IotRpcConnection> & { readonly secret?: string } = {},
): Promise<OpenRpc> {
  const { secret = ACCESS_KEY_SECRET, ...fields } = change
  const server = await startScriptedServer()
  const connection = iotRpcConnectionSchema.parse({
    kind: 'iot-rpc',
    connectionId: 'rpc-1',
    baseUrl: server.baseUrl,
    accessKeyId: 'the-access-key-id',
    ...fields,
  })
  const { line, entries } = lineTo(connection.baseUrl, {
    pathSuffix: connection.pathSuffix,
    extraQuery: connection.extraQuery,
    now: () => NOW,
    clock: { elapsedMs: () => 0, wait: async () => {}, chance: () => 0 },
  })
  const clock = createTurnedClock()
  const client = createIotRpcClient(connection, { line, secret: () => secret }, clock)
  if (client.catalogue === undefined) throw new Error('no catalogue')
  return {
    server,
    client,
    catalogue: client.catalogue,
    entries,
    clock,
    queries: () => server.received.map(({ url }) => new URL(url, server.baseUrl).searchParams),
    async [Symbol.asyncDispose]() {
      await line.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** The example of the document, as a package of its own. */
export const wireEntry = (change: object = {}) => ({
  srcVersion: '1.0.0',
  firmwareSign: '3d04ab6462633508606e5f3daac80000',
  productKey: 'k1nhvyl0000',
  type: 0,
  utcModified: '2024-11-12T11:11:11.000Z',
  signMethod: 'MD5',
  utcCreate: '2024-11-11T11:11:11.000Z',
  firmwareSize: 924,
  status: 0,
  firmwareId: '167',
  firmwareDesc: 'this is firmware',
  destVersion: '1.0.1',
  productName: 'ble1',
  firmwareName: 'bleFirmware1',
  moduleName: 'ble',
  ...change,
})

export const wirePage = (items: readonly unknown[], change: object = {}) => ({
  code: '',
  currentPage: 1,
  firmwareInfo: { simpleFirmwareInfo: items },
  pageCount: 1,
  pageSize: 100,
  requestId: '07e1524e-edba-4316-8c83-8714dfaf5b90',
  success: true,
  total: items.length,
  ...change,
})

export async function errorOf(answering: Promise<unknown>): Promise<FlashlineError> {
  const error = await answering.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof FlashlineError) return error
  throw new Error('no error of ours', { cause: error })
}

export const answerText = (status: number, type: string, text: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'Content-Type': type }).end(text)
}
