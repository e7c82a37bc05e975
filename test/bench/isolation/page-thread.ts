// The window's page as far as the station sees it: another thread that follows all events over a port.
import type { MessagePort } from 'node:worker_threads'
import { parentPort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { StationClient } from '../../../main/station/router.ts'
import { watchStation } from '../station/viewer.ts'

parentPort?.once('message', (port: MessagePort) => {
  const client: StationClient = createORPCClient(
    // The library types the browser's port; this one has the same events and methods.
    new RPCLink({ port: port as unknown as globalThis.MessagePort }),
  )
  port.start()
  void watchStation(client)
})
