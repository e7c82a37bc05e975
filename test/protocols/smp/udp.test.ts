// The same upload, trial, swap and confirmation over datagrams, which get lost, come twice and change places.
import { describe, expect, it } from 'vitest'
import { noDatagramFaults } from '../../../main/practice/lan/smp/datagram-fate.ts'
import { SmpUdpUnit, type SmpUdpUnitOptions } from '../../../main/practice/lan/smp/smp-udp-unit.ts'
import type { Target, WriteEvent } from '../../../main/protocols/protocol.ts'
import { smp } from '../../../main/protocols/smp/index.ts'
import type { SmpOptions } from '../../../main/protocols/smp/options.ts'
import { openLan } from '../../../main/transports/lan.ts'
import type { Link } from '../../../main/transports/link.ts'
import {
  flashAll,
  kinds,
  never,
  newFile,
  newImage,
  oldImage,
  optionsOf,
  slotBytes,
  verifyAll,
  writeAll,
} from './mcuboot-bench.ts'

/** What is lost is sent again soon. */
const impatient = { chunkTimeoutMs: 60, replyTimeoutMs: 60 }

interface Bench extends AsyncDisposable {
  readonly unit: SmpUdpUnit
  link(): Promise<Link>
  connect(options?: Partial<SmpOptions>, signal?: AbortSignal): Promise<Target>
}

async function benchOf(options: Partial<SmpUdpUnitOptions> = {}): Promise<Bench> {
  const device = { deviceId: '7', mac: '02F1A5410007', sn: 'SN-7' }
  const unit = new SmpUdpUnit({ device, stored: oldImage, slotBytes, ...options })
  await unit.start()
  const links: Link[] = []
  const link = async (): Promise<Link> => {
    const open = openLan({ ranges: () => ['127.0.0.0/8'] })
    const opened = await open(unit.address, { baudRate: 0, signal: never })
    links.push(opened)
    return opened
  }
  return {
    unit,
    link,
    connect: async (given = {}, signal = never) =>
      smp.connect(
        await link(),
        optionsOf({ chunkTimeoutMs: 400, replyTimeoutMs: 400, maxRetries: 20, ...given }),
        {
          signal,
          log: () => {},
        },
      ),
    async [Symbol.asyncDispose]() {
      for (const one of links) await one.close()
      await unit.close()
    },
  }
}

describe('an upload over datagrams', () => {
  it.each([384, 1024, 1452, 4096])('goes through a buffer of %i', async (bufSize) => {
    await using bench = await benchOf({ bufSize, swapMs: 20 })
    const target = await bench.connect()
    expect(target.version).toBe('1.0.0')
    const plan = target.plan(newImage)
    const events = await writeAll(target, plan)
    expect(kinds(events)).toEqual(['accepted', 'progress', 'pointOfNoReturn'])
    // Never more than a packet, whatever the device takes; a chunk for each message.
    const chunks = events.filter(({ kind }) => kind === 'progress').length
    expect(chunks).toBeGreaterThanOrEqual(newFile.length / (Math.min(bufSize, 1452) - 20))
    await target.reset(never)
    expect(await target.confirm?.(plan, never)).toEqual({ version: '1.2.3' })
    expect(bench.unit.version).toBe('1.2.3')
    expect(bench.unit.stored.equals(newFile)).toBe(true)
  })

  it('keeps to a smaller packet', async () => {
    await using bench = await benchOf({ bufSize: 4096 })
    const target = await bench.connect({ mtuBytes: 600 })
    const events = await writeAll(target, target.plan(newImage))
    expect(events.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(newFile.length / 552)
  })

  it.each([
    ['each fifth is lost', { dropsEvery: 5 }],
    ['each third comes twice', { doublesEvery: 3 }],
    ['each fourth is late', { swapsEvery: 4 }],
    ['all of it', { dropsEvery: 11, doublesEvery: 3, swapsEvery: 7 }],
  ])('ends well where %s', async (_name, datagrams) => {
    for (const window of [1, 2, 4]) {
      await using bench = await benchOf()
      const target = await bench.connect({ window, ...impatient })
      bench.unit.set(datagrams)
      const plan = target.plan(newImage)
      await writeAll(target, plan)
      await verifyAll(target, plan)
      bench.unit.set(noDatagramFaults)
      await target.reset(never)
      expect(await target.confirm?.(plan, never)).toEqual({ version: '1.2.3' })
      expect(bench.unit.stored.equals(newFile)).toBe(true)
    }
  })

  it('does not make its chunks smaller for what the network lost', async () => {
    await using bench = await benchOf()
    const target = await bench.connect(impatient)
    const events: WriteEvent[] = []
    for await (const event of target.write(target.plan(newImage), never)) {
      if (event.kind === 'progress' && event.doneBytes > 0) bench.unit.set({ dropsEvery: 3 })
      events.push(event)
    }
    bench.unit.set({ dropsEvery: 0 })
    const steps = new Set(events.flatMap((event) => (event.kind === 'progress' ? [event.doneBytes] : [])))
    expect(kinds(events)).toContain('retry')
    expect(steps.size).toBeLessThan(newFile.length / 900)
  })

  it('goes on where a run was cancelled', async () => {
    await using bench = await benchOf()
    const cancel = new AbortController()
    const target = await bench.connect({}, cancel.signal)
    const writing = (async () => {
      for await (const event of target.write(target.plan(newImage), cancel.signal)) {
        if (event.kind === 'progress' && event.doneBytes > 10_000) cancel.abort(new Error('cancelled'))
      }
    })()
    await expect(writing).rejects.toThrow('cancelled')
    await target.reset(never)
    const again = await bench.connect()
    const events = await writeAll(again, again.plan(newImage))
    expect(events.find(({ kind }) => kind === 'skipped')).toMatchObject({
      sizeBytes: expect.toSatisfy((size: number) => size > 10_000),
    })
    expect(await flashAll(again)).toBe('1.2.3')
  })
})

describe('a device on the network', () => {
  it('that takes back what it tried is told', async () => {
    await using bench = await benchOf({ revertsAlways: true })
    await expect(flashAll(await bench.connect())).rejects.toMatchObject({ code: 'SWAP_REVERTED' })
    expect(bench.unit.stored.equals(oldImage)).toBe(true)
  })

  it('that falls silent in mid upload is told, and takes the rest later', async () => {
    await using bench = await benchOf()
    const target = await bench.connect({ ...impatient, maxRetries: 2 })
    bench.unit.chip.faults.hangAfterStoredBytes = 9000
    await expect(writeAll(target, target.plan(newImage))).rejects.toMatchObject({ code: 'LOADER_SILENT' })
    Object.assign(bench.unit.chip.faults, { silent: false, hangAfterStoredBytes: null })
    expect(await flashAll(await bench.connect())).toBe('1.2.3')
  })

  it('is looked at before a group starts', async () => {
    const bench = await benchOf()
    const options = optionsOf({ connectTimeoutMs: 900 })
    const link = await bench.link()
    await smp.preflight?.(link, options, { signal: never })
    bench.unit.chip.faults.silent = true
    await expect(smp.preflight?.(link, options, { signal: never })).rejects.toMatchObject({
      code: 'LOADER_SILENT',
    })
    await bench.unit.close()
    await expect(smp.preflight?.(link, options, { signal: never })).rejects.toMatchObject({
      code: 'LAN_UNREACHABLE',
    })
    await bench[Symbol.asyncDispose]()
  })
})
