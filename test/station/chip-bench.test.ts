// The station with chips on its slots: the practice bench of one of each kind, whose cables are pulled in mid flash; and a
// real bench whose slots flash other products than the bench does.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startLocalCloud } from '../../main/local-cloud/server.ts'
import { demoChips } from '../../main/practice/demo-chips.ts'
import { buildEspApp } from '../../main/practice/esp/app-image.ts'
import { createEspChip } from '../../main/practice/esp/esp-chip.ts'
import { buildMergedFlash } from '../../main/practice/esp/partition-table.ts'
import { createCaller } from '../../main/station/caller.ts'
import { seedDemo } from '../../main/station/practice.ts'
import { createStation, type Station, type StationOptions } from '../../main/station/station.ts'
import { openStore } from '../../main/store/open-store.ts'
import { type Job, type StationEvent, settingsSchema } from '../../preload/contract/index.ts'
import { chipOnTcp } from '../targets/chip-on-port.ts'
import { resourcesDir } from './one-device.ts'

let dataDir: string
let station: Station | null = null
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'flashline-chip-bench-'))
})
afterEach(async () => {
  await station?.close()
  station = null
  await rm(dataDir, { recursive: true, force: true })
})

async function open(change: Partial<StationOptions>) {
  await station?.close()
  const options = { dataDir, resourcesDir, practice: false, version: 'test', keychain: async () => null }
  station = await createStation({ ...options, ...change })
  return createRouterClient(station.router, { context: { caller: createCaller() } })
}
type Client = Awaited<ReturnType<typeof open>>

/** Runs jobs one after the other on any number of slots, and hears what becomes of them. */
class Watch {
  readonly #client: Client
  readonly #events: StationEvent[] = []
  readonly #waiting = new Set<() => void>()

  private constructor(client: Client) {
    this.#client = client
  }

  static async start(client: Client): Promise<Watch> {
    const watch = new Watch(client)
    const { seq } = await client.station.snapshot()
    void watch.#follow(await client.station.events({ afterSeq: seq }))
    return watch
  }

  async start(slotId: string): Promise<string> {
    return (await this.#client.jobs.start({ slotId })).jobId
  }

  /** A third of the image is on its way. */
  underWay(jobId: string): Promise<true> {
    return this.#until((event) =>
      event.type === 'progress' && event.jobId === jobId && event.step === 'flash'
        ? event.doneBytes * 3 > (event.totalBytes ?? 0) || null
        : null,
    )
  }

  /** The result is seen; the device may still be given back. */
  result(jobId: string): Promise<Job> {
    return this.#until((event) =>
      event.type === 'jobChanged' && event.job.jobId === jobId && event.job.outcome !== 'running'
        ? event.job
        : null,
    )
  }

  end(jobId: string): Promise<Job> {
    return this.#until((event) =>
      event.type === 'jobFinished' && event.job.jobId === jobId ? event.job : null,
    )
  }

  async #follow(events: AsyncIterable<StationEvent>): Promise<void> {
    // Ends with its station.
    for await (const event of events) {
      this.#events.push(event)
      for (const look of this.#waiting) look()
    }
  }

  #until<Found>(find: (event: StationEvent) => Found | null): Promise<Found> {
    return new Promise((resolve) => {
      const look = () => {
        for (const event of this.#events) {
          const found = find(event)
          if (found === null) continue
          this.#waiting.delete(look)
          return resolve(found)
        }
      }
      this.#waiting.add(look)
      look()
    })
  }
}

