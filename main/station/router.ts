// The contract's procedures, assembled from one file per area. Carriers (WebSocket, HTTP, message port) get the
// router and know nothing else of the station.
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../preload/contract/index.ts'
import { implementer } from './implementer.ts'
import type { StationParts } from './parts.ts'
import { connectionProcedures } from './procedures/connections.ts'
import { historyProcedures } from './procedures/history.ts'
import { jobProcedures } from './procedures/jobs.ts'
import { lanProcedures } from './procedures/lan.ts'
import { profileProcedures } from './procedures/profiles.ts'
import { rolloutProcedures } from './procedures/rollouts.ts'
import { settingsProcedures } from './procedures/settings.ts'
import { slotProcedures } from './procedures/slots.ts'
import { stationProcedures } from './procedures/station.ts'
import { syncProcedures } from './procedures/sync.ts'

export function createRouter(parts: StationParts) {
  return implementer.router({
    station: stationProcedures(implementer, parts),
    jobs: jobProcedures(implementer, parts),
    slots: slotProcedures(implementer, parts),
    lan: lanProcedures(implementer, parts),
    rollouts: rolloutProcedures(implementer, parts),
    ...historyProcedures(implementer, parts),
    settings: settingsProcedures(implementer, parts),
    connections: connectionProcedures(implementer, parts),
    profiles: profileProcedures(implementer, parts),
    sync: syncProcedures(implementer, parts),
  })
}
export type Router = ReturnType<typeof createRouter>
export type StationClient = ContractRouterClient<Contract>
