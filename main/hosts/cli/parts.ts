// The parts of the station that commands use, each loaded when a command first asks for it: `--help` needs none of
// them, and an idle `serve` must not carry what only `flash` needs.

import type { Job, OutboxRow, StationEvent } from '../../../preload/contract/index.ts'
import type { TaskForFile } from '../../local-cloud/add-task-for-file.ts'
import type { FlashOnceOptions, FlashOnceResult } from '../../station/flash-once.ts'
import type { Station, StationOptions } from '../../station/station.ts'
import type { Headless, HeadlessOptions } from '../headless/start-headless.ts'

/** A local cloud that runs. */
export interface RunningCloud {
  readonly baseUrl: string
  /** Made for whoever connects now; only shown here. */
  readonly token: string
  /** Null when the cloud was not asked for its demo. */
  readonly demo: { readonly productId: string; readonly deviceIds: readonly string[] } | null
  close(): Promise<void>
}

export interface CliParts {
  flashOnce(
    options: FlashOnceOptions,
    onEvent: (event: StationEvent) => void,
    signal: AbortSignal,
  ): Promise<FlashOnceResult>
  openStation(options: StationOptions): Promise<Station>
  startHeadless(options: HeadlessOptions): Promise<Headless>
  startCloud(options: { dataDir: string; host: string; port: number; demo: boolean }): Promise<RunningCloud>
  /** Returns the id of the task. IMAGE_UNREADABLE. */
  addCloudTask(task: TaskForFile): Promise<string>
  /** Newest first. */
  readHistory(dataDir: string, limit: number): Promise<readonly Job[]>
  /** What waits or failed first. */
  readOutbox(dataDir: string, limit: number): Promise<readonly OutboxRow[]>
  /** In the default browser. */
  openBrowser(url: string): Promise<void>
}

export const stationParts: CliParts = {
  async flashOnce(options, onEvent, signal) {
    const { flashOnce } = await import('../../station/flash-once.ts')
    return flashOnce(options, onEvent, signal)
  },
  async openStation(options) {
    const { createStation } = await import('../../station/station.ts')
    return createStation(options)
  },
  async startHeadless(options) {
    const { startHeadless } = await import('../headless/start-headless.ts')
    return startHeadless(options)
  },
  async startCloud({ dataDir, host, port, demo }) {
    const [{ startLocalCloud }, { seedDemo }, { demoDevices, demoProduct }] = await Promise.all([
      import('../../local-cloud/server.ts'),
      import('../../station/practice.ts'),
      import('../../practice/demo.ts'),
    ])
    const cloud = await startLocalCloud({ dataDir, host, port })
    if (demo) await seedDemo(cloud)
    return {
      baseUrl: cloud.baseUrl,
      token: cloud.admin.issueToken(['corp', 'user', 'platform']),
      demo: demo
        ? { productId: demoProduct.productId, deviceIds: demoDevices.map(({ deviceId }) => deviceId) }
        : null,
      close: () => cloud.close(),
    }
  },
  async addCloudTask(task) {
    const { addTaskForFile } = await import('../../local-cloud/add-task-for-file.ts')
    return addTaskForFile(task)
  },
  async readHistory(dataDir, limit) {
    const { readHistory } = await import('../../station/read.ts')
    return (await readHistory(dataDir, limit)).jobs
  },
  async readOutbox(dataDir, limit) {
    const { readOutbox } = await import('../../station/read.ts')
    return readOutbox(dataDir, limit)
  },
  async openBrowser(url) {
    const { default: open } = await import('open')
    const child = await open(url)
    // A browser that cannot start is no error of the station: the address was printed.
    child.on('error', () => {})
    child.unref()
  },
}
