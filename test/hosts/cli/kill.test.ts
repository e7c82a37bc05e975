// The station is killed (SIGKILL) at the worst moments: while bytes cross the link, and between record and send. The
// device is a simulated board on a TCP port of the test, so that it outlives the station.
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import type { InterceptedRequest, Interception } from '../../../main/local-cloud/request-journal.ts'
import { type LocalCloud, startLocalCloud } from '../../../main/local-cloud/server.ts'
import { createPracticeBench, type PracticeBench, practiceBoards } from '../../../main/practice/bench.ts'
import { demoDevices, demoImage, demoProduct, demoVersions } from '../../../main/practice/demo.ts'
import { seedDemo } from '../../../main/station/practice.ts'
import type { OutboxRow, Snapshot } from '../../../preload/contract/index.ts'
import { startCli } from '../run-cli.ts'

const uiToken = 'a-token-for-this-test-only'
const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

interface Plant {
  readonly dataDir: string
  readonly cloud: LocalCloud
  readonly bench: PracticeBench
  readonly slotId: string
}

/** A cloud, a board on a TCP port, and a data folder whose settings know both. */
async function openPlant(intercept: (request: InterceptedRequest) => Interception | null): Promise<Plant> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-kill-'))
  undo.push(() => rm(dataDir, { recursive: true, force: true }))
  const cloud = await startLocalCloud({ dataDir: join(dataDir, 'cloud'), intercept })
  undo.push(() => cloud.close())
  await seedDemo(cloud)
  const bench = createPracticeBench(
    practiceBoards({
      devices: demoDevices.slice(0, 1),
      image: demoImage(demoVersions.from),
      board: { bytesPerSecond: 200_000, autobootMs: 100, bootMs: 1 },
    }),
  )
  undo.push(() => bench.close())
  const server = serveBoard(bench)
  await once(server, 'listening')
  undo.push(() => new Promise((resolve) => server.close(resolve)))
  const address = `tcp://127.0.0.1:${(server.address() as { port: number }).port}`
  const { productId, profileId, part } = demoProduct
  const settings = {
    watchUsb: false,
    cloud: { baseUrl: cloud.baseUrl, corpId: 'plant' },
    bench: { productId, profileId, part },
    slots: [{ address, name: 'Left' }],
  }
  const stationDir = join(dataDir, 'station')
  await mkdir(stationDir)
  await writeFile(join(stationDir, 'settings.json'), JSON.stringify(settings))
  const token = await cloud.admin.issueToken(['corp', 'user', 'platform'])
  await writeFile(join(stationDir, 'secrets.json'), JSON.stringify({ cloudToken: token }), { mode: 0o600 })
  return { dataDir: stationDir, cloud, bench, slotId: `addr:${address}` }
}

/** Joins each connection to the board's serial port for as long as it lasts. */
function serveBoard(bench: PracticeBench): Server {
  return createServer(async (socket) => {
    const controller = new AbortController()
    socket.on('close', () => controller.abort())
    socket.on('error', () => undefined)
    const link = await bench.open('sim://1', { baudRate: 115_200, signal: controller.signal })
    socket.on('data', (bytes) => link.write(bytes, controller.signal).catch(() => socket.destroy()))
    try {
      for (;;) socket.write(await link.read({ atLeast: 1, timeoutMs: 60_000, signal: controller.signal }))
    } catch {
      socket.destroy()
      await link.close()
    }
  }).listen(0, '127.0.0.1')
}

class StationProcess {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #url: string
  private constructor(child: ChildProcessWithoutNullStreams, url: string) {
    this.#child = child
    this.#url = url
  }

  static async start(dataDir: string): Promise<StationProcess> {
    // Nobody starts it again: the test does.
    const args = ['serve', '--data', dataDir, '--port', '0', '--no-restart']
    const child = startCli(args, { FLASHLINE_UI_TOKEN: uiToken })
    child.stderr.resume()
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /http:\/\/[^/]+/.exec(line)?.[0]
      if (url) return new StationProcess(child, url)
    }
    throw new Error('the station ended before it was ready')
  }

  async kill(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }

  /** With a work order, as a person would begin. */
  async startArmed(slotId: string): Promise<void> {
    const draft = { name: 'Batch', productId: null, mode: 'manual' }
    const { orderId } = await this.ask<{ orderId: string }>('/orders', 'POST', draft)
    await this.ask(`/orders/${orderId}/arm`, 'POST')
    await this.ask(`/slots/${encodeURIComponent(slotId)}/start`, 'POST')
  }

  async ask<Answer>(path: string, method = 'GET', body: object = {}): Promise<Answer> {
    const response = await fetch(`${this.#url}/api${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${uiToken}`,
        ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer as Answer
  }

  /** Asks again and again until the answer is right; the test's own limit ends it. */
  async until<Answer>(path: string, isRight: (answer: Answer) => boolean): Promise<Answer> {
    for (;;) {
      const answer = await this.ask<Answer>(path)
      if (isRight(answer)) return answer
    }
  }
}

