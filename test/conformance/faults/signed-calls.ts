// The rows of the matrix of faults for the two clouds that sign their calls.
import type { FirmwareCatalogue } from '../../../main/clouds/cloud.ts'
import { createIotRpcClient } from '../../../main/clouds/iot-rpc/index.ts'
import { createLivingClient } from '../../../main/clouds/living/index.ts'
import { iotRpcConnectionSchema, livingConnectionSchema } from '../../../preload/contract/index.ts'
import { wireEntry, wirePage } from '../../clouds/iot-rpc/open-rpc.ts'
import { envelope } from '../../clouds/living/open-living.ts'
import { createTurnedClock } from '../../clouds/turned-clock.ts'
import { never } from '../../clouds/xlink/open-client.ts'
import type { CallUnderTest } from './call-under-test.ts'

const usual = { repeatable: true, logsIn: false, meets: () => true } as const

export const getProgress: CallUnderTest = {
  ...usual,
  secretNames: ['appSecret', 'iotToken'],
  name: 'getProgress',
  cloud: 'living',
  label: '/living/ota/progress/get',
  soundAnswer: () => envelope(200, { moduleName: 'default', step: 10, status: 'UPGRADING' }),
  value: {
    deviceId: null,
    module: 'default',
    currentVersion: null,
    firmwareVersion: null,
    state: 'upgrading',
    percent: 10,
    failure: null,
    stalled: false,
    needsConfirmation: false,
    description: '',
  },
  connect({ baseUrl, timeoutMs }, parts) {
    const settings = { kind: 'living', connectionId: 'home', appKey: 'app-key', baseUrl, timeoutMs }
    const { progress } = createLivingClient(livingConnectionSchema.parse(settings), parts)
    return async () => progress?.getProgress({ deviceId: 'd1' }, never)
  },
}

const rpcCall = (
  call: Pick<CallUnderTest, 'name' | 'label' | 'soundAnswer' | 'value'>,
  act: (catalogue: FirmwareCatalogue | undefined) => Promise<unknown> | undefined,
): CallUnderTest => ({
  ...usual,
  ...call,
  secretNames: ['accessKeySecret'],
  cloud: 'iot-rpc',
  connect({ baseUrl }, parts) {
    const settings = { kind: 'iot-rpc', connectionId: 'hub', accessKeyId: 'key-id', baseUrl }
    const connection = iotRpcConnectionSchema.parse(settings)
    const { catalogue } = createIotRpcClient(connection, parts, createTurnedClock())
    return async () => act(catalogue)
  },
})

const digest = { method: 'md5', hex: '3d04ab6462633508606e5f3daac80000' }

/** What the example of the document stands for. */
export const entry = {
  firmwareId: '167',
  name: 'bleFirmware1',
  description: 'this is firmware',
  version: '1.0.1',
  fromVersion: '1.0.0',
  module: 'ble',
  productKey: 'k1nhvyl0000',
  productName: 'ble1',
  sizeBytes: 924,
  digest,
  status: 'unverified',
  statusCode: 0,
  packageType: 'full',
  createdAt: '2024-11-11T11:11:11.000Z',
  modifiedAt: '2024-11-12T11:11:11.000Z',
}

export const listFirmware = rpcCall(
  {
    name: 'listFirmware',
    label: 'ListOTAFirmware',
    soundAnswer: () => wirePage([wireEntry()]),
    value: { entries: [entry], unread: [] },
  },
  (catalogue) => catalogue?.listFirmware({}, never),
)

export const findFile = rpcCall(
  {
    name: 'findFile',
    label: 'QueryOTAFirmware',
    soundAnswer: () => wirePage([{ ...wireEntry(), firmwareUrl: 'https://files.example/f' }]),
    value: { url: 'https://files.example/f', sizeBytes: 924, digest },
  },
  (catalogue) => catalogue?.findFile('167', never),
)
