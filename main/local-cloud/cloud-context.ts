// What every route of the local cloud works on.
import type { FastifyRequest } from 'fastify'
import type { CloudDatabase } from './cloud-database.ts'
import type { Credentials } from './credentials.ts'
import type { DeviceTable } from './device-table.ts'
import type { FirmwareFiles } from './firmware-files.ts'
import type { ResultTable } from './result-table.ts'
import type { TaskTable } from './task-table.ts'

export interface CloudContext {
  readonly db: CloudDatabase
  readonly devices: DeviceTable
  readonly tasks: TaskTable
  readonly results: ResultTable
  readonly files: FirmwareFiles
  readonly credentials: Credentials
  readonly now: () => Date
}

/** Any other value than 2 counts as 0. */
export function apiVersion(request: FastifyRequest): 0 | 2 {
  const header = request.headers['api-version']
  return typeof header === 'string' && header.trim() === '2' ? 2 : 0
}

/**
 * `http://host:port` for URLs in answers, as the caller reached us. The Host header is believed only when it names the
 * address the connection came in on: it would otherwise let anyone send a device elsewhere for its firmware.
 */
export function requestOrigin(request: FastifyRequest): string {
  const { localAddress = '127.0.0.1', localPort = 0 } = request.socket
  const plain = localAddress.replace(/^::ffff:/, '')
  const own = `${plain.includes(':') ? `[${plain}]` : plain}:${localPort}`
  const loopback = plain === '::1' || plain.startsWith('127.')
  const host = request.headers.host?.toLowerCase()
  return `http://${loopback && host === `localhost:${localPort}` ? host : own}`
}
