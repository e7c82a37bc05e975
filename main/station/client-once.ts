// Clients of a data folder, looked at and changed from the command line. Changed only while no station runs on the folder: it
// would not notice. Beside a running one a lead does it under Settings.
import type { Client, ClientDraft, NewClient } from '../../preload/contract/index.ts'
import { openStore } from '../store/open-store.ts'
import { ClientDesk } from './client-desk.ts'
import { withReader } from './read.ts'

/** Oldest first; also while a station runs on the folder. */
export function listClients(dataDir: string): Promise<Client[]> {
  return withReader(dataDir, async (store) => (await store.clients.list()).map(({ client }) => client))
}

/** DATA_IN_USE, CLIENT_TAKEN, INPUT_INVALID */
export function addClient(dataDir: string, draft: ClientDraft, by: string): Promise<NewClient> {
  return withDesk(dataDir, (desk) => desk.create(draft, by))
}

/** DATA_IN_USE, CLIENT_UNKNOWN */
export function revokeClient(dataDir: string, clientId: string): Promise<Client> {
  return withDesk(dataDir, (desk) => desk.revoke(clientId))
}

async function withDesk<Result>(
  dataDir: string,
  work: (desk: ClientDesk) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(dataDir)
  try {
    const nobody = () => undefined
    return await work(
      await ClientDesk.open({
        rows: store.clients,
        onChange: nobody,
        onError: nobody,
        now: () => new Date(),
      }),
    )
  } finally {
    await store.close()
  }
}
