// Endpoint 1: create a task. With Api-Version 2 it starts its life pending, otherwise stopped.
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  partTypes,
  scopeCategories,
  taskModes,
  taskStatuses,
  taskTags,
  wireEnumOptional,
  wireId,
  wireInt,
  wireIntOptional,
  wireText,
} from '../../clouds/xlink/wire.ts'
import type { Caller } from '../accounts/credentials.ts'
import { operatorOf } from '../accounts/operator.ts'
import { apiVersion, type CloudContext, type CloudScope, requestOrigin } from '../cloud-context.ts'
import { CloudRefusal } from '../cloud-refusal.ts'
import { findOwnProduct, requireDevicesOf } from '../find-owned.ts'
import { answer } from '../numbers-as-text.ts'
import { MAX_INT32 } from '../paging.ts'
import { readRequestBody } from '../request-body.ts'
import { decideScope, scopeSchema } from './task-scope.ts'
import type { NewTaskRow, TaskRow } from './task-table.ts'
import { requireUnique, taskDescription, taskName } from './task-text.ts'
import { viewTask } from './task-view.ts'

const MAX_URL_CHARS = 2048
const MAX_SIZE_BYTES = Number.MAX_SAFE_INTEGER

const md5 = z.preprocess(
  (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
  z.string().regex(/^[0-9a-f]{32}$/),
)
const url = wireText(MAX_URL_CHARS)

export const createBody = z.object({
  product_id: wireId,
  name: taskName,
  description: taskDescription,
  from_version: wireInt(0, MAX_INT32),
  from_version_url: url,
  from_version_md5: md5,
  from_version_size: wireInt(0, MAX_SIZE_BYTES),
  target_version: wireInt(0, MAX_INT32),
  target_version_url: url,
  target_version_md5: md5,
  target_version_size: wireInt(0, MAX_SIZE_BYTES),
  type: wireEnumOptional(partTypes),
  identify: wireIntOptional(0, MAX_INT32),
  task_type: wireEnumOptional(taskModes),
  tag_type: wireEnumOptional(taskTags),
  scope: scopeSchema,
})
type CreateBody = z.infer<typeof createBody>

export function createTaskRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.post('/v2/upgrade/firmware/task', async (request) => {
    const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
    const body = readRequestBody(createBody, request.body, {
      type: 'TYPE_UNKNOWN',
      'scope.category': 'SCOPE_UNKNOWN',
    })
    requireValid(body)
    const origin = requestOrigin(request)
    const version = apiVersion(request)
    const facts = await cloud.write(['tasks'], async (cloud) => {
      const row = await createTask(cloud, caller, body, origin, version)
      await cloud.operations.add(row.task_id, 'create', await operatorOf(cloud, caller), row.create_time)
      return cloud.tasks.facts(row)
    })
    return answer(cloud, viewTask(facts, 'created', { origin, apiVersion: version }))
  })
}

/** What one field alone does not tell. */
function requireValid(body: CreateBody): void {
  const isForWifi = body.type === undefined || body.type === 'wifi'
  if (!isForWifi && body.identify === undefined) throw new CloudRefusal('FIELD_MISSING', 'identify')
  for (const field of ['from_version_url', 'target_version_url'] as const) {
    const isUrl = /^https?:\/\/./i.test(body[field]) && URL.canParse(body[field])
    if (!isUrl) throw new CloudRefusal('URL_INVALID', field)
  }
  if (body.from_version === body.target_version) throw new CloudRefusal('FIELD_INVALID', 'target_version')
}

async function createTask(
  cloud: CloudScope,
  caller: Caller,
  body: CreateBody,
  origin: string,
  version: 0 | 2,
): Promise<TaskRow> {
  const tag = body.tag_type ?? 'formal'
  const { category, deviceIds } = decideScope(body.scope, {
    isTest: tag === 'test',
    testForAll: cloud.rules.testForAll,
  })
  const product = await findOwnProduct(cloud, caller, body.product_id)
  await requireDevicesOf(cloud, product, deviceIds)
  // A file of ours is kept as a path: the port may be another one after a restart.
  const stored = (address: string) =>
    address.startsWith(`${origin}/firmware/`) ? address.slice(origin.length) : address
  const row: NewTaskRow = {
    product_id: body.product_id,
    type: partTypes[body.type ?? 'wifi'],
    identify: body.identify ?? 0,
    task_id: newTaskId(),
    name: body.name,
    description: body.description,
    from_version: body.from_version,
    from_url: stored(body.from_version_url),
    from_md5: body.from_version_md5,
    from_size: body.from_version_size,
    target_version: body.target_version,
    target_url: stored(body.target_version_url),
    target_md5: body.target_version_md5,
    target_size: body.target_version_size,
    task_type: taskModes[body.task_type ?? 'automatic'],
    tag_type: taskTags[tag],
    scope_category: scopeCategories[category],
    status: version === 2 ? taskStatuses.pending : taskStatuses.stopped,
    legacy: version === 2 ? 0 : 1,
    approved: 0,
    audit_member_id: '',
    create_time: cloud.now().toISOString(),
  }
  await requireUnique(cloud, row)
  return cloud.tasks.put(row, deviceIds)
}

/** Twenty-four hex digits, the form of the service's own ids. */
export function newTaskId(): string {
  return randomBytes(12).toString('hex')
}
