// One simulated board, a real local cloud over HTTP, and the station's real database, firmware store and outbox: what
// a whole job needs, with every fault switch in reach of a test.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JobOrder } from '../../main/job/ports.ts'
import { runJob } from '../../main/job/run-job.ts'
import type { InterceptedRequest, Interception } from '../../main/local-cloud/request-journal.ts'
import { type LocalCloud, startLocalCloud } from '../../main/local-cloud/server.ts'
import { createPracticeBench, type PracticeBench, practiceBoards } from '../../main/practice/bench.ts'
import type { BoardOptions } from '../../main/practice/board.ts'
import { demoDevices, demoImage, demoProduct, demoVersions } from '../../main/practice/demo.ts'
import { adHocSetting } from '../../main/station/cloud-setting.ts'
import { type Core, openCore } from '../../main/station/core.ts'
import type { DiskLimits } from '../../main/station/disk-room.ts'
import { seedDemo } from '../../main/station/practice.ts'
import type { EventBody, Job } from '../../preload/contract/index.ts'

export const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))

export interface OneDevice {
  readonly dataDir: string
  readonly cloud: LocalCloud
  readonly bench: PracticeBench
  readonly core: Core
  readonly events: EventBody[]
  /** Runs the board's job to its end and delivers what is owed. */
  run(change?: Partial<JobOrder>, signal?: AbortSignal): Promise<Job>
  close(): Promise<void>
}

export interface OneDeviceOptions {
  readonly board?: Omit<BoardOptions, 'device' | 'image'>
  readonly diskLimits?: DiskLimits
  readonly intercept?: (request: InterceptedRequest) => Interception | null
}

export async function openOneDevice(options: OneDeviceOptions = {}): Promise<OneDevice> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-one-'))
  const cloud = await startLocalCloud({
    dataDir: join(dataDir, 'cloud'),
    ...(options.intercept ? { intercept: options.intercept } : {}),
  })
  await seedDemo(cloud)
  const token = await cloud.admin.issueToken(['corp', 'user', 'platform'])
  const bench = createPracticeBench(
    practiceBoards({
      devices: demoDevices.slice(0, 1),
      image: demoImage(demoVersions.from),
      board: {
        bytesPerSecond: null,
        storageBytesPerSecond: null,
        autobootMs: 100,
        bootMs: 1,
        ...options.board,
      },
    }),
  )
  const core = await openCore({
    dataDir,
    resourcesDir,
    clouds: adHocSetting({ baseUrl: cloud.baseUrl, corpId: 'test', token }),
    ...(options.diskLimits && { diskLimits: options.diskLimits }),
  })
  const events: EventBody[] = []
  core.hub.listen((event) => events.push(event))
  core.sender.start()
  let jobs = 0
  return {
    dataDir,
    cloud,
    bench,
    core,
    events,
    async run(change = {}, signal = new AbortController().signal) {
      jobs += 1
      const order: JobOrder = {
        jobId: `job-${jobs}`,
        slot: { slotId: 'sim:1', name: 'Slot 1', address: 'sim://1' },
        profile: core.profile(demoProduct.profileId),
        productId: demoProduct.productId,
        part: demoProduct.part,
        operator: 'test',
        deviceId: null,
        taskId: null,
        local: null,
        ...change,
      }
      const job = await runJob(order, core.jobPorts(bench.open, order.productId), signal)
      await core.jobEnded(job)
      return job
    },
    async close() {
      await bench.close()
      await core.close()
      await cloud.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
