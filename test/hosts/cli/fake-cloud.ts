// A desk with one cloud that is made of plain functions: which connection was asked for, and what it was asked.
import { Agent } from 'undici'
import type { CloudClient } from '../../../main/clouds/cloud.ts'
import type { CliParts, CloudDesk, DeskSettings, DeskWork } from '../../../main/hosts/cli/parts.ts'
import type { CloudDeskOptions } from '../../../main/station/cloud-desk.ts'
import {
  type CatalogueEntry,
  type CloudUse,
  type Connection,
  connectionSchema,
  type Task,
} from '../../../preload/contract/index.ts'

type Ability = 'tasks' | 'desk' | 'results' | 'otaLogs' | 'progress' | 'catalogue' | 'shelf'
type Functions<Name extends Ability> = Partial<NonNullable<CloudClient[Name]>>

/** What a test gives of each ability; other calls reject. */
export type FakeAbilities = { readonly [Name in Ability]?: Functions<Name> }

export interface FakeDesk {
  readonly parts: DeskParts
  /** Which connection was asked for, oldest first. */
  readonly asked: { readonly options: CloudDeskOptions; readonly use: CloudUse }[]
}

export const connection: Connection = connectionSchema.parse({
  kind: 'xlink',
  connectionId: 'plant',
  baseUrl: 'https://cloud.example',
})

const refuse = async (): Promise<never> => {
  throw new Error('this part of the desk was not to be used')
}

const noDesk: CloudDesk & DeskSettings & DeskWork = {
  withCloud: refuse,
  checkDevice: refuse,
  testConnection: refuse,
  listConnections: refuse,
  putConnection: refuse,
  removeConnection: refuse,
  putProduct: refuse,
  syncOnce: refuse,
  listCatalogue: refuse,
  importFirmware: refuse,
  fetchFirmware: refuse,
  importRoster: refuse,
}

type DeskParts = Pick<CliParts, 'cloudDesk' | 'deskSettings' | 'deskWork'>

/** A desk of which only these functions may be used. */
export function deskOf(functions: Partial<typeof noDesk>): DeskParts {
  const desk = async () => ({ ...noDesk, ...functions })
  return { cloudDesk: desk, deskSettings: desk, deskWork: desk }
}

/** A cloud that has these abilities and no others. */
export function fakeCloud(abilities: FakeAbilities): FakeDesk {
  const asked: FakeDesk['asked'][number][] = []
  const client = {
    kind: connection.kind,
    host: connection.baseUrl,
    dispatcher: new Agent(),
    test: () => {
      throw new Error('not tested here')
    },
    ...(abilities.tasks && {
      tasks: { listTasks: refuse, getTask: refuse, check: refuse, ...abilities.tasks },
    }),
    ...(abilities.desk && {
      desk: {
        create: refuse,
        start: refuse,
        stop: refuse,
        delete: refuse,
        promote: refuse,
        submit: refuse,
        review: refuse,
        changeDevices: refuse,
        listOperations: refuse,
        versionShare: refuse,
        ...abilities.desk,
      },
    }),
    ...(abilities.results && {
      results: {
        sendOtaLog: refuse,
        sendReport: refuse,
        hasReport: refuse,
        hasOtaLog: refuse,
        ...abilities.results,
      },
    }),
    ...(abilities.otaLogs && { otaLogs: { listOtaLogs: refuse, ...abilities.otaLogs } }),
    ...(abilities.progress && { progress: { getProgress: refuse, ...abilities.progress } }),
    ...(abilities.catalogue && {
      catalogue: { listFirmware: refuse, findFile: refuse, ...abilities.catalogue },
    }),
    ...(abilities.shelf && { shelf: { put: refuse, ...abilities.shelf } }),
  } satisfies CloudClient
  return {
    asked,
    parts: deskOf({
      async withCloud(options, use, work) {
        asked.push({ options, use })
        return work(client, connection)
      },
      async checkDevice(options, query, signal) {
        asked.push({ options, use: 'tasks' })
        const task = (await client.tasks?.check(query, signal)) ?? null
        return { task, source: 'cloud', syncedAt: null, cause: null }
      },
    }),
  }
}

export const task: Task = {
  taskId: 't1',
  productId: 'p1',
  name: 'Spring \u001b[31mrelease',
  description: 'for all',
  part: { type: 'mcu', identify: 2 },
  fromVersion: 10_000,
  toVersion: 20_001,
  image: { url: 'http://cloud/f.bin', md5: '0123456789abcdef0123456789abcdef', sizeBytes: 262_001 },
  status: 'running',
  mode: 'automatic',
  tag: 'formal',
  scope: { category: 'devices', deviceIds: ['1', '2'] },
  upgradedCount: 3,
  remainingCount: 7,
  reviewerId: null,
  createdAt: '2026-01-02T03:04:05.000Z',
}

export const firmware: CatalogueEntry = {
  firmwareId: '145',
  name: 'app\u009b2J',
  description: '',
  version: '2.0.1',
  fromVersion: '1.0.0',
  module: 'default',
  productKey: 'k1',
  productName: 'Lamp',
  sizeBytes: 262_001,
  digest: { method: 'md5', hex: '0123456789abcdef0123456789abcdef' },
  status: 'verified',
  statusCode: 1,
  packageType: 'full',
  createdAt: null,
  modifiedAt: null,
}
