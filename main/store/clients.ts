// Clients: factory software with tokens of its own. The tokens are not here, only what proves them. Who may do what is
// decided by station/client-desk.ts.
import { z } from 'zod'
import { type Client, clientRoleSchema } from '../../preload/contract/index.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface ClientsTable {
  client_id: string
  name: string
  role: string
  token_sha256: string
  created_at: string
  created_by: string
  expires_at: string | null
  last_used_at: string | null
  revoked_at: string | null
}

export interface KeptClient {
  readonly client: Client
  /** In hex. */
  readonly tokenSha256: string
}

export interface Clients {
  add(kept: KeptClient): Promise<void>
  /** Oldest first. */
  list(): Promise<KeptClient[]>
  revoke(clientId: string, at: string): Promise<void>
  used(clientId: string, at: string): Promise<void>
}

const storedRow = z
  .object({
    client_id: z.string(),
    name: z.string(),
    role: clientRoleSchema,
    token_sha256: z.string(),
    created_at: z.string(),
    created_by: z.string(),
    expires_at: z.string().nullable(),
    last_used_at: z.string().nullable(),
    revoked_at: z.string().nullable(),
  })
  .transform(
    (row): KeptClient => ({
      tokenSha256: row.token_sha256,
      client: {
        clientId: row.client_id,
        name: row.name,
        role: row.role,
        createdAt: row.created_at,
        createdBy: row.created_by,
        expiresAt: row.expires_at,
        lastUsedAt: row.last_used_at,
        revokedAt: row.revoked_at,
      },
    }),
  )

export function createClients(db: StoreDb): Clients {
  const set = (clientId: string, change: Partial<ClientsTable>) =>
    withStoreErrors(async () => {
      await db.updateTable('clients').set(change).where('client_id', '=', clientId).execute()
    })
  return {
    add: ({ client, tokenSha256 }) =>
      withStoreErrors(async () => {
        const { clientId, name, role, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt } = client
        const row = { client_id: clientId, name, role, token_sha256: tokenSha256 }
        const times = { created_at: createdAt, expires_at: expiresAt, last_used_at: lastUsedAt }
        await db
          .insertInto('clients')
          .values({ ...row, ...times, created_by: createdBy, revoked_at: revokedAt })
          .execute()
      }),

    list: () =>
      withStoreErrors(async () => {
        const rows = db.selectFrom('clients').selectAll().orderBy('created_at').orderBy('client_id')
        return (await rows.execute()).map((row) => storedRow.parse(row))
      }),

    revoke: (clientId, at) => set(clientId, { revoked_at: at }),
    used: (clientId, at) => set(clientId, { last_used_at: at }),
  }
}
