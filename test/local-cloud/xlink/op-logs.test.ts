import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDesk, openDesk, taskUrl } from '../open-desk.ts'

let open: OpenDesk
beforeEach(async () => {
  open = await openDesk({ now: () => new Date('2026-03-04T05:06:07.089Z') })
})
afterEach(() => open[Symbol.asyncDispose]())

const read = (taskId: string, query = '') => open.as('lead', 'GET', `${taskUrl(taskId, 'op-logs')}${query}`)

describe('operation log (15)', () => {
  it('tells who did what and when, newest first', async () => {
    const id = await open.create({ tag_type: 1 })
    await open.as('thirdParty', 'PUT', taskUrl(id, 'devices'), { opt: 1, device_list: ['d1'] })
    await open.as('reviewer', 'PUT', taskUrl(id, 'product-tag'))
    const at = '2026-03-04T05:06:07.089Z'
    const ids = (await open.cloud.admin.listOperations(id)).map((row) => String(row.operation_id))
    expect(await read(id)).toEqual({
      status: 200,
      body: {
        count: 3,
        list: [
          {
            id: ids[2],
            content: 'promote',
            opt_id: open.reviewerId,
            opt_name: 'Rui',
            opt_account: '13800000001',
            create_date: at,
          },
          {
            id: ids[1],
            content: 'devices: add 1',
            opt_id: open.accessKeyId,
            opt_name: 'MES',
            opt_account: '',
            create_date: at,
          },
          {
            id: ids[0],
            content: 'create',
            opt_id: open.leadId,
            opt_name: 'Lin',
            opt_account: 'lin@plant.example',
            create_date: at,
          },
        ],
      },
    })
  })

  it('pages when asked to, and counts all', async () => {
    const id = await open.create({ tag_type: 1 })
    for (const device of ['d1', 'd2']) {
      await open.as('lead', 'PUT', taskUrl(id, 'devices'), { opt: 3, device_list: [device] })
    }
    const contents = async (query: string) => {
      const { count, list } = (await read(id, query)).body as { count: number; list: { content: string }[] }
      return [count, ...list.map(({ content }) => content)]
    }
    expect(await contents('?limit=1')).toEqual([3, 'devices: replace 1'])
    expect(await contents('?offset=2&limit=10')).toEqual([3, 'create'])
    expect(await contents('?offset=9')).toEqual([3])
  })

  it('tells no operations of another task', async () => {
    const id = await open.create()
    const other = await open.create()
    expect((await read(other)).body).toMatchObject({ count: 1 })
    expect(await open.operations(id)).toHaveLength(1)
  })

  it('refuses an unknown task and a negative offset', async () => {
    const id = await open.create()
    await open.refuses(4041013, 'TASK_UNKNOWN', () => read('t9'))
    await open.refuses(4001001, 'FIELD_INVALID', () => read(id, '?offset=-1'))
  })
})
