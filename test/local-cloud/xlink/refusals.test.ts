// The validation table and the credential kinds, over all sixteen endpoints: status, code, reason, and nothing changed.
import { afterAll, beforeAll, describe, it } from 'vitest'
import { newTask, type OpenDesk, openDesk, type Who } from '../open-desk.ts'

interface Call {
  readonly method: string
  readonly url: string
  readonly body?: Readonly<Record<string, unknown>>
}

let open: OpenDesk
let formal = ''
let test = ''

// One cloud for all: every call here is refused.
beforeAll(async () => {
  open = await openDesk()
  formal = await open.create()
  test = await open.create({ tag_type: 1 })
})
afterAll(() => open[Symbol.asyncDispose]())

const report = { type: 1, mod: 'm', identify: 0, last_version: 1, current_version: 2, result: 0 }
const tasks = '/v2/upgrade/firmware/tasks'
const endpoints: Readonly<Record<string, () => Call>> = {
  '1 create': () => ({ method: 'POST', url: '/v2/upgrade/firmware/task', body: newTask() }),
  '2 list': () => ({ method: 'GET', url: `${tasks}?product_id=p1` }),
  '3 status': () => ({
    method: 'POST',
    url: '/v2/upgrade/firmware/task/status',
    body: { product_id: 'p1', upgrade_task_id: test, status: 1 },
  }),
  '4 delete': () => ({
    method: 'POST',
    url: '/v2/upgrade/firmware/task/delete',
    body: { product_id: 'p1', id: formal },
  }),
  '5 check': () => ({
    method: 'POST',
    url: '/v2/upgrade/firmware/check/d1',
    body: { product_id: 'p1', current_version: 1 },
  }),
  '6 report': () => ({ method: 'POST', url: '/v2/upgrade/firmware/report/d1', body: report }),
  '7 list': () => ({ method: 'POST', url: tasks, body: { product_id: 'p1' } }),
  '8 ota-log': () => ({
    method: 'POST',
    url: '/v2/upgrade/ota-log',
    body: { device_id: 'd1', task_id: formal },
  }),
  '9 ota-logs': () => ({ method: 'POST', url: '/v2/upgrade/ota-logs', body: {} }),
  '10 promote': () => ({ method: 'PUT', url: `${tasks}/${test}/product-tag`, body: {} }),
  '11 submit': () => ({
    method: 'PUT',
    url: `${tasks}/${formal}/submit-audit`,
    body: { audit_member_id: open.reviewerId },
  }),
  '12 review': () => ({ method: 'PUT', url: `${tasks}/${formal}/audit`, body: { audit_result: 1 } }),
  '13 devices': () => ({
    method: 'PUT',
    url: `${tasks}/${test}/devices`,
    body: { opt: 1, device_list: ['d1'] },
  }),
  '14 get': () => ({ method: 'GET', url: `${tasks}/${formal}` }),
  '15 op-logs': () => ({ method: 'GET', url: `${tasks}/${formal}/op-logs` }),
  '16 share': () => ({
    method: 'GET',
    url: `/v2/statistics/ota/customize-task/${formal}/device-firmware-version`,
  }),
}
const all = Object.keys(endpoints)
const callOf = (name: string): Call => endpoints[name]?.() ?? { method: 'GET', url: '/' }

const callAs = (who: Who, { method, url, body }: Call) =>
  open.as(who, method, url, body, { 'Corp-ID': 'flashline' })
const callWith = (token: string | undefined, { method, url, body }: Call) =>
  open.call(method, url, body, { 'Access-Token': token, 'Corp-ID': 'flashline' })

