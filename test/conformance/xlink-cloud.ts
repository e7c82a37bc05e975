// A local cloud as a plant has it (members, a third party, four devices, another product), and XLINK clients to it as
// whoever is wanted. Over real HTTP; time is the test's.
import type { Report } from '../../main/clouds/cloud.ts'
import type { LocalCloudAdmin } from '../../main/local-cloud/admin.ts'
import type { LocalCloudOptions } from '../../main/local-cloud/server.ts'
import type { SecretName, TaskDraft, XlinkConnection } from '../../preload/contract/index.ts'
import { lineTo } from '../clouds/test-line.ts'
import { hastyClock, type XlinkClient, xlinkClient } from '../clouds/xlink/open-client.ts'
import { type OpenCloud, openCloud } from '../local-cloud/open-cloud.ts'

export const CORP_ID = 'flashline'
export const deviceIds = ['d1', 'd2', 'd3', 'd4'] as const
/** Of another product. */
export const FOREIGN_DEVICE = 'x1'
export const wifi = { type: 'wifi', identify: 0 } as const

/** A success of the first device, by no task yet. */
export const report: Report = {
  deviceId: 'd1',
  taskId: null,
  part: wifi,
  model: 'kettle',
  fromVersion: 10_000,
  toVersion: 20_001,
  succeeded: true,
  description: 'done',
  startedAt: '2026-01-02T03:04:05.006Z',
  endedAt: '2026-01-02T03:05:05.006Z',
}

export interface XlinkCloud extends AsyncDisposable {
  readonly open: OpenCloud
  readonly admin: LocalCloudAdmin
  /**
   * The id of the member `Li`, account `li@plant`; made when first asked for. Without a password he cannot log in: hashing
   * one would take longer than the rest of a test.
   */
  member(name: string, password?: string): Promise<string>
  /** A client with a fixed token of this member, as a station has it: also user and gateway. */
  as(name: string): Promise<XlinkClient>
  /** A client with this token; of the usual corp. */
  withToken(token: string, corpId?: string): XlinkClient
  /** A client that logs in by itself. */
  loggingIn(
    credential: XlinkConnection['credential'],
    secrets: Partial<Record<SecretName, string>>,
  ): XlinkClient
  /** A task that the cloud takes; each has another name and start version. */
  draft(change?: Partial<TaskDraft>): TaskDraft
  later(ms: number): void
}

export async function openXlinkCloud(options: Partial<LocalCloudOptions> = {}): Promise<XlinkCloud> {
  let nowMs = Date.parse('2026-01-02T03:00:00.000Z')
  const now = () => new Date(nowMs)
  const open = await openCloud({ now, ...options })
  const { admin } = open.cloud
  for (const deviceId of deviceIds) {
    const number = deviceId.slice(1)
    await admin.addDevice({
      deviceId,
      productId: 'p1',
      mac: `AABBCC00000${number}`,
      sn: `SN${number}`,
      version: 10_000,
      authorizeCode: `code-of-${deviceId}`,
    })
  }
  await admin.addProduct({ productId: 'p2' })
  await admin.addDevice({ deviceId: FOREIGN_DEVICE, productId: 'p2', version: 10_000 })
  const members = new Map<string, string>()
  async function member(name: string, password: string | null = null): Promise<string> {
    const known = members.get(name)
    if (known !== undefined) return known
    const account = `${name.toLowerCase()}@plant`
    const memberId = await admin.addMember({ name, account, password })
    members.set(name, memberId)
    return memberId
  }
  const lines: { close(): Promise<void> }[] = []
  let drafts = 0

  function connect(
    connection: Partial<XlinkConnection>,
    secrets: Partial<Record<SecretName, string>>,
  ): XlinkClient {
    const { baseUrl } = open.cloud
    const { line } = lineTo(baseUrl, { now, clock: hastyClock })
    lines.push(line)
    return xlinkClient(
      { baseUrl, corpId: CORP_ID, ...connection },
      { line, secret: (name) => secrets[name] ?? '' },
    )
  }
  const withToken = (token: string, corpId = CORP_ID) =>
    connect({ credential: { kind: 'token' }, corpId }, { token })

  return {
    open,
    admin,
    member,
    as: async (name) =>
      withToken(await admin.issueToken(['corp', 'user', 'platform'], { memberId: await member(name) })),
    withToken,
    loggingIn: (credential, secrets) => connect({ credential }, secrets),
    draft(change = {}) {
      drafts += 1
      const { md5, sizeBytes, urlPath } = open.firmware
      const file = { url: open.cloud.baseUrl + urlPath, md5, sizeBytes }
      return {
        productId: 'p1',
        name: `Task ${drafts}`,
        description: 'Boils faster',
        part: { type: 'wifi', identify: 0 },
        fromVersion: 10_000 + (drafts - 1),
        fromImage: file,
        toVersion: 20_001,
        image: file,
        mode: 'automatic',
        tag: 'formal',
        scope: null,
        ...change,
      }
    },
    later(ms) {
      nowMs += ms
    },
    async [Symbol.asyncDispose]() {
      for (const line of lines) await line.close()
      await open[Symbol.asyncDispose]()
    },
  }
}
