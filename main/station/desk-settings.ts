// Connections, products and secrets of a data folder, changed from the command line. Only while no station runs on the
// folder: it would not notice, and write over it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import {
  type Connection,
  FlashlineError,
  type Product,
  type SecretName,
  type Settings,
  settingsSchema,
} from '../../preload/contract/index.ts'
import { lockFile } from '../store/open.ts'
import { systemKeychain } from './keychain.ts'
import { rerouted } from './routes.ts'
import { openSecrets } from './secrets.ts'
import { SettingsFile } from './settings.ts'

/** Replaces one of the same id; secrets that are not given stay. DATA_IN_USE, INPUT_INVALID */
export function putConnection(
  dataDir: string,
  connection: Connection,
  secrets: Partial<Record<SecretName, string>>,
): Promise<void> {
  const { connectionId } = connection
  return change(
    dataDir,
    (settings) => ({
      ...settings,
      connections: [...settings.connections.filter((one) => one.connectionId !== connectionId), connection],
    }),
    { [connectionId]: secrets },
  )
}

/** With its secrets and its routes. DATA_IN_USE, CONNECTION_UNKNOWN */
export function removeConnection(dataDir: string, connectionId: string): Promise<void> {
  return change(dataDir, (settings) => {
    const connections = settings.connections.filter((one) => one.connectionId !== connectionId)
    if (connections.length === settings.connections.length)
      throw new FlashlineError('CONNECTION_UNKNOWN', { connectionId })
    const products = rerouted(settings.products, (route) => route !== connectionId)
    return { ...settings, connections, products }
  })
}

/** Replaces one of the same id. DATA_IN_USE, INPUT_INVALID for a route to no such connection */
export function putProduct(dataDir: string, product: Product): Promise<void> {
  return change(dataDir, (settings) => ({
    ...settings,
    products: [...settings.products.filter(({ productId }) => productId !== product.productId), product],
  }))
}

async function change(
  dataDir: string,
  work: (settings: Settings) => Settings,
  secretChanges: Record<string, Partial<Record<SecretName, string>>> = {},
): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const unlock = lockFile(join(dataDir, 'station.lock'))
  try {
    const file = new SettingsFile(dataDir)
    const secrets = await openSecrets(dataDir, systemKeychain)
    const next = parse(work(file.settings))
    await secrets.set(secretChanges)
    await file.save(next)
    await secrets.keepOnly(next.connections.map(({ connectionId }) => connectionId))
  } finally {
    unlock()
  }
}

function parse(settings: Settings): Settings {
  try {
    return settingsSchema.parse(settings)
  } catch (error) {
    const field = error instanceof z.ZodError ? (error.issues[0]?.path.join('.') ?? '') : ''
    throw new FlashlineError('INPUT_INVALID', { field }, { cause: error })
  }
}
