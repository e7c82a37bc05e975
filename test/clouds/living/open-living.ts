// The client of the Living Platform before a server that a test tells what to answer. Waits of the line take no time.

import type { CloudClient } from '../../../main/clouds/cloud.ts'
import type { LineEntry } from '../../../main/clouds/line/line.ts'
import { createLivingClient } from '../../../main/clouds/living/index.ts'
import type { SecretName } from '../../../preload/contract/index.ts'
import { type LivingConnection, livingConnectionSchema } from '../../../preload/contract/index.ts'
import { lineTo } from '../test-line.ts'
import { type ScriptedServer, startScriptedServer } from '../xlink/scripted-server.ts'

export const NOW = new Date(1_700_000_000_000)
export const secrets: Partial<Record<SecretName, string>> = {
  appSecret: 'the-app-secret',
  iotToken: 'the-iot-token',
}

export interface OpenLiving extends AsyncDisposable {
  readonly server: ScriptedServer
  readonly client: CloudClient
  readonly entries: readonly LineEntry[]
}

export async function openLiving(
  change: Partial<LivingConnection> & { readonly prefix?: string; readonly secrets?: typeof secrets } = {},
): Promise<OpenLiving> {
  const { prefix = '', secrets: known = secrets, ...fields } = change
  const server = await startScriptedServer()
  const connection = livingConnectionSchema.parse({
    kind: 'living',
    connectionId: 'living-1',
    baseUrl: server.baseUrl + prefix,
    appKey: 'app-key',
    ...fields,
  })
  const { line, entries } = lineTo(connection.baseUrl, {
    pathSuffix: connection.pathSuffix,
    extraQuery: connection.extraQuery,
    now: () => NOW,
    clock: { elapsedMs: () => 0, wait: async () => {}, chance: () => 0 },
  })
  const client = createLivingClient(connection, { line, secret: (name) => known[name] ?? '' })
  return {
    server,
    client,
    entries,
    async [Symbol.asyncDispose]() {
      await line.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** The envelope of an answer. */
export const envelope = (code: unknown, data: unknown = null, more: object = {}) => ({
  id: 'another',
  code,
  message: null,
  localizedMsg: null,
  data,
  ...more,
})
