// A local cloud as a corp's desk sees it: two members, an access key and a token of each kind, another corp beside it;
// and the whole database as text, so that a test can say that nothing changed.
import { expect } from 'vitest'
import type { LocalCloudOptions } from '../../main/local-cloud/server.ts'
import { type Answer, type OpenCloud, openCloud } from './open-cloud.ts'
import { openOutside } from './outside-database.ts'

export type Who = 'lead' | 'reviewer' | 'thirdParty' | 'platform' | 'user' | 'stranger' | 'owner'

export interface OpenDesk extends OpenCloud {
  readonly leadId: string
  readonly reviewerId: string
  readonly accessKeyId: string
  /** `stranger` is a member of the other corp, `owner` a corp token that stands for nobody. */
  as(
    who: Who,
    method: string,
    url: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>
  /** A task over HTTP, by the lead, with Api-Version 2 unless `legacy`; its id. */
  create(change?: object, legacy?: boolean): Promise<string>
  status(taskId: string): Promise<string | undefined>
  /** The operations on a task, oldest first, as `content by account`. */
  operations(taskId: string): Promise<string[]>
  /** Refused with this code and reason, and every row of the database is what it was. */
  refuses(code: number, reason: string, call: () => Promise<Answer>): Promise<void>
}

export async function openDesk(options: Partial<LocalCloudOptions> = {}): Promise<OpenDesk> {
  const open = await openCloud(options)
  const { admin } = open.cloud
  // Nobody here logs in with a password; hashing three of them would take longer than all the rest.
  const password = null
  const leadId = await admin.addMember({ name: 'Lin', account: 'lin@plant.example', password, role: 'admin' })
  const reviewerId = await admin.addMember({ name: 'Rui', account: '13800000001', password })
  await admin.addCorp({ corpId: 'other' })
  await admin.addProduct({ productId: 'q1', corpId: 'other' })
  await admin.addDevice({ deviceId: 'x1', productId: 'q1', mac: '0000000000F1', version: 10_000 })
  const strangerId = await admin.addMember({
    corpId: 'other',
    name: 'Sam',
    account: 'sam@other.example',
    password,
  })
  const key = await admin.addAccessKey({ name: 'MES' })
  const session = await open.call('POST', '/v2/accesskey_auth', key)
  const tokens: Readonly<Record<Who, string>> = {
    lead: await admin.issueToken(['corp'], { memberId: leadId }),
    reviewer: await admin.issueToken(['corp'], { memberId: reviewerId }),
    thirdParty: (session.body as { access_token: string }).access_token,
    platform: await admin.issueToken(['platform'], { corpId: 'flashline' }),
    user: await admin.issueToken(['user']),
    stranger: await admin.issueToken(['corp', 'user', 'platform'], { memberId: strangerId }),
    owner: await admin.issueToken(['corp']),
  }
  let made = 0
  const as: OpenDesk['as'] = (who, method, url, body, headers) =>
    open.call(method, url, body, { 'Access-Token': tokens[who], ...headers })

  async function ledger(): Promise<string> {
    await using database = await openOutside(open.dataDir)
    const lines: string[] = []
    for (const table of await database.tables()) {
      if (table !== 'tokens')
        lines.push(`${table}: ${JSON.stringify(await database.rows(`SELECT * FROM ${table}`))}`)
    }
    return lines.join('\n')
  }

  return {
    ...open,
    leadId,
    reviewerId,
    accessKeyId: key.id,
    as,
    async create(change = {}, legacy = false) {
      made += 1
      const draft = { ...newTask(), name: `Task ${made}`, from_version: made, ...change }
      const headers = legacy ? {} : { 'Api-Version': '2' }
      const answer = await as('lead', 'POST', '/v2/upgrade/firmware/task', draft, headers)
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      return (answer.body as { id: string }).id
    },
    status: async (taskId) => (await admin.getTask(taskId))?.status,
    operations: async (taskId) =>
      (await admin.listOperations(taskId)).map(
        (row) => `${row.content} by ${row.operator_account || row.operator_name}`,
      ),
    async refuses(code, reason, call) {
      const before = await ledger()
      expect(await call()).toMatchObject({
        status: Math.floor(code / 10_000),
        body: { error: { code, reason } },
      })
      expect(await ledger()).toBe(before)
    },
  }
}

/** The body of a create call that is accepted once. */
export const newTask = () => ({
  product_id: 'p1',
  name: 'Kettle',
  description: 'Boils faster',
  from_version: 10_000,
  from_version_url: 'http://elsewhere.example/from.bin',
  from_version_md5: 'ffffffffffffffffffffffffffffffff',
  from_version_size: 7,
  target_version: 20_001,
  target_version_url: 'http://elsewhere.example/to.bin',
  target_version_md5: 'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee',
  target_version_size: 1000,
})

export const taskUrl = (taskId: string, call = '') =>
  `/v2/upgrade/firmware/tasks/${taskId}${call === '' ? '' : `/${call}`}`

export const ok: Answer = { status: 200, body: undefined }
