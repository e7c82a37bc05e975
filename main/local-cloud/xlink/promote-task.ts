// Endpoint 10: a test task becomes a formal one, pending again, so that nothing is handed out until it passed its
// review. What is not given stays; earlier ota-logs and counts stay too.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { blankToUndefined, scopeCategories, taskTags } from '../../clouds/xlink/wire.ts'
import type { Caller } from '../accounts/credentials.ts'
import type { CloudContext, CloudScope } from '../cloud-context.ts'
import { CloudRefusal } from '../cloud-refusal.ts'
import { findOwnProduct, findOwnTask, requireDevicesOf } from '../find-owned.ts'
import { readRequestBody } from '../request-body.ts'
import { decideOperation, noteOperation } from './task-operation.ts'
import { decideScope, scopeSchema } from './task-scope.ts'
import { requireUnique, taskDescription, taskName } from './task-text.ts'

export const promoteBody = z.object({
  name: z.preprocess(blankToUndefined, taskName.optional()),
  description: z.preprocess(blankToUndefined, taskDescription.optional()),
  scope: scopeSchema,
})
type PromoteBody = z.infer<typeof promoteBody>

export function promoteTaskRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.put<{ Params: { taskId: string } }>(
    '/v2/upgrade/firmware/tasks/:taskId/product-tag',
    async (request, reply) => {
      const caller = await cloud.credentials.require(request, ['corp', 'thirdParty'])
      const body = readRequestBody(promoteBody, request.body, { 'scope.category': 'SCOPE_UNKNOWN' })
      if (body.scope !== undefined && body.scope.category === undefined) {
        throw new CloudRefusal('FIELD_MISSING', 'scope.category')
      }
      await cloud.write(['tasks'], (cloud) => promote(cloud, caller, request.params.taskId, body))
      return reply.send()
    },
  )
}

async function promote(cloud: CloudScope, caller: Caller, taskId: string, body: PromoteBody): Promise<void> {
  const task = await findOwnTask(cloud, caller, taskId)
  const status = await decideOperation(cloud, caller, task, 'promote')
  if (status === 'gone') return
  const change = {
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.description === undefined ? {} : { description: body.description }),
    tag_type: taskTags.formal,
  }
  await requireUnique(cloud, { ...task, ...change }, task.seq)
  const scope = body.scope && decideScope(body.scope, { isTest: false, testForAll: false })
  if (scope !== undefined) {
    await requireDevicesOf(cloud, await findOwnProduct(cloud, caller, task.product_id), scope.deviceIds)
    await cloud.tasks.keepDevices(task.seq, scope.deviceIds)
    await cloud.tasks.addDevices(task.seq, scope.deviceIds)
  }
  // Whatever let it start as a test does not let it start as a formal task.
  await cloud.tasks.change(task, {
    ...change,
    status,
    legacy: 0,
    approved: 0,
    ...(scope === undefined ? {} : { scope_category: scopeCategories[scope.category] }),
  })
  await noteOperation(cloud, caller, task.task_id, 'promote')
}
