// The clouds of a data folder for the command line: one client for one command, settings changed from outside, a round of
// sync, firmware and roster. What writes needs the folder for itself; what only asks a cloud works beside a station.
import {
  type CloudUse,
  type Connection,
  type ConnectionCheck,
  FlashlineError,
  type Product,
  type SecretName,
  type Settings,
  secretsOf,
  usesOf,
} from '../../preload/contract/index.ts'
import type { Checked, CheckQuery, CloudClient } from '../clouds/cloud.ts'
import { createCheckTask } from '../sync/check-task.ts'
import { type AdHocCloud, adHocConnectionId, adHocSetting, type CloudSetting } from './cloud-setting.ts'
import { createClouds } from './clouds.ts'
import { systemKeychain } from './keychain.ts'
import { withReader } from './read.ts'
import { askAbout, routesOf } from './routes.ts'
import { openSecrets } from './secrets.ts'
import { SettingsFile } from './settings.ts'

export interface CloudDeskOptions {
  readonly dataDir: string
  /** Wins over the product's route. */
  readonly connectionId: string | null
  readonly productId: string | null
  readonly adHoc: AdHocCloud | null
}

export interface FolderSetting extends CloudSetting {
  settings(): Settings
}

/** What is set in a data folder. */
export async function cloudSettingOf(dataDir: string): Promise<FolderSetting> {
  const file = new SettingsFile(dataDir)
  const secrets = await openSecrets(dataDir, systemKeychain)
  return { settings: () => file.settings, secret: secrets.get, secrets: secrets.all }
}

/** CONNECTION_UNKNOWN, CONNECTION_LACKS {connectionId, use}, SECRET_MISSING {connectionId, secret} */
export async function withCloud<Result>(
  options: CloudDeskOptions,
  use: CloudUse,
  work: (client: CloudClient, connection: Connection) => Promise<Result>,
): Promise<Result> {
  const setting = options.adHoc ? adHocSetting(options.adHoc) : await cloudSettingOf(options.dataDir)
  const settings = setting.settings()
  const connectionId = options.adHoc
    ? adHocConnectionId
    : (options.connectionId ?? routeOf(settings, options, use))
  const connection = settings.connections.find((one) => one.connectionId === connectionId)
  if (!connection) throw new FlashlineError('CONNECTION_UNKNOWN', { connectionId, use })
  if (!usesOf[connection.kind].includes(use))
    throw new FlashlineError('CONNECTION_LACKS', { connectionId, use })
  for (const secret of secretsOf(connection)) {
    if (setting.secret(connection.connectionId, secret) === '')
      throw new FlashlineError('SECRET_MISSING', { connectionId, secret })
  }
  const clouds = createClouds({
    connections: () => settings.connections,
    secret: setting.secret,
    secrets: setting.secrets,
    onEntry: () => {},
  })
  try {
    const client = clouds.get(connection.connectionId)
    if (!client) throw new FlashlineError('CONNECTION_UNKNOWN', { connectionId })
    return await work(client, connection)
  } finally {
    await clouds.close()
  }
}

/**
 * Which task a device may have: by the cloud, or by the folder's synced tasks when it cannot say. Rejects as the cloud
 * does when nothing was synced, and as `withCloud`.
 */
export function checkDevice(
  options: CloudDeskOptions,
  query: CheckQuery,
  signal: AbortSignal,
): Promise<Checked> {
  return withCloud(options, 'tasks', async ({ tasks }, { connectionId }) => {
    if (!tasks) throw new FlashlineError('CONNECTION_LACKS', { connectionId, use: 'tasks' })
    const synced = () =>
      withReader(options.dataDir, (store) => store.tasks.synced(query.productId, connectionId))
    return createCheckTask({ source: tasks, synced })(query, signal)
  })
}

/** Without a product: what every product of the bench uses, when that is one connection. */
function routeOf(
  settings: Pick<Settings, 'connections' | 'products' | 'bench'>,
  { productId }: CloudDeskOptions,
  use: CloudUse,
): string | null {
  const wanted = productId ?? settings.bench?.productId ?? null
  const listed = routesOf(settings, wanted)[use]
  if (listed !== null || productId !== null) return listed
  return routesOf({ ...settings, products: [] }, null)[use]
}

/** Each check as it ends. CONNECTION_UNKNOWN */
export async function testConnection(
  dataDir: string,
  connectionId: string,
  onCheck: (check: ConnectionCheck) => void,
  signal: AbortSignal,
): Promise<void> {
  const setting = await cloudSettingOf(dataDir)
  const clouds = createClouds({
    connections: () => setting.settings().connections,
    secret: setting.secret,
    secrets: setting.secrets,
    onEntry: () => {},
  })
  try {
    const client = clouds.get(connectionId)
    if (!client) throw new FlashlineError('CONNECTION_UNKNOWN', { connectionId })
    for await (const check of client.test(askAbout(setting.settings(), connectionId), signal)) onCheck(check)
  } finally {
    await clouds.close()
  }
}

export async function listConnections(dataDir: string): Promise<{
  connections: Connection[]
  products: Product[]
  keptIn: 'keychain' | 'file'
  stored: { connectionId: string; name: SecretName }[]
}> {
  const { connections, products } = new SettingsFile(dataDir).settings
  const secrets = await openSecrets(dataDir, systemKeychain)
  return { connections, products, keptIn: await secrets.keptIn(), stored: secrets.stored() }
}