const corp = 4031004
const forbidden = 4031001
const kinds: Readonly<Record<string, Partial<Record<Who, number>>>> = {
  '1 create': { platform: corp, user: corp },
  '2 list': { user: corp },
  '3 status': { platform: corp, user: corp },
  '4 delete': { platform: corp, user: corp },
  '5 check': { lead: forbidden, thirdParty: forbidden, platform: forbidden },
  '6 report': { lead: forbidden, thirdParty: forbidden },
  '7 list': { user: corp },
  '8 ota-log': { lead: forbidden, thirdParty: forbidden, user: forbidden },
  '9 ota-logs': { platform: corp, user: corp },
  '10 promote': { platform: corp, user: corp },
  '11 submit': { platform: corp, user: corp },
  '12 review': { platform: corp, user: corp, thirdParty: 4031023 },
  '13 devices': { platform: corp, user: corp },
  '14 get': { platform: corp, user: corp },
  '15 op-logs': { platform: corp, user: corp },
  '16 share': { platform: corp, user: corp },
}
const reasons: Readonly<Record<number, string>> = {
  [corp]: 'CORP_NEEDED',
  [forbidden]: 'FORBIDDEN',
  4031023: 'NOT_AUDITOR',
}

describe('tokens', () => {
  it.each(all)('%s: none, a guess, an expired one, a replaced one', async (name) => {
    const { admin } = open.cloud
    const expired = await admin.issueToken(['corp', 'user', 'platform'])
    await admin.endToken(expired, 'expired')
    const replaced = await admin.issueToken(['corp', 'user', 'platform'])
    await admin.endToken(replaced, 'replaced')
    const call = callOf(name)
    await open.refuses(4031002, 'TOKEN_NEEDED', () => callWith(undefined, call))
    await open.refuses(4031003, 'TOKEN_INVALID', () => callWith('guess', call))
    await open.refuses(4031021, 'TOKEN_EXPIRED', () => callWith(expired, call))
    await open.refuses(4031022, 'TOKEN_REPLACED', () => callWith(replaced, call))
  })

  it.each(Object.entries(kinds))('%s: not with %j', async (name, refusals) => {
    for (const [who, code] of Object.entries(refusals) as [Who, number][]) {
      await open.refuses(code, reasons[code] ?? '', () => callAs(who, callOf(name)))
      // Before the body is looked at.
      const { method, url, body } = callOf(name)
      if (body === undefined) continue
      await open.refuses(code, reasons[code] ?? '', () => callAs(who, { method, url, body: { type: 9 } }))
    }
  })

  it('5 and 6: a device speaks only for itself', async () => {
    const token = await open.cloud.admin.issueToken(['device'], { deviceId: 'd2' })
    for (const name of ['5 check', '6 report']) {
      await open.refuses(4001114, 'DEVICE_NOT_OF_TOKEN', () => callWith(token, callOf(name)))
    }
  })
})

/** Everything of this corp: another one does not even learn that it is there. */
const foreign: Readonly<Record<string, readonly [number, string]>> = {
  '1 create': [4041005, 'PRODUCT_UNKNOWN'],
  '2 list': [4041005, 'PRODUCT_UNKNOWN'],
  '3 status': [4041013, 'TASK_UNKNOWN'],
  '4 delete': [4041013, 'TASK_UNKNOWN'],
  '5 check': [4041005, 'PRODUCT_UNKNOWN'],
  '6 report': [4041008, 'DEVICE_UNKNOWN'],
  '7 list': [4041005, 'PRODUCT_UNKNOWN'],
  '8 ota-log': [4041008, 'DEVICE_UNKNOWN'],
  '10 promote': [4041013, 'TASK_UNKNOWN'],
  '11 submit': [4041013, 'TASK_UNKNOWN'],
  '12 review': [4041013, 'TASK_UNKNOWN'],
  '13 devices': [4041013, 'TASK_UNKNOWN'],
  '14 get': [4041013, 'TASK_UNKNOWN'],
  '15 op-logs': [4041013, 'TASK_UNKNOWN'],
  '16 share': [4041013, 'TASK_UNKNOWN'],
}

describe('another corp', () => {
  it.each(Object.entries(foreign))('%s: %j', async (name, [code, reason]) => {
    const { method, url, body } = callOf(name)
    await open.refuses(code, reason, () => open.as('stranger', method, url, body, { 'Corp-ID': 'other' }))
  })

  it('8: a Corp-ID of another corp than the token', async () => {
    const { method, url, body } = callOf('8 ota-log')
    await open.refuses(4031001, 'CORP_DIFFERS', () =>
      open.as('platform', method, url, body, { 'Corp-ID': 'other' }),
    )
    await open.refuses(4001002, 'FIELD_MISSING', () => open.as('platform', method, url, body))
  })
})
