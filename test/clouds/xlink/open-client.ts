// An XLINK client and the scripted server that it talks to, with a clock and secrets that the test turns. Repeats of the
// line happen at once.

import type { CloudClient, CloudParts } from '../../../main/clouds/cloud.ts'
import type { LineEntry, LineOptions } from '../../../main/clouds/line/line.ts'
import { createXlinkClient } from '../../../main/clouds/xlink/index.ts'
import {
  type SecretName,
  type XlinkConnection,
  xlinkConnectionSchema,
} from '../../../preload/contract/index.ts'
import { lineTo } from '../test-line.ts'
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts'

export const TOKEN = 'secret-token-of-the-station'
export const never = new AbortController().signal

export interface Knobs {
  nowMs: number
  readonly secrets: Partial<Record<SecretName, string>>
}

/** Everything but `dispatcher` is there: what the tests of this cloud use. */
export type XlinkClient = Required<Omit<CloudClient, 'progress' | 'catalogue'>>

export interface OpenClient extends AsyncDisposable {
  readonly server: ScriptedServer
  readonly client: XlinkClient
  readonly knobs: Knobs
  /** The attempts that the line made. */
  readonly entries: readonly LineEntry[]
}

export interface OpenOptions {
  readonly connection?: Partial<XlinkConnection>
  readonly line?: Partial<LineOptions>
  /** Another address than the scripted server's. */
  readonly baseUrl?: string
}

/** Waits of the line that are over at once. */
export const hastyClock = { elapsedMs: () => 0, wait: async () => {}, chance: () => 0 }

export async function openClient(options: OpenOptions = {}): Promise<OpenClient> {
  const server = await startScriptedServer()
  const knobs: Knobs = { nowMs: Date.parse('2026-01-02T03:00:00.000Z'), secrets: { token: TOKEN } }
  const baseUrl = options.baseUrl ?? server.baseUrl
  const { line, entries } = lineTo(baseUrl, {
    now: () => new Date(knobs.nowMs),
    clock: hastyClock,
    ...options.line,
  })
  const client = xlinkClient(
    { baseUrl, corpId: 'corp7', ...options.connection },
    { line, secret: (name) => knobs.secrets[name] ?? '' },
  )
  return {
    server,
    client,
    knobs,
    entries,
    async [Symbol.asyncDispose]() {
      await line.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** A client with all that this cloud can do, by a connection with the usual settings. */
export function xlinkClient(
  connection: Pick<XlinkConnection, 'baseUrl'> & Partial<XlinkConnection>,
  parts: CloudParts,
): XlinkClient {
  const settings = xlinkConnectionSchema.parse({ kind: 'xlink', connectionId: 'plant', ...connection })
  const { tasks, desk, results, otaLogs, shelf, ...rest } = createXlinkClient(settings, parts)
  if (!tasks || !desk || !results || !otaLogs || !shelf) throw new Error('a capability is missing')
  return { tasks, desk, results, otaLogs, shelf, ...rest }
}