describe('the practice bench of chips', () => {
  it('has one of each kind; each fails when it is unplugged and passes when it is started again', async () => {
    const client = await open({ practice: true, practiceKind: 'chips' })
    const watch = await Watch.start(client)
    const { slots } = await client.station.snapshot()
    expect(slots.map(({ profileId }) => profileId)).toEqual([
      ...Array(4).fill('practice-esp'),
      'practice-stm32',
      'practice-avr',
      'practice-mcuboot',
      'practice-xmodem',
    ])
    const jobs = await Promise.all(
      slots.map(async ({ slotId }) => {
        const first = await watch.start(slotId)
        await watch.underWay(first)
        await client.slots.unplug({ slotId })
        const cut = await watch.end(first)
        await client.slots.replug({ slotId })
        return { cut, passed: await watch.end(await watch.start(slotId)) }
      }),
    )
    for (const [index, { cut, passed }] of jobs.entries()) {
      const { deviceId } = demoChips.units[index]?.device ?? {}
      expect(cut).toMatchObject({
        outcome: 'failed',
        touched: true,
        error: { code: 'LINK_LOST', step: 'flash' },
      })
      expect(passed).toMatchObject({
        outcome: 'passed',
        deviceState: 'confirmed',
        device: { deviceId },
        fromVersion: { text: '1.0.0' },
        bootedVersion: { number: 20_001 },
        error: null,
      })
      const { messages } = await client.history.get({ jobId: passed.jobId })
      expect(messages.map(({ kind }) => kind).sort()).toEqual(['otaLog', 'report'])
    }
  }, 120_000)

  it('starts again at once what was cancelled, as soon as the device is given back', async () => {
    const client = await open({ practice: true, practiceKind: 'chips' })
    const watch = await Watch.start(client)
    const slotId = 'sim:6'
    const cancelled = await watch.start(slotId)
    await watch.underWay(cancelled)
    await client.jobs.cancel({ jobId: cancelled })
    expect((await watch.result(cancelled)).outcome).toBe('cancelled')
    const again = await watch.start(slotId)
    await client.jobs.cancel({ jobId: again })
    expect((await watch.result(again)).outcome).toBe('cancelled')
    expect((await client.slots.acknowledge({ slotId })).jobId).toBeNull()
  }, 60_000)
})

describe('a slot with a profile and a product of its own', () => {
  it('is flashed by it, beside a slot of the bench that refuses the same chip', async () => {
    const cloud = await startLocalCloud({ dataDir: join(dataDir, 'cloud') })
    const [, demo] = demoChips.units
    if (!demo) throw new Error('no such chip')
    const { productId } = demo.product
    await seedDemo(cloud, { folder: '', units: [demo] })
    // Its boot loader knows its MAC; whose that is, the plant has listed.
    const store = await openStore(dataDir)
    await store.devices.addRoster([{ ...demo.device, productId }])
    await store.close()
    const app = buildEspApp({ model: 'esp32c3', version: '1.0.0', sizeBytes: 60_000 })
    const { bytes: stored } = buildMergedFlash('esp32c3', app)
    const chip = () =>
      createEspChip({ model: 'esp32c3', device: demo.device, stored, bootsInLoader: true, hasLines: false })
    const own = chip()
    const other = chip()
    await using ownPort = await chipOnTcp(own)
    await using otherPort = await chipOnTcp(other)
    try {
      const client = await open({})
      await client.settings.set({
        settings: settingsSchema.parse({
          watchUsb: false,
          connections: [{ kind: 'xlink', connectionId: 'plant', baseUrl: cloud.baseUrl }],
          products: [{ productId, name: 'C3', tasks: 'plant', results: 'plant' }],
          bench: { productId: 'another', profileId: 'esp32', part: demo.product.part },
          slots: [
            { address: ownPort.address, name: 'Left', productId, profileId: 'esp32-c3' },
            { address: otherPort.address, name: 'Right' },
          ],
        }),
        secrets: { plant: { token: await cloud.admin.issueToken(['corp', 'user', 'platform']) } },
      })
      // What is set on an unset station is for its next start.
      const bench = await open({})
      const { orderId } = await bench.orders.create({ name: 'All', productId: null, mode: 'manual' })
      await bench.orders.arm({ orderId })
      const watch = await Watch.start(bench)
      const { slots } = await bench.station.snapshot()
      expect(slots.map(({ name, profileId, productId }) => [name, profileId, productId])).toEqual([
        ['Left', 'esp32-c3', productId],
        ['Right', 'esp32', 'another'],
      ])
      const [left, right] = await Promise.all(
        slots.map(async ({ slotId }) => watch.end(await watch.start(slotId))),
      )
      expect(right).toMatchObject({
        outcome: 'refused',
        touched: false,
        error: { code: 'CHIP_DIFFERS', context: { expected: 'esp32', found: 'esp32c3', profileId: 'esp32' } },
      })
      expect(left).toMatchObject({
        outcome: 'passed',
        profileId: 'esp32-c3',
        productId,
        device: { deviceId: demo.device.deviceId },
        toVersion: { text: '2.0.1' },
      })
      const image = demo.product.image(demo.product.versions.to)
      expect(own.storage.subarray(0x1_0000, 0x1_0000 + image.length).equals(image)).toBe(true)
      expect(other.storage.subarray(0, stored.length).equals(stored)).toBe(true)
    } finally {
      await station?.close()
      station = null
      await cloud.close()
    }
  })
})
