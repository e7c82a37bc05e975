// A plant with one local cloud and two stations: a thousand devices, five tasks, and everything counted exactly once.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runJob } from '../../main/job/run-job.ts'
import type { JournalEntry } from '../../main/local-cloud/request-journal.ts'
import { type LocalCloud, startLocalCloud } from '../../main/local-cloud/server.ts'
import { createPracticeBench, practiceBoards } from '../../main/practice/bench.ts'
import type { BoardDevice } from '../../main/practice/board.ts'
import { demoProduct } from '../../main/practice/demo.ts'
import { buildDemoImage } from '../../main/practice/demo-image.ts'
import { adHocSetting } from '../../main/station/cloud-setting.ts'
import { type Core, openCore } from '../../main/station/core.ts'
import type { Job } from '../../preload/contract/index.ts'
import { lineTo } from '../clouds/test-line.ts'
import { xlinkClient } from '../clouds/xlink/open-client.ts'
import { resourcesDir } from './one-device.ts'

const { productId, profileId, part } = demoProduct
const groups = 5
const perGroup = 200
/** Of each group, plugged into the other station afterwards too. */
const visitors = 10
const atOnce = 8
const never = new AbortController().signal
const target = { text: '2.0.0', number: 20_000 }
const start = (group: number) => ({ text: `1.0.${group}`, number: 10_000 + group })
const image = (version: string) => buildDemoImage({ productId, version }, 1500)

interface Unit {
  readonly address: string
  readonly deviceId: string
  readonly bench: ReturnType<typeof createPracticeBench>
}

it('flashes a thousand devices from two stations, and counts each exactly once', {
  timeout: 240_000,
}, async () => {
  const root = await mkdtemp(join(tmpdir(), 'flashline-plant-'))
  const journal: JournalEntry[] = []
  const cloud = await startLocalCloud({
    dataDir: join(root, 'cloud'),
    onRequest: (entry) => void journal.push(entry),
  })
  const stations = await Promise.all(['left', 'right'].map((name) => openStation(join(root, name), cloud)))
  const [left, right] = stations as [Core, Core]
  const plant = await fillPlant(cloud)
  try {
    const half = plant.units.length / 2
    const [own, others] = [plant.units.slice(0, half), plant.units.slice(half)]
    const [leftJobs, rightJobs] = await Promise.all([flashAll(left, own), flashAll(right, others)])
    expect([...leftJobs, ...rightJobs].filter(({ outcome }) => outcome !== 'passed')).toEqual([])

    // A unit that goes to the other station has nothing to do there.
    const again = plant.units.filter((_, n) => n % perGroup < visitors)
    const revisited = await flashAll(right, again)
    expect(revisited.map(({ outcome, error }) => [outcome, error?.code])).toEqual(
      again.map(() => ['refused', 'TASK_NONE']),
    )
    for (const station of stations) {
      expect(await station.sender.drain({ timeoutMs: 60_000 })).toMatchObject({ waiting: 0, dead: 0 })
    }

    for (const taskId of plant.taskIds) {
      expect((await cloud.admin.getTask(taskId))?.upgradedCount).toBe(perGroup)
      const { operations, total } = await plant.desk.listOperations(taskId, never)
      expect([total, operations.length]).toEqual([3, 3])
    }
    const handedOut = journal.filter(({ path, status }) => path.includes('/check/') && status === 200)
    expect(new Set(handedOut.map(({ path }) => path)).size).toBe(groups * perGroup)
    expect(handedOut).toHaveLength(groups * perGroup)
    const logs = await cloud.admin.listOtaLogs()
    expect(logs).toHaveLength(groups * perGroup)
    expect(logs.filter(({ status }) => status !== 2)).toEqual([])
    expect(await cloud.admin.listReports()).toHaveLength(groups * perGroup)
  } finally {
    for (const bench of plant.benches) await bench.close()
    await plant.line.close()
    for (const station of stations) await station.close()
    await cloud.close()
    await rm(root, { recursive: true, force: true })
  }
})

async function openStation(dataDir: string, cloud: LocalCloud): Promise<Core> {
  const token = await cloud.admin.issueToken(['corp', 'user', 'platform'])
  const clouds = adHocSetting({ baseUrl: cloud.baseUrl, corpId: 'plant', token })
  const core = await openCore({ dataDir, resourcesDir, clouds })
  core.sender.start()
  return core
}

/** Boards of five versions, and for each version a task that was made, submitted and approved as people do it. */
async function fillPlant(cloud: LocalCloud) {
  const { admin } = cloud
  const reviewerId = await admin.addMember({
    name: 'Rae',
    account: 'rae@plant.example',
    password: 'a long password',
  })
  const { line } = lineTo(cloud.baseUrl)
  const deskOf = (token: string) =>
    xlinkClient({ baseUrl: cloud.baseUrl }, { line, secret: () => token }).desk
  const reviewer = deskOf(await admin.issueToken(['corp'], { memberId: reviewerId }))
  const desk = deskOf(await admin.issueToken(['corp']))
  await admin.addProduct({ productId })
  const file = await admin.addFirmwareFile(image(target.text), 'app.bin')
  const taskIds: string[] = []
  const units: Unit[] = []
  const benches = []
  for (let group = 0; group < groups; group += 1) {
    const devices: BoardDevice[] = Array.from({ length: perGroup }, (_, n) => {
      const number = group * perGroup + n
      return {
        deviceId: String(2_000_000 + number),
        mac: `02F1A5${number.toString(16).padStart(6, '0').toUpperCase()}`,
        sn: `PLANT-${number}`,
      }
    })
    for (const device of devices) await admin.addDevice({ ...device, productId })
    const bench = createPracticeBench(
      practiceBoards({
        devices,
        image: image(start(group).text),
        board: { bytesPerSecond: null, storageBytesPerSecond: null, autobootMs: 20, bootMs: 1 },
      }),
    )
    benches.push(bench)
    units.push(...bench.positions.map(({ address, device: { deviceId } }) => ({ address, deviceId, bench })))
    const url = cloud.baseUrl + file.urlPath
    const { taskId } = await desk.create(
      {
        productId,
        name: `From ${start(group).text}`,
        description: 'two stations',
        part,
        fromVersion: start(group).number,
        fromImage: { url, md5: file.md5, sizeBytes: file.sizeBytes },
        toVersion: target.number,
        image: { url, md5: file.md5, sizeBytes: file.sizeBytes },
        mode: 'automatic',
        tag: 'formal',
        scope: null,
      },
      never,
    )
    await desk.submit(taskId, reviewerId, never)
    await reviewer.review(taskId, 'approve', never)
    taskIds.push(taskId)
  }
  return { desk, line, taskIds, units, benches }
}

async function flashAll(station: Core, units: readonly Unit[]): Promise<Job[]> {
  const jobs: Job[] = []
  const queue = [...units.entries()]
  const worker = async (slot: number) => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [number, { address, bench }] = next
      const order = {
        jobId: `${slot}-${number}-${address}-${jobs.length}`,
        slot: { slotId: `sim:${slot}`, name: `Slot ${slot}`, address },
        profile: station.profile(profileId),
        productId,
        part,
        operator: 'test',
        deviceId: null,
        taskId: null,
        local: null,
      }
      const job = await runJob(order, station.jobPorts(bench.open, productId), never)
      await station.jobEnded(job)
      jobs[number] = job
    }
  }
  await Promise.all(Array.from({ length: atOnce }, (_, slot) => worker(slot)))
  return jobs
}
