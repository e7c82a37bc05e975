// The local cloud's parts of the command line, each loaded when a command first asks for it.
import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { FlashlineError } from '../../../preload/contract/index.ts'

import type { CredentialKind } from '../../local-cloud/accounts/credentials.ts'
import type { TaskForFile } from '../../local-cloud/add-task-for-file.ts'
import type { CloudRules } from '../../local-cloud/cloud-context.ts'
import type { CloudPlace } from '../../local-cloud/open-cloud-context.ts'
import type { withAdmin } from '../../local-cloud/with-admin.ts'

/** What a demo has, so that any script can drive the cloud. Made for this run; only shown here. */
export interface CloudDemo {
  readonly productId: string
  /** At least four. */
  readonly deviceIds: readonly string[]
  readonly corpId: string
  readonly memberId: string
  /** Another member of the same corp. */
  readonly reviewerId: string
  readonly tokens: {
    readonly member: string
    readonly reviewer: string
    readonly platform: string
    /** Of the first device. */
    readonly device: string
    readonly user: string
    /** For a station: all that it needs. */
    readonly station: string
  }
  readonly living: { readonly appKey: string; readonly appSecret: string; readonly iotToken: string }
  readonly iotRpc: { readonly accessKeyId: string; readonly accessKeySecret: string }
}

/** A local cloud that runs. */
export interface RunningCloud {
  readonly baseUrl: string
  /** Made for whoever connects now; only shown here. */
  readonly token: string
  /** Null when the cloud was not asked for its demo. */
  readonly demo: CloudDemo | null
  close(): Promise<void>
}

export interface StartCloudOptions extends CloudPlace {
  readonly host: string
  readonly port: number
  readonly demo: boolean
  /** PEM. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** Beyond this machine without encryption. */
  readonly allowPlainLan: boolean
  /** Where callers reach it, when that is not its own address. */
  readonly publicUrl?: string
  readonly rules: Partial<CloudRules>
}

export interface NewCloudFirmware extends CloudPlace {
  /** Made when it is not there. */
  readonly product: string
  readonly image: string
  readonly version: string
  /** "" for any. */
  readonly fromVersion: string
  /** Undefined: the default one. */
  readonly module: string | undefined
  readonly name: string
  /** Whether it may be flashed as it is. */
  readonly isVerified: boolean
}

export interface NewCloudUser extends CloudPlace {
  readonly corpId: string
  readonly name: string
  readonly account: string
  readonly password: string
  readonly role: 'admin' | 'operator' | 'developer'
}

export interface NewCloudToken extends CloudPlace {
  readonly corpId: string
  readonly kinds: readonly CredentialKind[]
  readonly memberId: string | null
  readonly deviceId: string | null
}

export interface LocalCloudParts {
  /** Listens when it resolves. PORT_IN_USE, CLOUD_EXPOSED */
  startCloud(options: StartCloudOptions): Promise<RunningCloud>
  /** Returns the id of the task. IMAGE_UNREADABLE. */
  addCloudTask(task: TaskForFile): Promise<string>
  /** Returns the id of the firmware in the catalogue. IMAGE_UNREADABLE */
  addCloudFirmware(firmware: NewCloudFirmware): Promise<string>
  /** Returns the id of the member. INPUT_INVALID */
  addCloudUser(user: NewCloudUser): Promise<string>
  /** Returns the token. */
  issueCloudToken(token: NewCloudToken): Promise<string>
}

export const localCloudParts: LocalCloudParts = {
  async startCloud({ demo, tls, ...options }) {
    const [{ startLocalCloud }, { openDemo, stationKinds }] = await Promise.all([
      import('../../local-cloud/server.ts'),
      import('./open-demo.ts'),
    ])
    const cloud = await startLocalCloud({ ...options, journal: false, ...(tls === null ? {} : { tls }) })
    try {
      const made = demo ? await openDemo(cloud) : null
      return {
        baseUrl: cloud.baseUrl,
        token: made?.tokens.station ?? (await cloud.admin.issueToken(stationKinds)),
        demo: made,
        close: () => cloud.close(),
      }
    } catch (error) {
      await cloud.close()
      throw error
    }
  },
  async addCloudTask(task) {
    const { addTaskForFile } = await import('../../local-cloud/add-task-for-file.ts')
    return addTaskForFile(task)
  },
  async addCloudFirmware(given) {
    const { product, image, name, version, fromVersion, isVerified, module } = given
    await access(image).catch((cause: unknown) => {
      throw new FlashlineError('IMAGE_UNREADABLE', { path: image }, { cause })
    })
    return workOn(given, async (admin) => {
      await admin.addProduct({ productId: product })
      return admin.addCatalogueEntry({
        name,
        version,
        fromVersion,
        ...(module === undefined ? {} : { module }),
        productId: product,
        status: isVerified ? 1 : 0,
        firmware: await admin.addFirmwareFile(image, basename(image)),
      })
    })
  },
  addCloudUser: (given) =>
    workOn(given, async (admin) => {
      const { corpId, name, account, password, role } = given
      await admin.addCorp({ corpId })
      return admin.addMember({ corpId, name, account, password, role })
    }),
  issueCloudToken: ({ kinds, corpId, memberId, deviceId, ...place }) =>
    workOn(place, (admin) =>
      admin.issueToken(kinds, {
        corpId,
        ...(memberId === null ? {} : { memberId }),
        ...(deviceId === null ? {} : { deviceId }),
      }),
    ),
}

const workOn: typeof withAdmin = async (place, work) => {
  const local = await import('../../local-cloud/with-admin.ts')
  return local.withAdmin(place, work)
}
