// A connection, tried call by call.
import { type ConnectionCheck, FlashlineError, type Settings } from '../../preload/contract/index.ts'
import type { Clouds } from './clouds.ts'
import { askAbout } from './routes.ts'

/** Each call that changes nothing. CONNECTION_UNKNOWN */
export async function testConnection(
  clouds: Clouds,
  settings: Settings,
  connectionId: string,
  signal: AbortSignal,
): Promise<ConnectionCheck[]> {
  const client = clouds.get(connectionId)
  if (!client) throw new FlashlineError('CONNECTION_UNKNOWN', { connectionId })
  const checks: ConnectionCheck[] = []
  for await (const check of client.test(askAbout(settings, connectionId), signal)) checks.push(check)
  return checks
}
