// The clients of the connections, one each, made when first asked for. A changed connection makes a new client; a changed
// secret is used at the next call.
import type { Connection, SecretName } from '../../preload/contract/index.ts'
import type { CloudClient } from '../clouds/cloud.ts'
import { createCloudLine } from '../clouds/line/create-line.ts'
import type { CloudLine, LineEntry } from '../clouds/line/line.ts'
import { createCloudClient } from '../clouds/registry.ts'

/** The document of the progress call names three seconds; the others name none. */
const usualTimeoutMs: Readonly<Record<Connection['kind'], number>> = {
  xlink: 10_000,
  living: 3000,
  'iot-rpc': 10_000,
}

export interface CloudsOptions {
  /** As they are set now. Asked at every use. */
  readonly connections: () => readonly Connection[]
  readonly secret: (connectionId: string, name: SecretName) => string
  /** Every secret there is, to be kept out of the log. */
  readonly secrets: () => readonly string[]
  /** The log of requests, secrets replaced. */
  readonly onEntry: (entry: LineEntry) => void
}

export interface Clouds {
  /** Null when there is no such connection. */
  get(connectionId: string | null): CloudClient | null
  close(): Promise<void>
}

export function createClouds(options: CloudsOptions): Clouds {
  const made = new Map<string, { key: string; client: CloudClient; line: CloudLine }>()
  return {
    get(connectionId) {
      const connection = options.connections().find((one) => one.connectionId === connectionId)
      if (!connection) return null
      const key = JSON.stringify(connection)
      const present = made.get(connection.connectionId)
      if (present?.key === key) return present.client
      void present?.line.close()
      const secret = (name: SecretName) => options.secret(connection.connectionId, name)
      const line = createCloudLine({
        baseUrl: connection.baseUrl,
        pathSuffix: connection.pathSuffix,
        extraQuery: connection.extraQuery,
        proxyUrl: connection.proxyUrl,
        proxyUser: connection.proxyUser,
        proxyPassword: () => secret('proxyPassword'),
        caPem: connection.caPem,
        timeoutMs: connection.timeoutMs ?? usualTimeoutMs[connection.kind],
        onEntry: options.onEntry,
        secrets: options.secrets,
      })
      const client = createCloudClient(connection, { line, secret })
      made.set(connection.connectionId, { key, client, line })
      return client
    },
    async close() {
      await Promise.all([...made.values()].map(({ line }) => line.close()))
      made.clear()
    },
  }
}
