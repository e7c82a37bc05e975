// The secrets of the connections, and what is kept of PINs: in the keychain where there is one, else in `secrets.json`, which only the owner can
// read. They go in and are used; nothing hands them out to a screen, a log or an export.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { type SecretName, secretNameSchema } from '../../preload/contract/index.ts'
import { readJsonFile, replaceJsonFile } from './json-file.ts'
import type { Keychain } from './keychain.ts'

/** The connection that the one cloud of earlier versions became. */
export const firstConnectionId = 'cloud'

const fileSchema = z.object({
  /** Tells the entries of this data folder from those of another one in the same keychain. */
  keychainId: z.string().default(''),
  /** What the keychain holds: `connectionId/name`. */
  inKeychain: z.array(z.string()).default([]),
  values: z.record(z.string(), z.string()).default({}),
  /** The one token of earlier versions. */
  cloudToken: z.string().optional(),
})

/**
 * `pin` comes from operator-desk.ts only, `signing` from webhook-desk.ts and kit-keys.ts: no screen sets them by itself, and none
 * is told of them.
 */
type KeptName = SecretName | 'pin' | 'signing'
type KeptChanges = Readonly<Record<string, Partial<Record<KeptName, string>>>>

export interface StoredSecret {
  readonly connectionId: string
  readonly name: SecretName
}

export interface Secrets {
  keptIn(): Promise<'keychain' | 'file'>
  /** "" when there is none. */
  get(connectionId: string, name: KeptName): string
  /** Every value, for whoever must keep them out of what is shown. */
  all(): readonly string[]
  stored(): StoredSecret[]
  set(changes: KeptChanges): Promise<void>
  /** Forgets those of connections that are not in this list; owners that are no connections keep theirs. */
  keepOnly(connectionIds: readonly string[]): Promise<void>
}

/** `keychain` is asked once, when it is first needed. INPUT_INVALID with the file's name when it cannot be read. */
export async function openSecrets(
  dataDir: string,
  openKeychain: () => Promise<Keychain | null>,
): Promise<Secrets> {
  let opened: Promise<Keychain | null> | null = null
  const keychain = () => {
    opened ??= openKeychain()
    return opened
  }
  const file = join(dataDir, 'secrets.json')
  const { cloudToken, ...kept } = readJsonFile(file, fileSchema)
  const values = new Map(Object.entries(kept.values))
  if (cloudToken) values.set(keyOf(firstConnectionId, 'token'), cloudToken)
  const keychainId = kept.keychainId || randomUUID()
  const inKeychain = new Set(kept.inKeychain)
  for (const key of inKeychain) {
    // A keychain that is locked or gone: the secret is missing until it is back, or entered again.
    const value = await (await keychain())?.read(`${keychainId}/${key}`).catch(() => null)
    if (value) values.set(key, value)
  }

  const save = () =>
    replaceJsonFile(
      file,
      {
        keychainId,
        inKeychain: [...inKeychain],
        values: Object.fromEntries([...values].filter(([key]) => !inKeychain.has(key))),
      },
      0o600,
    )
  const put = async (key: string, value: string) => {
    values.set(key, value)
    inKeychain.delete(key)
    // Some keychains take no long values: those stay in the file.
    const taken = await (await keychain())?.write(`${keychainId}/${key}`, value).then(
      () => true,
      () => false,
    )
    if (taken) inKeychain.add(key)
  }
  const forget = async (key: string) => {
    values.delete(key)
    if (inKeychain.delete(key)) await (await keychain())?.remove(`${keychainId}/${key}`).catch(() => {})
  }
  return {
    keptIn: async () => ((await keychain()) ? 'keychain' : 'file'),
    get: (connectionId, name) => values.get(keyOf(connectionId, name)) ?? '',
    all: () => [...values.values()],
    stored: () => [...values.keys()].flatMap(parseKey),
    async set(changes) {
      const all = Object.entries(changes).flatMap(([connectionId, named]) =>
        Object.entries(named).map(([name, value]) => ({ key: `${connectionId}/${name}`, value })),
      )
      if (all.length === 0) return
      for (const { key, value } of all) await (value === '' ? forget(key) : put(key, value))
      // What was in the file, from before there was a keychain or a connection, moves along.
      for (const [key, value] of values) if (!inKeychain.has(key)) await put(key, value)
      await save()
    },
    async keepOnly(connectionIds) {
      const gone = [...values.keys(), ...inKeychain].filter(
        (key) =>
          !key.startsWith('@') && !connectionIds.some((connectionId) => key.startsWith(`${connectionId}/`)),
      )
      if (gone.length === 0) return
      for (const key of gone) await forget(key)
      await save()
    },
  }
}

function keyOf(connectionId: string, name: KeptName): string {
  return `${connectionId}/${name}`
}

function parseKey(key: string): StoredSecret[] {
  const [connectionId = '', name] = key.split('/')
  const known = secretNameSchema.safeParse(name)
  return known.success ? [{ connectionId, name: known.data }] : []
}
