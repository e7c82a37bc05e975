// Whole jobs on simulated chips: what a profile says about a device that cannot say who it is or what it runs, a chip of
// another kind, a device that was left half written. Asserted on the chip's flash, the record, and the rows of the cloud.
import { describe, expect, it } from 'vitest'
import { buildEspApp } from '../../main/practice/esp/app-image.ts'
import { createEspChip } from '../../main/practice/esp/esp-chip.ts'
import { buildMergedFlash } from '../../main/practice/esp/partition-table.ts'
import { createMcubootChip } from '../../main/practice/smp/mcuboot-chip.ts'
import { createStm32Chip } from '../../main/practice/stm32/stm32-chip.ts'
import { smp } from '../../main/protocols/smp/index.ts'
import type { Job } from '../../preload/contract/index.ts'
import { imageOf } from '../image-of.ts'
import { type OneChip, openOneChip } from './one-chip.ts'

const detailOf = ({ steps }: Job, name: string) => steps.find((step) => step.name === name)?.detail
const newImage = ({ demo: { product } }: OneChip) => product.image(product.versions.to)
const holds = (one: OneChip, address: number) => {
  const image = newImage(one)
  return one.chip.storage.subarray(address, address + image.length).equals(image)
}
const appAddress = 0x1_0000

/** `isBlank`: nothing in its flash, so nothing that could say a word. */
const espChip = (isBlank = false) =>
  openOneChip('Practice ESP32-C3', ({ device }) => {
    const app = buildEspApp({ model: 'esp32c3', version: '1.0.0', sizeBytes: 60_000 })
    const { address, bytes } = buildMergedFlash('esp32c3', app)
    return createEspChip({
      model: 'esp32c3',
      device,
      ...(isBlank || address !== 0 ? {} : { stored: bytes }),
    })
  })

const stm32Chip = () =>
  openOneChip('Practice STM32F4', ({ device, product }) =>
    createStm32Chip({ id: 0x413, device, stored: product.image(product.versions.from) }),
  )

const quick = (pattern: string) => [
  {
    send: 'id\r',
    expect: pattern,
    prompt: false,
    timeoutMs: 400,
    refusedCode: 'CONSOLE_REFUSED' as const,
    otherwise: 'CONSOLE_NO_ANSWER' as const,
  },
]
const who = quick('^device (?<deviceId>\\d+)')

describe('a whole job', () => {
  it('on an ESP: the record says which chip it is and how it was proved, the cloud hears of it once', async () => {
    await using one = await espChip()
    const job = await one.run()
    expect(job).toMatchObject({
      outcome: 'passed',
      deviceState: 'confirmed',
      device: { deviceId: one.demo.device.deviceId, mac: one.demo.device.mac },
      fromVersion: { text: '1.0.0' },
      bootedVersion: { text: '2.0.1' },
    })
    expect(detailOf(job, 'identify')).toMatchObject({
      chip: 'esp32c3',
      chipName: 'ESP32-C3 (revision 0.4)',
      flashSizeBytes: 4 * 1024 * 1024,
      versionFrom: 'bootLoader',
    })
    expect(detailOf(job, 'verify')).toMatchObject({ by: 'deviceDigest', algorithm: 'md5' })
    expect(holds(one, appAddress)).toBe(true)
    expect(await one.cloud.admin.listReports()).toMatchObject([{ result: 0, current_version: 20_001 }])
    expect(await one.cloud.admin.listOtaLogs()).toHaveLength(1)
  })

  it('refuses a chip of another kind: nothing is written, nothing is reported, and its firmware runs on', async () => {
    await using one = await espChip()
    const before = Buffer.from(one.chip.storage)
    const job = await one.run({ chips: ['esp32', 'esp32s3'] })
    expect(job).toMatchObject({
      outcome: 'refused',
      touched: false,
      deviceState: 'untouched',
      error: {
        code: 'CHIP_DIFFERS',
        step: 'identify',
        context: { expected: 'esp32 esp32s3', found: 'esp32c3' },
      },
    })
    expect(detailOf(job, 'report')).toEqual({ reason: 'notTouched' })
    expect(one.chip.storage.equals(before)).toBe(true)
    expect(await one.cloud.admin.listReports()).toEqual([])
    expect(await one.cloud.admin.listOtaLogs()).toEqual([])
    expect((await one.run()).outcome).toBe('passed')
  })
})

describe('a device that has the image of its task already', () => {
  it('passes without a byte, and the cloud hears of it', async () => {
    await using one = await openOneChip('Practice MCUboot', ({ device, product }) =>
      createMcubootChip({
        ...{ device, stored: product.image(product.versions.from), slotBytes: 128 * 1024 },
      }),
    )
    // As a station leaves it that died before it could restart the device.
    const signal = new AbortController().signal
    const link = await one.bench.open('sim://1', { baudRate: 115_200, signal })
    const ignore = () => undefined
    const context = { signal, log: ignore, notice: ignore, baudRate: 115_200 }
    const target = await smp.connect(link, smp.options.parse({}), context)
    for await (const _ of target.write(target.plan(imageOf(newImage(one))), signal));
    await link.close()

    const again = await one.run()
    // By the restart the new one came to run.
    expect(again).toMatchObject({ outcome: 'passed', touched: true, deviceState: 'confirmed' })
    expect(holds(one, 0)).toBe(true)
    expect(await one.cloud.admin.listReports()).toMatchObject([{ result: 0 }])
    expect(await one.cloud.admin.listOtaLogs()).toMatchObject([{ status: 2 }])
    // Its upgrade is behind it: what comes next starts at the new version.
    expect((await one.run()).fromVersion).toMatchObject({ number: 20_001 })
  })
})

