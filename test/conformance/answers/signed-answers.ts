// The answers of the two clouds that sign their calls: the progress of one device, the list of firmware, and one file.
import type { UpgradeProgress } from '../../../preload/contract/index.ts'
import { type OpenRpc, wireEntry } from '../../clouds/iot-rpc/open-rpc.ts'
import { envelope, type OpenLiving } from '../../clouds/living/open-living.ts'
import { never } from '../../clouds/xlink/open-client.ts'
import { answerWith } from '../../clouds/xlink/scripted-server.ts'
import { entry } from '../faults/signed-calls.ts'
import { type Answer, bare } from './answer.ts'

const waiting: UpgradeProgress = {
  deviceId: '1001',
  module: 'ble',
  currentVersion: '1.0.0',
  firmwareVersion: '1.0.1',
  state: 'waiting',
  percent: 0,
  failure: null,
  stalled: false,
  needsConfirmation: true,
  description: 'soon',
}
const wireWaiting = {
  iotId: '1001',
  moduleName: 'ble',
  currentVersion: '1.0.0',
  firmwareVersion: '1.0.1',
  step: 0,
  desc: 'soon',
  otaType: 'CONFIRM',
  needConfirm: true,
  status: 'TO_BE_UPGRADED',
}

/** Longer under way than the platform likes. */
const stalled: UpgradeProgress = {
  ...waiting,
  state: 'upgrading',
  percent: 10,
  stalled: true,
  needsConfirmation: false,
}
const wireStalled = { ...wireWaiting, step: 10, status: 'UPGRADING', upgradeStatus: 2 }

const told = (progress: UpgradeProgress) => ({
  iotId: { ...progress, deviceId: null },
  moduleName: { ...progress, module: 'default' },
  currentVersion: { ...progress, currentVersion: null },
  firmwareVersion: { ...progress, firmwareVersion: null },
  step: { ...progress, percent: null },
  desc: { ...progress, description: '' },
})

export function livingAnswers(open: () => OpenLiving): Answer[] {
  const common: Pick<Answer, 'ask' | 'body' | 'whole' | 'around' | 'strictAround'> = {
    async ask(text) {
      const { server, client } = open()
      server.answer = answerWith(200, text)
      return await client.progress?.getProgress({ deviceId: '1001' }, never)
    },
    ...bare,
    body: ([data]) => envelope(200, data, { message: 'success', localizedMsg: 'x' }),
    around: ['id', 'message', 'localizedMsg'],
    strictAround: ['code'],
  }
  return [
    {
      ...common,
      name: 'progress of one that waits',
      item: wireWaiting,
      value: waiting,
      optional: { ...told(waiting), otaType: { ...waiting, needsConfirmation: false }, needConfirm: waiting },
      strict: ['status'],
    },
    {
      ...common,
      name: 'progress of one that is stalled',
      item: wireStalled,
      value: stalled,
      optional: {
        ...told(stalled),
        otaType: stalled,
        needConfirm: stalled,
        upgradeStatus: { ...stalled, stalled: false },
        // The older word says it as well.
        status: stalled,
      },
      strict: [],
    },
  ]
}

const link = { url: 'https://files.example/f?Signature=a%2Bb', sizeBytes: 924, digest: entry.digest }

const page = (items: readonly unknown[], total: number) => ({
  code: '',
  currentPage: 1,
  firmwareInfo: { simpleFirmwareInfo: items },
  pageCount: 1,
  pageSize: 100,
  requestId: 'r-1',
  success: true,
  total,
})

export function rpcAnswers(open: () => OpenRpc): Answer[] {
  const by =
    (act: (catalogue: OpenRpc['catalogue']) => Promise<unknown>): Answer['ask'] =>
    async (text) => {
      const { server, catalogue } = open()
      server.answer = answerWith(200, text)
      return await act(catalogue)
    }
  return [
    {
      name: 'ListOTAFirmware',
      ask: by((catalogue) => catalogue.listFirmware({}, never)),
      item: wireEntry(),
      value: entry,
      body: (items) => page(items, items.length),
      whole: (entries, unread) => ({ entries, unread }),
      optional: {
        firmwareName: { ...entry, name: '' },
        firmwareDesc: { ...entry, description: '' },
        srcVersion: { ...entry, fromVersion: '' },
        moduleName: { ...entry, module: '' },
        productKey: { ...entry, productKey: '' },
        productName: { ...entry, productName: '' },
        firmwareSign: { ...entry, digest: null },
        signMethod: { ...entry, digest: null },
        status: { ...entry, status: 'unknown', statusCode: null },
        type: entry,
        utcCreate: { ...entry, createdAt: null },
        utcModified: { ...entry, modifiedAt: null },
      },
      around: ['code', 'currentPage', 'pageCount', 'pageSize', 'requestId', 'success', 'total'],
      strict: ['firmwareId', 'destVersion', 'firmwareSize'],
      strictAround: [],
      list: {
        fields: ['firmwareInfo', 'firmwareInfo.simpleFirmwareInfo'],
        second: wireEntry({ firmwareId: '168', status: 1 }),
        secondValue: { ...entry, firmwareId: '168', status: 'verified', statusCode: 1 },
        idField: 'firmwareId',
        broken: {
          firmwareId: wireEntry({ firmwareId: {} }),
          firmwareSize: wireEntry({ firmwareId: '7', firmwareSize: 'large' }),
          destVersion: wireEntry({ firmwareId: '8', destVersion: [] }),
          type: wireEntry({ firmwareId: '9', type: 'half' }),
        },
      },
      eitherCase: true,
    },
    {
      name: 'QueryOTAFirmware',
      ask: by((catalogue) => catalogue.findFile('167', never)),
      item: { ...wireEntry(), firmwareUrl: link.url },
      value: link,
      body: ([item]) => page([item], 1),
      whole: bare.whole,
      optional: {
        firmwareSign: { ...link, digest: null },
        signMethod: { ...link, digest: null },
        firmwareUrl: null,
      },
      around: ['code', 'currentPage', 'pageCount', 'pageSize', 'requestId', 'success', 'total'],
      strict: ['firmwareSize'],
      strictAround: [],
      eitherCase: true,
    },
  ]
}
