import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDesk, ok, openDesk, taskUrl, type Who } from '../open-desk.ts'

let open: OpenDesk
beforeEach(async () => {
  open = await openDesk()
})
afterEach(() => open[Symbol.asyncDispose]())

const submit = (taskId: string, reviewerId: unknown = open.reviewerId, who: Who = 'lead') =>
  open.as(who, 'PUT', taskUrl(taskId, 'submit-audit'), { audit_member_id: reviewerId })
const review = (taskId: string, result: unknown, who: Who = 'reviewer') =>
  open.as(who, 'PUT', taskUrl(taskId, 'audit'), { audit_result: result })
const setStatus = (taskId: string, status: number) =>
  open.as('lead', 'POST', '/v2/upgrade/firmware/task/status', {
    product_id: 'p1',
    upgrade_task_id: taskId,
    status,
  })
const shown = async (taskId: string) => {
  const { body } = await open.as('lead', 'GET', taskUrl(taskId), undefined, { 'Api-Version': '2' })
  const { status, audit_member_id } = body as { status: number; audit_member_id: string }
  return { status, audit_member_id }
}

describe('submit (11)', () => {
  it('puts a formal, pending task under review and keeps who is to review it', async () => {
    const id = await open.create()
    expect(await submit(id)).toEqual(ok)
    expect(await shown(id)).toEqual({ status: 3, audit_member_id: open.reviewerId })
    expect(await open.operations(id)).toEqual([
      'create by lin@plant.example',
      `submit: ${open.reviewerId} by lin@plant.example`,
    ])
  })

  it('may be done by a third party, and to oneself', async () => {
    const id = await open.create()
    expect(await submit(id, open.leadId)).toEqual(ok)
    const other = await open.create()
    expect(await submit(other, open.reviewerId, 'thirdParty')).toEqual(ok)
    expect((await open.cloud.admin.listOperations(other)).at(-1)).toMatchObject({
      operator_id: open.accessKeyId,
      operator_name: 'MES',
      operator_account: '',
    })
  })

  it('refuses what is not formal and pending', async () => {
    const test = await open.create({ tag_type: 1 })
    await open.refuses(4001138, 'TASK_TAG_MISMATCH', () => submit(test))
    const legacy = await open.create({}, true)
    await open.refuses(4001036, 'TASK_STATE_CONFLICT', () => submit(legacy))
    const id = await open.create()
    await submit(id)
    await open.refuses(4001036, 'TASK_STATE_CONFLICT', () => submit(id, open.leadId))
    await open.refuses(4041013, 'TASK_UNKNOWN', () => submit('t9'))
  })

  it('refuses a reviewer who is not there, or not of the corp', async () => {
    const id = await open.create()
    for (const nobody of [undefined, null, '']) {
      await open.refuses(4001002, 'FIELD_MISSING', () =>
        open.as('lead', 'PUT', taskUrl(id, 'submit-audit'), { audit_member_id: nobody }),
      )
    }
    await open.refuses(4001001, 'FIELD_INVALID', () => submit(id, {}))
    await open.refuses(4041003, 'MEMBER_UNKNOWN', () => submit(id, 'nobody'))
    const [stranger] = await open.cloud.admin.listMembers('other')
    await open.refuses(4041003, 'MEMBER_UNKNOWN', () => submit(id, stranger?.member_id))
  })

  it('with rule fourEyes nobody reviews what he submitted', async () => {
    const ruled = await openDesk({ rules: { fourEyes: true } })
    try {
      const id = await ruled.create()
      await ruled.refuses(4031023, 'OWN_REVIEW', () =>
        ruled.as('lead', 'PUT', taskUrl(id, 'submit-audit'), { audit_member_id: ruled.leadId }),
      )
      const body = { audit_member_id: ruled.reviewerId }
      expect(await ruled.as('lead', 'PUT', taskUrl(id, 'submit-audit'), body)).toEqual(ok)
    } finally {
      await ruled[Symbol.asyncDispose]()
    }
  })
})

describe('review (12)', () => {
  it('approved it runs, and may be stopped and started again', async () => {
    const id = await open.create()
    await submit(id)
    expect(await review(id, 1)).toEqual(ok)
    expect(await shown(id)).toEqual({ status: 1, audit_member_id: '' })
    expect(await setStatus(id, 0)).toEqual(ok)
    expect(await setStatus(id, 1)).toEqual(ok)
    expect(await open.status(id)).toBe('running')
    expect((await open.operations(id)).slice(2)).toEqual([
      'approve by 13800000001',
      'stop by lin@plant.example',
      'start by lin@plant.example',
    ])
  })

  it('rejected it is pending again, and may be submitted again', async () => {
    const id = await open.create()
    await submit(id)
    expect(await review(id, '2')).toEqual(ok)
    expect(await shown(id)).toEqual({ status: 2, audit_member_id: '' })
    await open.refuses(4001036, 'TASK_NOT_APPROVED', () => setStatus(id, 1))
    expect(await submit(id)).toEqual(ok)
    expect((await open.operations(id)).at(-2)).toBe('reject by 13800000001')
  })

  it('is for the member who was named, and nobody else', async () => {
    const id = await open.create()
    await submit(id)
    for (const who of ['lead', 'thirdParty', 'owner'] as const) {
      await open.refuses(4031023, 'NOT_AUDITOR', () => review(id, 1, who))
    }
    await open.refuses(4031004, 'CORP_NEEDED', () => review(id, 1, 'platform'))
    await open.refuses(4031004, 'CORP_NEEDED', () => review(id, 1, 'user'))
  })

  it('refuses what is no result, and what is not under review', async () => {
    const id = await open.create()
    await open.refuses(4001036, 'TASK_STATE_CONFLICT', () => review(id, 1))
    await submit(id)
    for (const result of [0, 3, 'yes', {}]) {
      await open.refuses(4001001, 'FIELD_INVALID', () => review(id, result))
    }
    await open.refuses(4001002, 'FIELD_MISSING', () => review(id, ''))
    const test = await open.create({ tag_type: 1 })
    await open.refuses(4001138, 'TASK_TAG_MISMATCH', () => review(test, 1))
    await open.refuses(4041013, 'TASK_UNKNOWN', () => review('t9', 1))
  })
})
