// Whether the clouds can be reached and used: each connection tried call by call, as "Test connection" does, all at once;
// and what their answers say of this computer's clock. Nothing of a credential gets into a line.
import type { Connection, ConnectionCheck, DoctorLine, Settings } from '../../../preload/contract/index.ts'
import type { Clouds } from '../clouds.ts'
import { testConnection } from '../test-connection.ts'
import { judgeClock, type Skew, skewOf } from './clock.ts'
import { line } from './line.ts'
import { judgeWaysOut, readAuthorities } from './ways-out.ts'

export interface ConnectionsQuestion {
  readonly settings: Settings
  readonly clouds: Clouds
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => Date
  /** Of one connection. */
  readonly timeoutMs: number
  readonly offline: boolean
}

export async function checkConnections(
  question: ConnectionsQuestion,
  signal: AbortSignal,
): Promise<DoctorLine[]> {
  const { settings, env, now, offline } = question
  const { connections } = settings
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const lines = judgeWaysOut(connections, env, now())
  if (connections.length === 0) return [line('connectionsNone'), ...lines, judgeClock([], zone)]
  if (offline)
    return [line('connectionsOffline', { count: connections.length }), ...lines, judgeClock([], zone)]
  const tried = await Promise.all(
    connections.map((connection) => tryConnection(connection, question, signal)),
  )
  const skews = tried.flatMap(({ skew }) => (skew === null ? [] : [skew]))
  return [...tried.map((one) => one.line), ...lines, judgeClock(skews, zone)]
}

async function tryConnection(
  connection: Connection,
  { settings, clouds, timeoutMs }: ConnectionsQuestion,
  signal: AbortSignal,
): Promise<{ line: DoctorLine; skew: Skew | null }> {
  const { connectionId, baseUrl, proxyUrl, caPem } = connection
  const host = originOf(baseUrl)
  const authorities = readAuthorities(caPem).length
  const facts = {
    connectionId,
    host,
    proxy: proxyUrl && originOf(proxyUrl),
    authorities: authorities === 0 ? null : authorities,
  }
  const late = AbortSignal.timeout(timeoutMs)
  try {
    const checks = await testConnection(clouds, settings, connectionId, AbortSignal.any([signal, late]))
    const skewMs = skewOf(checks)
    return { line: judgeChecks(checks, facts), skew: skewMs === null ? null : { host, skewMs } }
  } catch (cause) {
    signal.throwIfAborted()
    const seconds = Math.round(timeoutMs / 1000)
    if (late.aborted) return { line: line('connectionLate', { ...facts, seconds }), skew: null }
    return { line: line('connectionFailed', facts, cause), skew: null }
  }
}

/** The first call that failed stands for the connection: those behind it mostly failed for the same reason. */
function judgeChecks(
  checks: readonly ConnectionCheck[],
  facts: Readonly<Record<string, string | number | null>>,
): DoctorLine {
  const failed = checks.find(({ outcome }) => outcome === 'failed')
  const calls = checks.filter(({ outcome }) => outcome === 'works').length
  if (failed === undefined) return line('connectionWorks', { ...facts, calls })
  return { ...line('connectionFailed', { ...facts, calls, call: failed.call }), error: failed.error }
}

/** Without user, password, path and query. */
function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : ''
}
