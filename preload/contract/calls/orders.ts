// Work orders, scans, and the map of the bench.
import { z } from 'zod'
import { orderNumberSchema } from '../factory.ts'
import { slotSchema } from '../model.ts'
import {
  orderDraftSchema,
  orderEventSchema,
  orderIdSchema,
  scanSchema,
  workOrderSchema,
} from '../work-order.ts'
import { call } from './call.ts'

const orderInput = z.object({ orderId: orderIdSchema })

export const ordersCalls = {
  list: call
    .route({ method: 'GET', path: '/orders', summary: 'Work orders, the armed one first, then the newest' })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }))
    .output(z.array(workOrderSchema)),
  get: call
    .route({ method: 'GET', path: '/orders/{orderId}', summary: 'One work order with its counts' })
    .input(orderInput)
    .output(workOrderSchema),
  create: call
    .route({
      method: 'POST',
      path: '/orders',
      summary:
        'Make a work order; it is not armed yet. With a `number` of your own, sent twice makes one order',
    })
    .input(orderDraftSchema.extend({ number: orderNumberSchema.optional() }))
    .output(workOrderSchema),
  createFromTask: call
    .route({
      method: 'POST',
      path: '/orders/from-task',
      summary: 'Make a work order of a synced task: its product, part, image, mode and name',
    })
    .input(
      z.object({
        taskId: z.string().min(1).max(64),
        lot: orderDraftSchema.shape.lot,
        quantity: orderDraftSchema.shape.quantity,
      }),
    )
    .output(workOrderSchema),
  log: call
    .route({
      method: 'GET',
      path: '/orders/{orderId}/log',
      summary: 'What was done to a work order, oldest first',
    })
    .input(orderInput)
    .output(z.array(orderEventSchema)),
  edit: call
    .route({
      method: 'PUT',
      path: '/orders/{orderId}',
      summary: 'Change a work order; an armed one is disarmed by it',
    })
    .input(orderDraftSchema.extend({ orderId: orderIdSchema, revision: z.number().int() }))
    .output(workOrderSchema),
  arm: call
    .route({ method: 'POST', path: '/orders/{orderId}/arm', summary: 'Arm it, and disarm the one before' })
    .input(orderInput)
    .output(workOrderSchema),
  disarm: call
    .route({ method: 'POST', path: '/orders/disarm', summary: 'Start nothing new; what runs goes on' })
    .output(workOrderSchema.nullable()),
  finish: call
    .route({ method: 'POST', path: '/orders/{orderId}/finish', summary: 'Nothing more is made of it' })
    .input(orderInput)
    .output(workOrderSchema),
}

export const scansCalls = {
  // Not `bind`: a client keeps that name to itself.
  take: call
    .route({
      method: 'POST',
      path: '/scans',
      summary: 'Bind a serial number to a slot, or without one to the next board',
    })
    .input(z.object({ text: z.string().max(500), slotId: z.string().max(300).nullable().default(null) }))
    .output(scanSchema),
  drop: call
    .route({ method: 'POST', path: '/scans/drop', summary: 'Forget a serial number that waits' })
    .input(z.object({ sn: z.string().max(64) }))
    .output(z.array(scanSchema)),
}

export const slotMapCalls = {
  learn: call
    .route({
      method: 'POST',
      path: '/slot-map/learn',
      summary:
        'Begin: the places are numbered anew in the order in which boards are plugged; end it with `on: false`',
    })
    .input(z.object({ on: z.boolean() }))
    .output(z.object({ learning: z.boolean() })),
  rename: call
    .route({ method: 'PUT', path: '/slots/{slotId}/name', summary: 'Name a place' })
    .input(z.object({ slotId: z.string().max(300), name: z.string().trim().min(1).max(40) }))
    .output(slotSchema),
  forget: call
    .route({ method: 'DELETE', path: '/slots/{slotId}', summary: 'Forget a place that is empty' })
    .input(z.object({ slotId: z.string().max(300) }))
    .output(z.object({ forgotten: z.boolean() })),
}
