import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenDesk, openDesk, taskUrl } from '../open-desk.ts'

let open: OpenDesk
let taskId = ''
beforeAll(async () => {
  open = await openDesk({ rules: { numericStrings: true } })
  taskId = await open.create({
    from_version: 10_000,
    tag_type: 1,
    scope: { category: 1, device_list: ['d1'] },
  })
  await open.cloud.admin.setTaskStatus(taskId, 'running')
  const log = { device_id: 'd1', task_id: taskId }
  await open.as('platform', 'POST', '/v2/upgrade/ota-log', log, { 'Corp-ID': 'flashline' })
})
afterAll(() => open[Symbol.asyncDispose]())

const numbersIn = (value: unknown): unknown[] => {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

describe('rule numericStrings', () => {
  it('writes every number as text', async () => {
    const check = { product_id: 'p1', current_version: 10_000 }
    for (const answer of [
      await open.as('lead', 'GET', taskUrl(taskId), undefined, { 'Api-Version': '2' }),
      await open.as('lead', 'GET', '/v2/upgrade/firmware/tasks?product_id=p1'),
      await open.as('lead', 'POST', '/v2/upgrade/firmware/tasks', { product_id: 'p1' }),
      await open.as('user', 'POST', '/v2/upgrade/firmware/check/d1', check),
      await open.as('lead', 'POST', '/v2/upgrade/ota-logs', {}),
      await open.as('lead', 'GET', taskUrl(taskId, 'op-logs')),
      await open.as('lead', 'GET', `/v2/statistics/ota/customize-task/${taskId}/device-firmware-version`),
      await open.as('lead', 'GET', '/v2/corp/members'),
    ]) {
      expect(answer.status).toBe(200)
      expect(numbersIn(answer.body)).toEqual([])
    }
    const { body } = await open.as('lead', 'GET', taskUrl(taskId), undefined, { 'Api-Version': '2' })
    expect(body).toMatchObject({
      status: '1',
      from_version: '10000',
      surplus_count: '1',
      scope: { category: '1', device_list: ['d1'] },
    })
  })
})
