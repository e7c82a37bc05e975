// Endpoint 1: create a task. With Api-Version 2 it starts its life pending, otherwise stopped.
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  blankToUndefined,
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
} from '../clouds/xlink/wire.ts'
import { apiVersion, type CloudContext, requestOrigin } from './cloud-context.ts'
import { CloudRefusal } from './cloud-refusal.ts'
import { type FieldRefusals, readRequestBody } from './request-body.ts'
import type { NewTaskRow, TaskRow } from './task-table.ts'
import { viewTask } from './task-view.ts'
import { MAX_INT32, taskFacts } from './tasks.ts'

const MAX_URL_CHARS = 250

const md5 = z.preprocess(
  (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
  z.string().regex(/^[0-9a-f]{32}$/),
)
const url = wireText(MAX_URL_CHARS).refine((text) => /^https?:\/\/./i.test(text) && URL.canParse(text))

/** Characters as people count them, not UTF-16 units. */
const shortText = (maxChars: number) => wireText(maxChars * 2).refine((text) => [...text].length <= maxChars)

const createBody = z.object({
  product_id: wireId,
  name: shortText(32),
  description: shortText(250),
  from_version: wireInt(0, MAX_INT32),
  from_version_url: url,
  from_version_md5: md5,
  from_version_size: wireInt(0, MAX_INT32),
  target_version: wireInt(0, MAX_INT32),
  target_version_url: url,
  target_version_md5: md5,
  target_version_size: wireInt(0, MAX_INT32),
  type: wireEnumOptional(partTypes),
  identify: wireIntOptional(0, MAX_INT32),
  task_type: wireEnumOptional(taskModes),
  tag_type: wireEnumOptional(taskTags),
  scope: z.preprocess(
    blankToUndefined,
    z
      .object({
        category: wireEnumOptional(scopeCategories),
        device_list: z.array(wireId).max(10_000).optional(),
      })
      .optional(),
  ),
})
type CreateBody = z.infer<typeof createBody>

const fieldRefusals: FieldRefusals = {
  type: 'TYPE_UNKNOWN',
  'scope.category': 'SCOPE_UNKNOWN',
  from_version_url: 'URL_INVALID',
  target_version_url: 'URL_INVALID',
}

export function createTaskRoutes(app: FastifyInstance, cloud: CloudContext): void {
  const create = cloud.db.transaction((body: CreateBody, origin: string, version: 0 | 2) =>
    createTask(cloud, body, origin, version),
  )
  app.post('/v2/upgrade/firmware/task', (request) => {
    cloud.credentials.require(request, ['corp', 'thirdParty'])
    const body = readRequestBody(createBody, request.body, fieldRefusals)
    const origin = requestOrigin(request)
    const version = apiVersion(request)
    const row = create.immediate(body, origin, version)
    return viewTask(taskFacts(cloud, row), 'created', { origin, apiVersion: version })
  })
}

function createTask(cloud: CloudContext, body: CreateBody, origin: string, version: 0 | 2): TaskRow {
  const type = body.type ?? 'wifi'
  if (type !== 'wifi' && body.identify === undefined) throw new CloudRefusal('FIELD_MISSING', 'identify')
  if (body.from_version === body.target_version) throw new CloudRefusal('FIELD_INVALID', 'target_version')
  if (!cloud.devices.hasProduct(body.product_id)) throw new CloudRefusal('PRODUCT_UNKNOWN', body.product_id)
  const { category, deviceIds } = decideScope(body)
  for (const deviceId of deviceIds) {
    const device = cloud.devices.find(deviceId)
    if (device === undefined) throw new CloudRefusal('DEVICE_UNKNOWN', deviceId)
    if (device.product_id !== body.product_id) throw new CloudRefusal('DEVICE_OF_OTHER_PRODUCT', deviceId)
  }
  const part = { product_id: body.product_id, type: partTypes[type], identify: body.identify ?? 0 }
  if (cloud.tasks.hasName(body.product_id, body.name)) throw new CloudRefusal('NAME_EXISTS', body.name)
  if (cloud.tasks.hasFromVersion(part, body.from_version)) {
    throw new CloudRefusal('FROM_VERSION_EXISTS', String(body.from_version))
  }
  // A file of ours is kept as a path: the port may be another one after a restart.
  const stored = (address: string) =>
    address.startsWith(`${origin}/firmware/`) ? address.slice(origin.length) : address
  const row: NewTaskRow = {
    ...part,
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
    tag_type: taskTags[body.tag_type ?? 'formal'],
    scope_category: scopeCategories[category],
    status: version === 2 ? taskStatuses.pending : taskStatuses.stopped,
    legacy: version === 2 ? 0 : 1,
    approved: 0,
    audit_member_id: '',
    create_time: cloud.now().toISOString(),
  }
  return cloud.tasks.put(row, deviceIds)
}

/** Left out: a formal task is for all, a test task for nobody yet. A test task for all is refused. */
function decideScope(body: CreateBody): { category: 'all' | 'devices'; deviceIds: string[] } {
  const isTest = body.tag_type === 'test'
  if (body.scope === undefined) return { category: isTest ? 'devices' : 'all', deviceIds: [] }
  const { category, device_list: deviceIds } = body.scope
  if (category === undefined) throw new CloudRefusal('SCOPE_UNKNOWN', 'scope.category')
  if (category === 'devices') {
    if (deviceIds === undefined) throw new CloudRefusal('SCOPE_EMPTY', 'scope.device_list')
    return { category, deviceIds }
  }
  if (isTest) throw new CloudRefusal('SCOPE_UNKNOWN', 'scope.category')
  return { category, deviceIds: [] }
}

/** Twenty-four hex digits, the form of the service's own ids. */
export function newTaskId(): string {
  return randomBytes(12).toString('hex')
}