describe('a device that was left half written', () => {
  it('still has its upgrade to come, whatever version stands in its flash', async () => {
    await using one = await espChip()
    one.chip.faults.cutAfterStoredBytes = 150_000
    const cut = await one.run()
    expect(cut).toMatchObject({ outcome: 'failed', deviceState: 'incomplete', error: { code: 'LINK_LOST' } })
    // The first sector of the application says the new version already.
    expect(
      one.chip.storage.subarray(appAddress, appAddress + 4096).equals(newImage(one).subarray(0, 4096)),
    ).toBe(true)
    expect(holds(one, appAddress)).toBe(false)

    one.bench.replug(1)
    const again = await one.run()
    expect(again).toMatchObject({
      outcome: 'passed',
      deviceState: 'confirmed',
      fromVersion: { text: '1.0.0' },
      toVersion: { text: '2.0.1' },
    })
    expect(detailOf(again, 'identify')).toMatchObject({ versionFrom: 'lastJob' })
    expect(holds(one, appAddress)).toBe(true)
    expect(await one.cloud.admin.listReports()).toMatchObject([{ result: 1 }, { result: 0 }])
    // Then its flash is believed again: the way back is the next task.
    const back = await one.run()
    expect(back).toMatchObject({
      fromVersion: { text: '2.0.1' },
      toVersion: { text: '1.0.0' },
      outcome: 'passed',
    })
    expect(detailOf(back, 'identify')).toMatchObject({ versionFrom: 'bootLoader' })
  })
})

describe('a device that cannot say what it runs', () => {
  it('runs what the profile assumes, and later what its last job left in it', async () => {
    await using one = await stm32Chip()
    const mute = { identify: null, versionFromRoster: true, assumedVersion: '1.0.0' }
    await one.core.store.devices.addRoster([
      // Its boot loader knows no MAC, but the unique id that stands for a serial number.
      {
        deviceId: one.demo.device.deviceId,
        mac: null,
        sn: await uidOf(one),
        productId: one.demo.product.productId,
      },
    ])
    const first = await one.run(mute)
    expect(first).toMatchObject({ outcome: 'passed', fromVersion: { text: '1.0.0' } })
    expect(detailOf(first, 'identify')).toMatchObject({ versionFrom: 'assumed' })
    expect(holds(one, 0)).toBe(true)
    const second = await one.run(mute)
    expect(second).toMatchObject({
      outcome: 'passed',
      fromVersion: { text: '2.0.1' },
      toVersion: { text: '1.0.0' },
    })
    expect(detailOf(second, 'identify')).toMatchObject({ versionFrom: 'roster' })
    expect(await one.cloud.admin.listReports()).toHaveLength(2)
  })

  it('is refused where the profile neither asks nor assumes', async () => {
    await using one = await espChip(true)
    const job = await one.run({ versionFromRoster: false, assumedVersion: null })
    expect(job).toMatchObject({ outcome: 'refused', touched: false, error: { code: 'VERSION_UNKNOWN' } })
  })
})

describe('firmware that is broken', () => {
  it('must not answer where the profile says so: boot loader and roster know the device', async () => {
    await using one = await espChip(true)
    const job = await one.run({ identify: who, identifyMayFail: true, assumedVersion: '1.0.0' })
    expect(job).toMatchObject({ outcome: 'passed', device: { deviceId: one.demo.device.deviceId } })
    expect(holds(one, 0)).toBe(false)
    expect(holds(one, appAddress)).toBe(true)
  })

  it('ends the job where the profile does not', async () => {
    await using one = await espChip(true)
    const job = await one.run({ identify: who })
    expect(job).toMatchObject({ outcome: 'failed', touched: false, error: { code: 'CONSOLE_NO_ANSWER' } })
  })
})

describe('lines that are wired to the reset pin', () => {
  it('stand as the profile says while the firmware is asked', async () => {
    await using one = await stm32Chip()
    const held = await one.run({ idleLines: null, identify: who })
    expect(held).toMatchObject({ outcome: 'failed', touched: false, error: { code: 'CONSOLE_NO_ANSWER' } })
    const free = await one.run()
    expect(free).toMatchObject({ outcome: 'passed', device: one.demo.device })
    expect(detailOf(free, 'identify')).toMatchObject({ versionFrom: 'device' })
    expect(holds(one, 0)).toBe(true)
  })
})

/** As a job that was refused recorded it. */
async function uidOf(one: OneChip): Promise<string> {
  const { device } = await one.run({ identify: null })
  if (device.sn === null) throw new Error('no unique id')
  return device.sn
}
