// What every route of the local cloud works on.
import { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'
import type { AccountTable } from './accounts/account-table.ts'
import type { Credentials } from './accounts/credentials.ts'
import type { LoginGuard } from './accounts/login-guard.ts'
import type { CloudDatabase, CloudDb, Subject } from './cloud-database.ts'
import type { DeviceTable } from './device-table.ts'
import type { FirmwareFiles } from './firmware-files.ts'
import type { FirmwareLinks } from './firmware-links.ts'
import type { AccessKeyPairs } from './iot-rpc/access-key-pairs.ts'
import type { CatalogueTable } from './iot-rpc/catalogue-table.ts'
import type { LivingKeys } from './living/living-keys.ts'
import type { UpgradeRecords } from './living/upgrade-records.ts'
import type { Upgrades } from './living/upgrades.ts'
import type { OperationTable } from './xlink/operation-table.ts'
import type { ResultTable } from './xlink/result-table.ts'
import type { TaskTable } from './xlink/task-table.ts'

/** Where the documents leave a choice. All off: as the original documents say it. */
export interface CloudRules {
  /** The same start version may have a formal and a test task. */
  readonly uniquePerTag: boolean
  /** Who submits a task may not review it. */
  readonly fourEyes: boolean
  /** Numbers in answers are written as text. */
  readonly numericStrings: boolean
  /** A test task may be for all devices. */
  readonly testForAll: boolean
  /** An upgrade that is not done ten minutes after its task was made has failed, instead of being abnormal. */
  readonly timeoutAsFailed: boolean
  /** The firmware catalogue answers with names in Pascal case. */
  readonly pascal: boolean
}

export const usualRules: CloudRules = {
  uniquePerTag: false,
  fourEyes: false,
  numericStrings: false,
  testForAll: false,
  timeoutAsFailed: false,
  pascal: false,
}

/** The tables: of the database itself, where each call stands alone, or of one transaction. */
export interface CloudScope {
  readonly db: CloudDb
  readonly devices: DeviceTable
  readonly tasks: TaskTable
  readonly operations: OperationTable
  readonly results: ResultTable
  readonly accounts: AccountTable
  /** Told by endpoints 6 and 8, inside their transactions. */
  readonly upgrades: Upgrades
  readonly upgradeRecords: UpgradeRecords
  readonly livingKeys: LivingKeys
  readonly catalogue: CatalogueTable
  readonly accessKeyPairs: AccessKeyPairs
  readonly rules: CloudRules
  readonly now: () => Date
}

export interface CloudContext extends CloudScope {
  readonly db: CloudDatabase
  /** Runs `work` in a transaction, with the tables of that one alone; see CloudDatabase. */
  write<T>(subjects: readonly Subject[], work: (cloud: CloudScope) => Promise<T>): Promise<T>
  readonly files: FirmwareFiles
  /** Of one file that is sent in. */
  readonly maxFirmwareBytes: number
  readonly logins: LoginGuard
  readonly credentials: Credentials
  readonly links: FirmwareLinks
}

/** Any other value than 2 counts as 0. */
export function apiVersion(request: FastifyRequest): 0 | 2 {
  const header = request.headers['api-version']
  return typeof header === 'string' && header.trim() === '2' ? 2 : 0
}

/**
 * `http://host:port` for URLs in answers, as the caller reached us; https where we have a certificate. The Host header is
 * believed only when it names the address the connection came in on, or a name in our certificate: it would otherwise
 * let anyone send a device elsewhere for its firmware. Behind a balancer it is what the owner said.
 */
export function requestOrigin(request: FastifyRequest): string {
  const { publicOrigin } = request.server
  if (publicOrigin !== null) return publicOrigin
  const { host = '' } = request.headers
  const known = origins.get(request.socket)
  if (known?.host === host) return known.origin
  const origin = findOrigin(request)
  origins.set(request.socket, { host, origin })
  return origin
}

/** A connection asks for the same host all its life. */
const origins = new WeakMap<object, { host: string; origin: string }>()

function findOrigin(request: FastifyRequest): string {
  const { localAddress = '127.0.0.1', localPort = 0 } = request.socket
  const plain = localAddress.replace(/^::ffff:/, '')
  const own = `${request.protocol}://${plain.includes(':') ? `[${plain}]` : plain}:${localPort}`
  const asked = `${request.protocol}://${request.headers.host ?? ''}`
  if (!URL.canParse(asked)) return own
  const { origin, hostname, port, protocol } = new URL(asked)
  if (Number(port || (protocol === 'https:' ? 443 : 80)) !== localPort) return own
  const isLoopback = plain === '::1' || plain.startsWith('127.')
  const isOurs = (isLoopback && hostname === 'localhost') || isInCertificate(request, hostname)
  return isOurs ? origin : own
}

function isInCertificate({ socket }: FastifyRequest, hostname: string): boolean {
  return socket instanceof TLSSocket && socket.getX509Certificate()?.checkHost(hostname) !== undefined
}
