// Devices of the LAN, and rollouts over many slots.
import { z } from 'zod'
import {
  lanInterfaceSchema,
  lanPlacementSchema,
  lanScanSchema,
  rangeTextSchema,
  rolloutPlanSchema,
  rolloutSchema,
} from '../lan.ts'
import { slotSchema } from '../model.ts'
import { call } from './call.ts'

const rolloutInput = z.object({ rolloutId: z.string().max(64) })

export const lanCalls = {
  interfaces: call
    .route({ method: 'GET', path: '/lan/interfaces', summary: 'Network interfaces of this machine' })
    .output(z.array(lanInterfaceSchema)),
  scan: call
    .route({ method: 'POST', path: '/lan/scan', summary: 'Ask every address of a range who is there' })
    .input(z.object({ range: rangeTextSchema }))
    .output(lanScanSchema),
  cancelScan: call
    .route({ method: 'POST', path: '/lan/scan/cancel', summary: 'Stop asking' })
    .output(lanScanSchema.nullable()),
  place: call
    .route({ method: 'POST', path: '/lan/slots', summary: 'Put devices of the LAN on the bench' })
    .input(z.object({ devices: z.array(lanPlacementSchema).min(1).max(500) }))
    .output(z.array(slotSchema)),
  remove: call
    .route({ method: 'POST', path: '/lan/slots/remove', summary: 'Take devices of the LAN off the bench' })
    .input(z.object({ slotIds: z.array(z.string().max(300)).min(1).max(500) }))
    .output(z.object({ removed: z.array(z.string()) })),
}

export const rolloutsCalls = {
  start: call
    .route({ method: 'POST', path: '/rollouts', summary: 'Start the jobs of many slots in a staged order' })
    .input(
      z.object({
        slotIds: z.array(z.string().max(300)).min(1).max(1000),
        plan: rolloutPlanSchema.prefault({}),
      }),
    )
    .output(rolloutSchema),
  list: call
    .route({ method: 'GET', path: '/rollouts', summary: 'Rollouts under way and the last that ended' })
    .output(z.array(rolloutSchema)),
  pause: call
    .route({ method: 'POST', path: '/rollouts/{rolloutId}/pause', summary: 'Start nothing new for now' })
    .input(rolloutInput)
    .output(rolloutSchema),
  resume: call
    .route({ method: 'POST', path: '/rollouts/{rolloutId}/resume', summary: 'Go on' })
    .input(rolloutInput)
    .output(rolloutSchema),
  stop: call
    .route({
      method: 'POST',
      path: '/rollouts/{rolloutId}/stop',
      summary: 'Start nothing new for good; `cancel`: also cancel what runs',
    })
    .input(rolloutInput.extend({ cancel: z.boolean().default(false) }))
    .output(rolloutSchema),
  retryFailed: call
    .route({
      method: 'POST',
      path: '/rollouts/{rolloutId}/retry-failed',
      summary: 'A new rollout of those that failed, were skipped or were not started',
    })
    .input(rolloutInput)
    .output(rolloutSchema),
}
