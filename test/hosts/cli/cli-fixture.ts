// A command line without a process: what it printed, how it ended, stand-ins for the station's parts.
import type { CliIo } from '../../../main/hosts/cli/cli-io.ts'
import type { CliParts } from '../../../main/hosts/cli/parts.ts'
import { runProgram } from '../../../main/hosts/cli/program.ts'
import type { EventBody, Job, StationEvent, Step } from '../../../preload/contract/index.ts'

export interface Ran {
  readonly status: number
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly env?: Record<string, string>
  readonly isTerminal?: boolean
  readonly parts?: Partial<CliParts>
  readonly signal?: AbortSignal
  readonly platform?: NodeJS.Platform
  /** What comes in on standard input. */
  readonly input?: string
  /** Called with everything printed so far. */
  readonly onOut?: (out: string) => void
}

export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  let out = ''
  let err = ''
  const io: CliIo = {
    out: (text) => {
      out += text
      options.onOut?.(out)
    },
    err: (text) => {
      err += text
    },
    readLine: async () => options.input ?? absent(),
    isTerminal: options.isTerminal ?? false,
    columns: () => 80,
    env: options.env ?? {},
    platform: options.platform ?? 'linux',
    signal: options.signal ?? new AbortController().signal,
    keeper: null,
  }
  const status = await runProgram(args, io, { ...noParts, ...options.parts })
  return { status, out, err }
}

function absent(): never {
  throw new Error('this part was not to be used')
}

const noParts: CliParts = {
  flashOnce: async () => absent(),
  pushOnce: async () => absent(),
  discoverDevices: async () => absent(),
  scanDevices: async () => absent(),
  identifyOnce: async () => absent(),
  doctor: async () => absent(),
  openStation: async () => absent(),
  startHeadless: async () => absent(),
  startCloud: async () => absent(),
  addCloudTask: async () => absent(),
  addCloudFirmware: async () => absent(),
  addCloudUser: async () => absent(),
  issueCloudToken: async () => absent(),
  cloudDesk: async () => absent(),
  deskSettings: async () => absent(),
  deskWork: async () => absent(),
  databaseOnce: async () => absent(),
  operatorOnce: async () => absent(),
  clientOnce: async () => absent(),
  ordersOnce: async () => absent(),
  kitOnce: async () => absent(),
  outboxOnce: async () => absent(),
  profileDesk: async () => absent(),
  followProgress: () => absent(),
  readDevices: async () => absent(),
  readHistory: async () => absent(),
  csvOf: async () => absent(),
  readOrders: async () => absent(),
  readOutbox: async () => absent(),
  openBrowser: async () => absent(),
}

export const job: Job = {
  jobId: '6f6e1f0e-0000-4000-8000-000000000001',
  slotId: 'addr:/dev/pts/3',
  slotName: '/dev/pts/3',
  link: '/dev/pts/3',
  protocol: 'ymodem',
  profileId: 'u-boot',
  productId: 'p1',
  part: { type: 'wifi', identify: 0 },
  device: { deviceId: '1100001', mac: null, sn: null },
  task: null,
  orderId: null,
  lot: null,
  firmware: null,
  fromVersion: { number: 10000, text: '1.0.0' },
  toVersion: { number: 20001, text: '2.0.1' },
  bootedVersion: { number: 20001, text: '2.0.1' },
  operator: 'ann',
  outcome: 'passed',
  touched: true,
  deviceState: 'confirmed',
  notice: null,
  correction: null,
  startedAt: '2026-01-02T03:04:05.000Z',
  endedAt: '2026-01-02T03:04:37.100Z',
  steps: [],
  error: null,
}

export const flashStep: Step = {
  name: 'flash',
  outcome: 'passed',
  startedAt: '2026-01-02T03:04:06.000Z',
  endedAt: '2026-01-02T03:04:08.500Z',
  doneBytes: 262_001,
  totalBytes: 262_001,
  retries: 0,
  detail: {},
}

export function event(body: EventBody, seq = 1): StationEvent {
  return { seq, at: '2026-01-02T03:04:05.000Z', ...body }
}

export function progress(doneBytes: number, bytesPerSecond = 10_000): StationEvent {
  const { jobId } = job
  return event({ type: 'progress', jobId, step: 'flash', doneBytes, totalBytes: 200_000, bytesPerSecond })
}
