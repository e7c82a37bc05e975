// Small whole things of the contract, with what a test does not care about filled in.
import {
  type Connection,
  iotRpcConnectionSchema,
  type Job,
  livingConnectionSchema,
  type Slot,
  type Snapshot,
  type Step,
  type StepName,
  settingsSchema,
  xlinkConnectionSchema,
} from '../../preload/contract/index.ts'

const startedAt = '2026-03-01T08:00:00.000Z'
const endedAt = '2026-03-01T08:01:00.000Z'

export function slot(number: number, part: Partial<Slot> = {}): Slot {
  return {
    slotId: `slot-${number}`,
    name: `Slot ${number}`,
    kind: 'simulated',
    address: `sim://${number}`,
    present: true,
    profileId: null,
    productId: null,
    hint: null,
    advice: null,
    jobId: null,
    ...part,
  }
}

export function step(name: StepName, part: Partial<Step> = {}): Step {
  return {
    name,
    outcome: 'passed',
    startedAt,
    endedAt,
    doneBytes: 0,
    totalBytes: null,
    retries: 0,
    detail: {},
    ...part,
  }
}

export function job(number: number, part: Partial<Job> = {}): Job {
  return {
    jobId: `job-${number}`,
    slotId: `slot-${number}`,
    slotName: `Slot ${number}`,
    link: `sim://${number}`,
    protocol: 'ymodem',
    profileId: 'u-boot',
    productId: null,
    part: { type: 'wifi', identify: 0 },
    device: { deviceId: null, mac: null, sn: null },
    task: null,
    firmware: null,
    fromVersion: { number: null, text: null },
    toVersion: { number: null, text: null },
    bootedVersion: { number: null, text: null },
    operator: '',
    outcome: 'passed',
    touched: true,
    deviceState: 'confirmed',
    notice: null,
    startedAt,
    endedAt,
    steps: [],
    error: null,
    ...part,
  }
}

export function snapshot(part: Partial<Snapshot> = {}): Snapshot {
  return {
    seq: 0,
    version: '0.1.0',
    practice: true,
    slots: [],
    jobs: [],
    recent: [],
    progress: [],
    outbox: { waiting: 0, dead: 0, oldestAt: null, lastError: null },
    cloud: { state: 'unset', host: null, error: null, syncedAt: null },
    settings: settingsSchema.parse({}),
    profiles: [],
    ...part,
  }
}

export const plant = xlinkConnectionSchema.parse({
  kind: 'xlink',
  connectionId: 'plant',
  name: 'Plant',
  baseUrl: 'https://cloud.example',
  corpId: 'c',
})
export const living = livingConnectionSchema.parse({
  kind: 'living',
  connectionId: 'living',
  baseUrl: 'https://living.example',
  appKey: 'k',
  stage: 'TEST',
})
export const rpc = iotRpcConnectionSchema.parse({
  kind: 'iot-rpc',
  connectionId: 'rpc',
  name: 'List',
  baseUrl: 'https://rpc.example:8686',
  accessKeyId: 'id',
  dialect: 'aliyun-iot',
  iotInstanceId: 'iot-1',
})
/** One of each kind. */
export const connections: Connection[] = [plant, living, rpc]
