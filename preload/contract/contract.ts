// What the renderer and other software may ask of a station. One contract for every carrier: a message port in
// Electron, a WebSocket in the browser, REST with an OpenAPI document for factory software.
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { call } from './calls/call.ts'
import { clientsCalls, dropFoldersCalls, webhooksCalls } from './calls/factory.ts'
import { firmwareCalls } from './calls/firmware.ts'
import { kitsCalls } from './calls/kits.ts'
import { lanCalls, rolloutsCalls } from './calls/lan.ts'
import { operatorsCalls } from './calls/operators.ts'
import { ordersCalls, scansCalls, slotMapCalls } from './calls/orders.ts'
import { profilesCalls } from './calls/profiles.ts'
import { historyCalls, outboxCalls, statisticsCalls, unitsCalls } from './calls/records.ts'
import { tasksCalls } from './calls/tasks.ts'
import {
  connectionCheckSchema,
  connectionIdSchema,
  secretChangesSchema,
  secretNameSchema,
  secretOwnerSchema,
  syncStateSchema,
} from './connection.ts'
import { doctorReportSchema } from './doctor.ts'
import { snapshotSchema, stationEventSchema } from './events.ts'
import { jobSchema, serialPortSchema, settingsSchema, slotSchema } from './model.ts'

const slotInput = z.object({ slotId: z.string().max(300) })

export const contract = {
  station: {
    snapshot: call
      .route({ method: 'GET', path: '/snapshot', summary: 'The whole picture of the station now' })
      .output(snapshotSchema),
    ports: call
      .route({
        method: 'GET',
        path: '/ports',
        summary: 'USB serial ports of this machine, also on a practice bench',
      })
      .output(z.array(serialPortSchema)),
    seenRecovery: call
      .route({
        method: 'POST',
        path: '/recovery/seen',
        summary: 'What was said of a damaged or restored database is not said any more',
      })
      .output(z.object({ seen: z.boolean() })),
    events: call
      .route({ method: 'GET', path: '/events', summary: 'Live events after a sequence number' })
      .input(z.object({ afterSeq: z.coerce.number().int().nonnegative() }))
      .output(eventIterator(stationEventSchema)),
  },
  jobs: {
    start: call
      .route({
        method: 'POST',
        path: '/slots/{slotId}/start',
        summary: 'Start the job of one slot; `again`: also when its unit has passed before',
      })
      .input(slotInput.extend({ again: z.boolean().default(false) }))
      .output(jobSchema),
    startAll: call
      .route({ method: 'POST', path: '/jobs/start-all', summary: 'Start every slot that is ready' })
      .output(z.object({ started: z.array(z.string()) })),
    cancel: call
      .route({ method: 'POST', path: '/jobs/{jobId}/cancel', summary: 'Cancel a running job' })
      .input(z.object({ jobId: z.string().max(64) }))
      .output(z.object({ cancelled: z.boolean() })),
  },
  slots: {
    acknowledge: call
      .route({
        method: 'POST',
        path: '/slots/{slotId}/acknowledge',
        summary: 'Clear the result shown on a slot',
      })
      .input(slotInput)
      .output(slotSchema),
    unplug: call
      .route({
        method: 'POST',
        path: '/slots/{slotId}/unplug',
        summary: 'Pull the cable of a simulated device',
      })
      .input(slotInput)
      .output(slotSchema),
    replug: call
      .route({ method: 'POST', path: '/slots/{slotId}/replug', summary: 'Plug a simulated device in again' })
      .input(slotInput)
      .output(slotSchema),
  },
  orders: ordersCalls,
  scans: scansCalls,
  slotMap: slotMapCalls,
  lan: lanCalls,
  rollouts: rolloutsCalls,
  tasks: tasksCalls,
  firmware: firmwareCalls,
  units: unitsCalls,
  history: historyCalls,
  statistics: statisticsCalls,
  outbox: outboxCalls,
  kits: kitsCalls,
  operators: operatorsCalls,
  clients: clientsCalls,
  webhooks: webhooksCalls,
  dropFolders: dropFoldersCalls,
  profiles: profilesCalls,
  settings: {
    get: call
      .route({ method: 'GET', path: '/settings', summary: 'Settings of the station, without secrets' })
      .output(settingsSchema),
    set: call
      .route({
        method: 'PUT',
        path: '/settings',
        summary: 'Replace the settings; secrets are stored apart and never read back',
      })
      .input(z.object({ settings: settingsSchema, secrets: secretChangesSchema.default({}) }))
      .output(settingsSchema),
  },
  connections: {
    storedSecrets: call
      .route({ method: 'GET', path: '/connections/secrets', summary: 'Which secrets are stored, and where' })
      .output(
        z.object({
          /** `file`: readable by the owner only, where there is no keychain. */
          keptIn: z.enum(['keychain', 'file']),
          stored: z.array(z.object({ connectionId: secretOwnerSchema, name: secretNameSchema })),
        }),
      ),
    test: call
      .route({
        method: 'POST',
        path: '/connections/{connectionId}/test',
        summary: 'Try every call of a connection that changes nothing',
      })
      .input(z.object({ connectionId: connectionIdSchema }))
      .output(z.array(connectionCheckSchema)),
  },
  sync: {
    list: call
      .route({ method: 'GET', path: '/sync', summary: 'How the copies of tasks and firmware lists stand' })
      .output(z.array(syncStateSchema)),
    run: call
      .route({ method: 'POST', path: '/sync', summary: 'Sync all products now' })
      .output(z.array(syncStateSchema)),
  },
  diagnostics: {
    bundle: call
      .route({
        method: 'POST',
        path: '/diagnostics',
        summary:
          'What a support person needs to know of this station, without secrets, as a zip file in base64',
      })
      .output(z.object({ name: z.string(), bytes: z.base64() })),
    doctor: call
      .route({
        method: 'POST',
        path: '/diagnostics/doctor',
        summary: 'Check the computer of this station: permissions, ports, hubs, disk, clock, clouds',
      })
      .output(doctorReportSchema),
  },
}
export type Contract = typeof contract
