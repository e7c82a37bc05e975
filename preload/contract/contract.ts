// What the renderer and other software may ask of a station. One contract for every carrier: a message port in
// Electron, a WebSocket in the browser, REST with an OpenAPI document for factory software.
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import {
  connectionCheckSchema,
  connectionIdSchema,
  secretChangesSchema,
  secretNameSchema,
  secretOwnerSchema,
  syncStateSchema,
} from './connection.ts'
import { errorCodeSchema, errorContextSchema } from './errors.ts'
import { snapshotSchema, stationEventSchema } from './events.ts'
import {
  lanInterfaceSchema,
  lanPlacementSchema,
  lanScanSchema,
  rangeTextSchema,
  rolloutPlanSchema,
  rolloutSchema,
} from './lan.ts'
import { jobRecordSchema, jobSchema, outboxRowSchema, settingsSchema, slotSchema } from './model.ts'
import {
  profileCheckSchema,
  profileDetailSchema,
  profileEntrySchema,
  profileIdInput,
  profileInput,
  profileListSchema,
  profileSchemasSchema,
  profileTextInput,
} from './profile.ts'

/** Every refusal crosses the wire as this one typed error; `code` is from the error table. */
const errorData = z.object({ code: errorCodeSchema, context: errorContextSchema })

const base = oc.errors({ FLASHLINE: { status: 409, data: errorData } })

const rolloutInput = z.object({ rolloutId: z.string().max(64) })
const slotInput = z.object({ slotId: z.string().max(300) })

