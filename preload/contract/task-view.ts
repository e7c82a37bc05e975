// Tasks as the screens show them: a task with what this bench did of it, what may be done to it and why not, and its
// fingerprint, by which two leads who change the same task are told apart. The rules are those of the upgrade service.
import { z } from 'zod'
import { taskDraftSchema } from './cloud-model.ts'
import { taskSchema } from './model.ts'
import { taskActions } from './task-rules.ts'

const count = z.number().int().nonnegative()

export const taskActionSchema = z.enum(taskActions)
export type TaskAction = z.infer<typeof taskActionSchema>

/** Why an action is not offered. */
export const taskObstacleSchema = z.enum([
  'running', // it runs already, or has to be stopped first
  'notRunning',
  'underReview',
  'notUnderReview',
  'notApproved', // a formal task starts after its review
  'formal', // only of test tasks
  'test', // only of formal tasks
  'stopped', // a formal task is submitted while it waits, not once it was stopped
  'noDevices', // a test task for nobody yet
  'vanished', // the cloud does not name it any more
  'noDesk', // this connection cannot change tasks
])
export type TaskObstacle = z.infer<typeof taskObstacleSchema>

export const taskViewSchema = taskSchema.extend({
  connectionId: z.string().nullable(),
  syncedAt: z.iso.datetime().nullable(),
  /** The cloud does not name it any more. */
  vanished: z.boolean(),
  /** Changes with the task. */
  fingerprint: z.string().max(64),
  /** What each action meets; one that is not named may be done. */
  obstacles: z.partialRecord(taskActionSchema, taskObstacleSchema),
  /** Units of this bench, each once. */
  here: z.object({ passed: count, failed: count }),
  /** Its image is in the library. */
  cached: z.boolean(),
})
export type TaskView = z.infer<typeof taskViewSchema>

export const taskListQuerySchema = z.object({
  productId: z.string().max(64).optional(),
  /** In the name, the id or the description. */
  text: z.string().max(100).optional(),
  status: taskSchema.shape.status.optional(),
  tag: taskSchema.shape.tag.optional(),
  mode: taskSchema.shape.mode.optional(),
  partType: z.enum(['wifi', 'mcu', 'subdevice']).optional(),
  order: z.enum(['created', 'name', 'version', 'progress']).default('created'),
  descending: z.union([z.boolean(), z.stringbool()]).default(true),
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type TaskListQuery = z.infer<typeof taskListQuerySchema>

/** Which task, and as whom it was seen: another fingerprint at the cloud is TASK_CHANGED. */
export const taskRefSchema = z.object({
  productId: z.string().min(1).max(64),
  taskId: z.string().min(1).max(64),
  fingerprint: z.string().max(64),
})
export type TaskRefInput = z.infer<typeof taskRefSchema>

const givenImage = z.union([z.object({ sha256: z.string().max(64) }), taskSchema.shape.image])

/** A new task: its images are in the library of this station, or lie somewhere already. */
export const taskInputSchema = taskDraftSchema.omit({ image: true, fromImage: true }).extend({
  image: givenImage,
  /** Null: the service wants one, and the target image stands for it. */
  fromImage: givenImage.nullable().default(null),
})
export type TaskInput = z.infer<typeof taskInputSchema>
