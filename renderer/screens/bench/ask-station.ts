// Asks the station for something that a key or a dialog wants; what it refuses is said by the notice bar.
import { callErrorOf } from '../../api/call-error.ts'
import type { StationClient } from '../../api/client.ts'
import { showNotice, useStation } from '../../store/station-store.ts'

/** Does nothing while there is no connection: the banner says so already. */
export async function askStation(ask: (client: StationClient) => Promise<unknown>): Promise<void> {
  const { client } = useStation.getState()
  if (!client) return
  try {
    await ask(client)
  } catch (error) {
    showNotice(callErrorOf(error))
  }
}