export const contract = {
  station: {
    snapshot: base
      .route({ method: 'GET', path: '/snapshot', summary: 'The whole picture of the station now' })
      .output(snapshotSchema),
    events: base
      .route({ method: 'GET', path: '/events', summary: 'Live events after a sequence number' })
      .input(z.object({ afterSeq: z.coerce.number().int().nonnegative() }))
      .output(eventIterator(stationEventSchema)),
  },
  jobs: {
    start: base
      .route({ method: 'POST', path: '/slots/{slotId}/start', summary: 'Start the job of one slot' })
      .input(slotInput)
      .output(jobSchema),
    startAll: base
      .route({ method: 'POST', path: '/jobs/start-all', summary: 'Start every slot that is ready' })
      .output(z.object({ started: z.array(z.string()) })),
    cancel: base
      .route({ method: 'POST', path: '/jobs/{jobId}/cancel', summary: 'Cancel a running job' })
      .input(z.object({ jobId: z.string().max(64) }))
      .output(z.object({ cancelled: z.boolean() })),
  },
  slots: {
    acknowledge: base
      .route({
        method: 'POST',
        path: '/slots/{slotId}/acknowledge',
        summary: 'Clear the result shown on a slot',
      })
      .input(slotInput)
      .output(slotSchema),
    unplug: base
      .route({
        method: 'POST',
        path: '/slots/{slotId}/unplug',
        summary: 'Pull the cable of a simulated device',
      })
      .input(slotInput)
      .output(slotSchema),
    replug: base
      .route({ method: 'POST', path: '/slots/{slotId}/replug', summary: 'Plug a simulated device in again' })
      .input(slotInput)
      .output(slotSchema),
  },
  lan: {
    interfaces: base
      .route({ method: 'GET', path: '/lan/interfaces', summary: 'Network interfaces of this machine' })
      .output(z.array(lanInterfaceSchema)),
    scan: base
      .route({ method: 'POST', path: '/lan/scan', summary: 'Ask every address of a range who is there' })
      .input(z.object({ range: rangeTextSchema }))
      .output(lanScanSchema),
    cancelScan: base
      .route({ method: 'POST', path: '/lan/scan/cancel', summary: 'Stop asking' })
      .output(lanScanSchema.nullable()),
    place: base
      .route({ method: 'POST', path: '/lan/slots', summary: 'Put devices of the LAN on the bench' })
      .input(z.object({ devices: z.array(lanPlacementSchema).min(1).max(500) }))
      .output(z.array(slotSchema)),
    remove: base
      .route({ method: 'POST', path: '/lan/slots/remove', summary: 'Take devices of the LAN off the bench' })
      .input(z.object({ slotIds: z.array(z.string().max(300)).min(1).max(500) }))
      .output(z.object({ removed: z.array(z.string()) })),
  },
  rollouts: {
    start: base
      .route({ method: 'POST', path: '/rollouts', summary: 'Start the jobs of many slots in a staged order' })
      .input(
        z.object({
          slotIds: z.array(z.string().max(300)).min(1).max(1000),
          plan: rolloutPlanSchema.prefault({}),
        }),
      )
      .output(rolloutSchema),
    list: base
      .route({ method: 'GET', path: '/rollouts', summary: 'Rollouts under way and the last that ended' })
      .output(z.array(rolloutSchema)),
    pause: base
      .route({ method: 'POST', path: '/rollouts/{rolloutId}/pause', summary: 'Start nothing new for now' })
      .input(rolloutInput)
      .output(rolloutSchema),
    resume: base
      .route({ method: 'POST', path: '/rollouts/{rolloutId}/resume', summary: 'Go on' })
      .input(rolloutInput)
      .output(rolloutSchema),
    stop: base
      .route({
        method: 'POST',
        path: '/rollouts/{rolloutId}/stop',
        summary: 'Start nothing new for good; `cancel`: also cancel what runs',
      })
      .input(rolloutInput.extend({ cancel: z.boolean().default(false) }))
      .output(rolloutSchema),
    retryFailed: base
      .route({
        method: 'POST',
        path: '/rollouts/{rolloutId}/retry-failed',
        summary: 'A new rollout of those that failed, were skipped or were not started',
      })
      .input(rolloutInput)
      .output(rolloutSchema),
  },
  history: {
    list: base
      .route({ method: 'GET', path: '/jobs', summary: 'Ended jobs, newest first' })
      .input(
        z.object({
          limit: z.coerce.number().int().min(1).max(500).default(50),
          /** Only jobs that ended before this job. */
          beforeJobId: z.string().max(64).optional(),
        }),
      )
      .output(z.object({ total: z.number().int(), jobs: z.array(jobSchema) })),
    get: base
      .route({ method: 'GET', path: '/jobs/{jobId}', summary: 'One job with its console log' })
      .input(z.object({ jobId: z.string().max(64) }))
      .output(jobRecordSchema),
  },
  outbox: {
    list: base
      .route({ method: 'GET', path: '/outbox', summary: 'What waits for a cloud, and why' })
      .input(z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200) }))
      .output(z.array(outboxRowSchema)),
  },
  settings: {
    get: base
      .route({ method: 'GET', path: '/settings', summary: 'Settings of the station, without secrets' })
      .output(settingsSchema),
    set: base
      .route({
        method: 'PUT',
        path: '/settings',
        summary: 'Replace the settings; secrets are stored apart and never read back',
      })
      .input(z.object({ settings: settingsSchema, secrets: secretChangesSchema.default({}) }))
      .output(settingsSchema),
  },
  connections: {
    storedSecrets: base
      .route({ method: 'GET', path: '/connections/secrets', summary: 'Which secrets are stored, and where' })
      .output(
        z.object({
          /** `file`: readable by the owner only, where there is no keychain. */
          keptIn: z.enum(['keychain', 'file']),
          stored: z.array(z.object({ connectionId: secretOwnerSchema, name: secretNameSchema })),
        }),
      ),
    test: base
      .route({
        method: 'POST',
        path: '/connections/{connectionId}/test',
        summary: 'Try every call of a connection that changes nothing',
      })
      .input(z.object({ connectionId: connectionIdSchema }))
      .output(z.array(connectionCheckSchema)),
  },
  profiles: {
    list: base
      .route({ method: 'GET', path: '/profiles', summary: 'All profiles, and files that were left out' })
      .output(profileListSchema),
    get: base
      .route({ method: 'GET', path: '/profiles/{profileId}', summary: 'One profile as its file says it' })
      .input(profileIdInput)
      .output(profileDetailSchema),
    schemas: base
      .route({ method: 'GET', path: '/profile-schemas', summary: 'What a profile may say, by protocol' })
      .output(profileSchemasSchema),
    check: base
      .route({ method: 'POST', path: '/profiles/check', summary: 'The mistakes in the text of a profile' })
      .input(profileTextInput)
      .output(profileCheckSchema),
    save: base
      .route({
        method: 'POST',
        path: '/profiles',
        summary: "Store a profile of the plant's own; it wins over a built-in one of its id",
      })
      .input(profileInput)
      .output(profileEntrySchema),
    remove: base
      .route({
        method: 'DELETE',
        path: '/profiles/{profileId}',
        summary: "Remove a profile of the plant's own; a built-in one of its id shows again",
      })
      .input(profileIdInput)
      .output(z.object({ shown: profileEntrySchema.nullable() })),
  },
  sync: {
    list: base
      .route({ method: 'GET', path: '/sync', summary: 'How the copies of tasks and firmware lists stand' })
      .output(z.array(syncStateSchema)),
    run: base
      .route({ method: 'POST', path: '/sync', summary: 'Sync all products now' })
      .output(z.array(syncStateSchema)),
  },
}
export type Contract = typeof contract
