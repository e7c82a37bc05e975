// Small whole things of the contract, with what a test does not care about filled in.
import {
  type Connection,
  iotRpcConnectionSchema,
  type Job,
  type LanDevice,
  livingConnectionSchema,
  type Rollout,
  type RolloutItem,
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
    scannedSn: null,
    lan: null,
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
    orderId: null,
    lot: null,
    firmware: null,
    fromVersion: { number: null, text: null },
    toVersion: { number: null, text: null },
    bootedVersion: { number: null, text: null },
    operator: '',
    outcome: 'passed',
    touched: true,
    deviceState: 'confirmed',
    notice: null,
    correction: null,
    startedAt,
    endedAt,
    steps: [],
    error: null,
    ...part,
  }
}

export function lanDevice(number: number, part: Partial<LanDevice> = {}): LanDevice {
  const digits = String(number).padStart(2, '0')
  return {
    identity: `mac:A0B1C2D3E4${digits}`,
    origin: 'arduino',
    mac: `A0:B1:C2:D3:E4:${digits}`,
    deviceId: null,
    model: 'ESP32',
    version: '1.0.0',
    accessPoint: 'eth0',
    lastSeenAt: startedAt,
    name: `plug-${number}`,
    address: `lan://10.0.0.${number}`,
    present: true,
    inRange: true,
    profileId: 'arduino-ota',
    slotId: null,
    ...part,
  }
}

/** One item of each given state. */
export function rollout(states: readonly RolloutItem['state'][], part: Partial<Rollout> = {}): Rollout {
  return {
    rolloutId: 'rollout-1',
    state: 'running',
    stage: 'rest',
    plan: {
      firstCount: 2,
      maxFailed: 1,
      limit: 16,
      limitPerAccessPoint: 8,
      downgrade: 'refuse',
      tag: 'formal',
    },
    items: states.map((state, index) => ({
      slotId: `slot-${index}`,
      name: `plug-${index}`,
      accessPoint: 'eth0',
      state,
      jobId: null,
      error: null,
    })),
    stoppedBy: null,
    retryOf: null,
    startedAt,
    endedAt: null,
    ...part,
  }
}

export function snapshot(part: Partial<Snapshot> = {}): Snapshot {
  return {
    seq: 0,
    version: '0.1.0',
    practice: true,
    disk: { freeBytes: null, isShort: false },
    slots: [],
    jobs: [],
    recent: [],
    progress: [],
    outbox: { waiting: 0, dead: 0, oldestAt: null, lastError: null },
    cloud: { state: 'unset', host: null, error: null, syncedAt: null },
    settings: settingsSchema.parse({}),
    profiles: [],
    broker: { state: 'unset', address: null, error: null },
    orders: [],
    scans: [],
    learning: false,
    benchOperator: '',
    recovery: null,
    firstRun: false,
    lanDevices: [],
    lanScan: null,
    rollouts: [],
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
