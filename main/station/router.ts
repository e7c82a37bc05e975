// The contract's procedures, assembled from one file per area. Carriers (WebSocket, HTTP, message port) get the
// router and know nothing else of the station.
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../preload/contract/index.ts'
import { createImplementer } from './implementer.ts'
import type { StationParts } from './parts.ts'
import { connectionProcedures } from './procedures/connections.ts'
import { diagnosticsProcedures } from './procedures/diagnostics.ts'
import { factoryProcedures } from './procedures/factory.ts'
import { firmwareProcedures } from './procedures/firmware.ts'
import { historyProcedures } from './procedures/history.ts'
import { jobProcedures } from './procedures/jobs.ts'
import { kitProcedures } from './procedures/kits.ts'
import { lanProcedures } from './procedures/lan.ts'
import { operatorProcedures } from './procedures/operators.ts'
import { orderProcedures } from './procedures/orders.ts'
import { outboxProcedures } from './procedures/outbox.ts'
import { profileProcedures } from './procedures/profiles.ts'
import { rolloutProcedures } from './procedures/rollouts.ts'
import { settingsProcedures } from './procedures/settings.ts'
import { slotProcedures } from './procedures/slots.ts'
import { stationProcedures } from './procedures/station.ts'
import { statisticsProcedures } from './procedures/statistics.ts'
import { syncProcedures } from './procedures/sync.ts'
import { taskProcedures } from './procedures/tasks.ts'
import { unitProcedures } from './procedures/units.ts'

export function createRouter(parts: StationParts) {
  const implementer = createImplementer(parts.operators)
  return implementer.router({
    station: stationProcedures(implementer, parts),
    jobs: jobProcedures(implementer, parts),
    slots: slotProcedures(implementer, parts),
    ...orderProcedures(implementer, parts),
    ...factoryProcedures(implementer, parts),
    lan: lanProcedures(implementer, parts),
    rollouts: rolloutProcedures(implementer, parts),
    history: historyProcedures(implementer, parts),
    operators: operatorProcedures(implementer, parts),
    settings: settingsProcedures(implementer, parts),
    connections: connectionProcedures(implementer, parts),
    profiles: profileProcedures(implementer, parts),
    sync: syncProcedures(implementer, parts),
    tasks: taskProcedures(implementer, parts),
    statistics: statisticsProcedures(implementer, parts),
    units: unitProcedures(implementer, parts),
    firmware: firmwareProcedures(implementer, parts),
    outbox: outboxProcedures(implementer, parts),
    kits: kitProcedures(implementer, parts),
    diagnostics: diagnosticsProcedures(implementer, parts),
  })
}
export type Router = ReturnType<typeof createRouter>
export type StationClient = ContractRouterClient<Contract>
