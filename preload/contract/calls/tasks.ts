// Tasks: the synced copy with what this bench did of it, and what a lead may do with them at the upgrade service.
import { z } from 'zod'
import { taskDraftSchema, taskOperationSchema, unreadItemSchema, versionShareSchema } from '../cloud-model.ts'
import { taskSchema } from '../model.ts'
import { taskInputSchema, taskListQuerySchema, taskRefSchema, taskViewSchema } from '../task-view.ts'
import { call } from './call.ts'

const name = taskDraftSchema.shape.name
const description = taskDraftSchema.shape.description
/** Only the task; what is read needs no fingerprint. */
const taskInput = taskRefSchema.omit({ fingerprint: true })
const deviceIds = z.array(z.string().min(1).max(64)).min(1).max(10_000)

export const tasksCalls = {
  list: call
    .route({ method: 'GET', path: '/tasks', summary: 'Tasks of all products of this station' })
    .input(taskListQuerySchema)
    .output(
      z.object({
        total: z.number().int(),
        tasks: z.array(taskViewSchema),
        /** The oldest of the copies this was read from. */
        syncedAt: z.iso.datetime().nullable(),
      }),
    ),
  get: call
    .route({ method: 'GET', path: '/tasks/{taskId}', summary: 'One task as its cloud has it now' })
    .input(taskInput)
    .output(taskViewSchema),
  create: call
    .route({
      method: 'POST',
      path: '/tasks',
      summary: 'Make a task; images of the library are put on the shelf of the cloud where it has one',
    })
    .input(taskInputSchema)
    .output(taskViewSchema),
  start: call
    .route({ method: 'POST', path: '/tasks/{taskId}/start', summary: 'Start a task' })
    .input(taskRefSchema)
    .output(taskViewSchema),
  stop: call
    .route({ method: 'POST', path: '/tasks/{taskId}/stop', summary: 'Stop a task' })
    .input(taskRefSchema)
    .output(taskViewSchema),
  remove: call
    .route({
      method: 'POST',
      path: '/tasks/{taskId}/delete',
      summary: 'Delete a task; a running one is stopped',
    })
    .input(taskRefSchema)
    .output(z.object({ removed: z.boolean() })),
  promote: call
    .route({ method: 'POST', path: '/tasks/{taskId}/promote', summary: 'Make a formal task of a test task' })
    .input(
      taskRefSchema.extend({
        name: name.optional(),
        description: description.optional(),
        scope: taskSchema.shape.scope.optional(),
      }),
    )
    .output(taskViewSchema),
  submit: call
    .route({ method: 'POST', path: '/tasks/{taskId}/submit', summary: 'Submit a task for review' })
    .input(taskRefSchema.extend({ reviewerId: z.string().trim().min(1).max(64) }))
    .output(taskViewSchema),
  review: call
    .route({ method: 'POST', path: '/tasks/{taskId}/review', summary: 'Approve or reject a task' })
    .input(taskRefSchema.extend({ verdict: z.enum(['approve', 'reject']) }))
    .output(taskViewSchema),
  changeDevices: call
    .route({ method: 'POST', path: '/tasks/{taskId}/devices', summary: 'Change the devices of a test task' })
    .input(taskRefSchema.extend({ how: z.enum(['add', 'remove', 'replace']), deviceIds }))
    .output(taskViewSchema),
  operations: call
    .route({
      method: 'GET',
      path: '/tasks/{taskId}/operations',
      summary: 'Who did what to a task, newest first',
    })
    .input(taskInput)
    .output(
      z.object({
        total: z.number().int(),
        operations: z.array(taskOperationSchema),
        unread: z.array(unreadItemSchema),
      }),
    ),
  versionShare: call
    .route({ method: 'GET', path: '/tasks/{taskId}/versions', summary: 'How many devices run which version' })
    .input(taskInput)
    .output(versionShareSchema.extend({ unread: z.array(unreadItemSchema) })),
}