const isFlashing = (snapshot: Snapshot) =>
  snapshot.progress.some(({ step, doneBytes }) => step === 'flash' && doneBytes > 20_000)
const isPresent = (slotId: string) => (snapshot: Snapshot) =>
  snapshot.slots.some((slot) => slot.slotId === slotId && slot.present)
const allSent = (rows: OutboxRow[]) => rows.length > 0 && rows.every(({ state }) => state === 'sent')

describe('a station that is killed', () => {
  it('in the middle of flashing shows the job as interrupted, and reports it once', async () => {
    const { dataDir, cloud, slotId } = await openPlant(() => null)
    const first = await StationProcess.start(dataDir)
    await first.until<Snapshot>('/snapshot', isPresent(slotId))
    await first.startArmed(slotId)
    await first.until<Snapshot>('/snapshot', isFlashing)
    await first.kill()
    expect(await cloud.admin.listReports()).toEqual([])

    const second = await StationProcess.start(dataDir)
    const { slots, recent } = await second.ask<Snapshot>('/snapshot')
    expect(recent).toMatchObject([
      {
        outcome: 'interrupted',
        touched: true,
        deviceState: 'receiving',
        error: { code: 'JOB_INTERRUPTED', step: 'flash' },
      },
    ])
    expect(slots).toMatchObject([{ slotId, jobId: recent[0]?.jobId }])
    await second.until('/outbox', allSent)
    await second.kill()

    const third = await StationProcess.start(dataDir)
    await third.until<Snapshot>('/snapshot', ({ cloud }) => cloud.state === 'up')
    expect(allSent(await third.ask('/outbox'))).toBe(true)
    await third.kill()
    expect(await cloud.admin.listReports()).toMatchObject([
      { result: 1, last_version: 10_000, current_version: 20_001 },
    ])
    expect(await cloud.admin.listOtaLogs()).toHaveLength(1)
  }, 90_000)

  it('between record and send loses no result and sends none twice', async () => {
    const reportAsked = Promise.withResolvers<void>()
    let isDown = true
    const { dataDir, cloud, slotId } = await openPlant(({ path }) => {
      if (!isDown || !path.includes('/report/')) return null
      reportAsked.resolve()
      return { hangUp: 'before' }
    })
    const first = await StationProcess.start(dataDir)
    await first.until<Snapshot>('/snapshot', isPresent(slotId))
    await first.startArmed(slotId)
    await reportAsked.promise
    await first.kill()
    expect(await cloud.admin.listReports()).toEqual([])

    isDown = false
    const second = await StationProcess.start(dataDir)
    expect((await second.ask<Snapshot>('/snapshot')).recent).toMatchObject([
      { outcome: 'passed', deviceState: 'confirmed' },
    ])
    await second.until('/outbox', allSent)
    await second.kill()

    const third = await StationProcess.start(dataDir)
    await third.until<Snapshot>('/snapshot', ({ cloud }) => cloud.state === 'up')
    await third.kill()
    expect(await cloud.admin.listReports()).toMatchObject([{ result: 0 }])
    expect(await cloud.admin.listOtaLogs()).toMatchObject([{ status: 2 }])
    expect((await cloud.admin.getTask('practice-upgrade'))?.upgradedCount).toBe(1)
  }, 90_000)

  it('after the cloud counted but before the answer arrived, is found there and not sent again', async () => {
    const counted = Promise.withResolvers<void>()
    let losesAnswers = true
    const { dataDir, cloud, slotId } = await openPlant(({ path }) => {
      if (!losesAnswers || !path.includes('/report/')) return null
      counted.resolve()
      return { hangUp: 'after' }
    })
    const first = await StationProcess.start(dataDir)
    await first.until<Snapshot>('/snapshot', isPresent(slotId))
    await first.startArmed(slotId)
    await counted.promise
    await first.kill()
    losesAnswers = false
    const second = await StationProcess.start(dataDir)
    await second.until('/outbox', allSent)
    const rows = await second.ask<OutboxRow[]>('/outbox')
    await second.kill()
    expect(rows.find(({ kind }) => kind === 'report')).toMatchObject({ delivery: 'foundAtCloud' })
    expect(await cloud.admin.listReports()).toHaveLength(1)
    expect((await cloud.admin.getTask('practice-upgrade'))?.upgradedCount).toBe(1)
  }, 90_000)
})
