// The list of clouds: a new one is a folder and a line here.
import type { Connection } from '../../preload/contract/index.ts'
import type { CloudClient, CloudParts } from './cloud.ts'
import { createIotRpcClient } from './iot-rpc/index.ts'
import { createLivingClient } from './living/index.ts'
import { createXlinkClient } from './xlink/index.ts'

export function createCloudClient(connection: Connection, parts: CloudParts): CloudClient {
  switch (connection.kind) {
    case 'xlink':
      return createXlinkClient(connection, parts)
    case 'living':
      return createLivingClient(connection, parts)
    case 'iot-rpc':
      return createIotRpcClient(connection, parts)
  }
}
