// What boot loaders know of a device: chip, version, what runs after the reset; and what they ask of a person.
import { describe, expect, it } from 'vitest'
import type { JobOrder } from '../../main/job/ports.ts'
import { runJob } from '../../main/job/run-job.ts'
import { type Profile, profileSchema } from '../../main/profiles/profile.ts'
import { FlashlineError } from '../../preload/contract/index.ts'
import { byCloud, FakeSurroundings, order, task } from './fake-ports.ts'

const orderWith = (profile: Partial<Profile>, change: Partial<JobOrder> = {}): JobOrder => ({
  ...order,
  ...change,
  profile: profileSchema.parse({ ...order.profile, ...profile }),
})

const run = (order: JobOrder, fake: FakeSurroundings) => runJob(order, fake.ports, AbortSignal.timeout(5000))

const chip = { family: 'esp32c3', mac: '02F1A5410001', uid: null, flashSizeBytes: 4_194_304 }

describe('the chip', () => {
  it('is in the record with what the boot loader told', async () => {
    const fake = new FakeSurroundings()
    fake.target = {
      ...fake.target,
      chip: { ...chip, name: 'ESP32-C3 (revision 0.4)', facts: { crystalMHz: 40 } },
      version: '1',
    }
    const job = await run(orderWith({ chips: ['esp32c3', 'esp32'] }), fake)
    expect(job).toMatchObject({ outcome: 'passed', device: { mac: '02F1A5410001' } })
    expect(job.steps[0]?.detail).toEqual({
      chip: 'esp32c3',
      chipName: 'ESP32-C3 (revision 0.4)',
      crystalMHz: 40,
      flashSizeBytes: 4_194_304,
      versionFrom: 'bootLoader',
    })
  })

  it('that the profile does not name is refused, and set running again untouched', async () => {
    const fake = new FakeSurroundings()
    fake.target = { ...fake.target, chip }
    const job = await run(orderWith({ chips: ['esp32'] }), fake)
    expect(job).toMatchObject({
      outcome: 'refused',
      touched: false,
      error: { code: 'CHIP_DIFFERS', step: 'identify', context: { expected: 'esp32', found: 'esp32c3' } },
    })
    expect(fake.calls).toContain('reset')
  })

  it("has a unique id that stands for the serial number, which finds the cloud's id", async () => {
    const fake = new FakeSurroundings()
    const uid = '0123456789ABCDEF01234567'
    fake.target = { ...fake.target, chip: { ...chip, mac: null, uid }, version: '1' }
    fake.ports = {
      ...fake.ports,
      findDeviceId: async ({ mac, sn }) => (mac === null && sn === uid ? 'd1' : null),
    }
    const job = await run(orderWith({}, { deviceId: null }), fake)
    expect(job).toMatchObject({ outcome: 'passed', device: { deviceId: 'd1', mac: null, sn: uid } })
  })

  it('that says no serial number has the one of its label, and is known by it', async () => {
    const fake = new FakeSurroundings()
    fake.target = { ...fake.target, chip: { ...fake.target.chip, uid: 'UID-9' } }
    fake.ports = { ...fake.ports, findDeviceId: async ({ sn }) => (sn === 'LABEL-1' ? 'd1' : null) }
    const scanned = {
      deviceId: null,
      scannedSn: 'LABEL-1',
      workOrder: { orderId: 'o1', lot: '', revision: 0 },
    }
    const job = await run(orderWith({}, scanned), fake)
    expect(job).toMatchObject({ orderId: 'o1', lot: null, device: { deviceId: 'd1', sn: 'LABEL-1' } })
  })

  it('that says nothing of itself is found by the MAC that was announced at its address', async () => {
    const fake = new FakeSurroundings()
    fake.target = { ...fake.target, chip: { ...chip, mac: null, uid: null }, version: '1' }
    fake.ports = { ...fake.ports, findDeviceId: async ({ mac }) => (mac === 'A0B1C2D3E4F5' ? 'd1' : null) }
    const job = await run(
      orderWith({}, { deviceId: null, announced: { mac: 'A0B1C2D3E4F5', deviceId: null } }),
      fake,
    )
    expect(job).toMatchObject({ outcome: 'passed', device: { deviceId: 'd1', mac: null } })
  })

  it('that is another one than announced itself at its address is refused', async () => {
    const fake = new FakeSurroundings()
    fake.target = { ...fake.target, chip, version: '1' }
    const announced = { mac: 'A0:B1:C2:D3:E4:F5', deviceId: null }
    const job = await run(orderWith({}, { deviceId: null, announced }), fake)
    expect(job).toMatchObject({
      outcome: 'refused',
      touched: false,
      error: { code: 'DEVICE_DIFFERS', context: { expected: announced.mac, found: chip.mac } },
    })
  })

  it.each([
    { inRoster: 'd1', found: 'd1' },
    { inRoster: null, found: 'maker-7' },
  ])("goes by the cloud's id of it ($inRoster) before its maker's", async ({ inRoster, found }) => {
    const fake = new FakeSurroundings()
    fake.target = { ...fake.target, chip: { ...chip, deviceId: 'maker-7' }, version: '1' }
    fake.ports = {
      ...fake.ports,
      findDeviceId: async () => inRoster,
      checkTask: async () => byCloud({ ...task, scope: { category: 'all', deviceIds: [] } }),
    }
    expect(await run(orderWith({}, { deviceId: null }), fake)).toMatchObject({ device: { deviceId: found } })
  })
})

describe('the version', () => {
  interface Case {
    readonly name: string
    readonly profile: Partial<Profile>
    readonly version: string | null
    readonly known: { number: number; text: string } | null
    readonly from: string | null
    readonly number: number | null
  }
  const nine = { number: 9, text: '9' }
  const one = { number: 1, text: '1' }
  const roster = { versionFromRoster: true }
  const assumed = { assumedVersion: '1' }
  const cases: Case[] = [
    { name: 'of the boot loader', profile: roster, version: '1', known: nine, from: 'bootLoader', number: 1 },
    { name: 'of the roster', profile: roster, version: null, known: one, from: 'roster', number: 1 },
    {
      name: 'assumed',
      profile: { ...roster, ...assumed },
      version: null,
      known: null,
      from: 'assumed',
      number: 1,
    },
    {
      name: 'not of an unasked roster',
      profile: assumed,
      version: null,
      known: nine,
      from: 'assumed',
      number: 1,
    },
    { name: 'unknown', profile: {}, version: null, known: one, from: null, number: null },
  ]
  it.each(cases)('is $name', async ({ profile, version, known, from, number }) => {
    const fake = new FakeSurroundings()
    fake.target = { ...fake.target, version }
    fake.ports = { ...fake.ports, lastVersion: async (deviceId) => (deviceId === 'd1' ? known : null) }
    const job = await run(orderWith(profile), fake)
    expect(job.fromVersion.number).toBe(number)
    expect(job.steps[0]?.detail.versionFrom).toBe(from)
    expect(job).toMatchObject(
      number === null
        ? { outcome: 'refused', error: { code: 'VERSION_UNKNOWN' } }
        : { outcome: 'passed', toVersion: { number: 2 } },
    )
  })
})

describe('confirmation by the protocol', () => {
  const confirming = async (confirm: () => Promise<{ version: string | null }>) => {
    const fake = new FakeSurroundings()
    fake.target = { ...fake.target, version: '1', confirm }
    return run(orderWith({ confirmByProtocol: true }), fake)
  }

  it('passes when the image is proved to run, also without a version', async () => {
    expect(await confirming(async () => ({ version: '2' }))).toMatchObject({
      outcome: 'passed',
      deviceState: 'confirmed',
      bootedVersion: { number: 2, text: '2' },
    })
    expect(await confirming(async () => ({ version: null }))).toMatchObject({
      outcome: 'passed',
      deviceState: 'confirmed',
    })
  })

  it('fails when another version runs, or the device went back', async () => {
    expect(await confirming(async () => ({ version: '1' }))).toMatchObject({
      outcome: 'failed',
      deviceState: 'verified',
      error: { code: 'VERSION_DIFFERS', context: { found: '1' } },
    })
    const revert = () => Promise.reject(new FlashlineError('SWAP_REVERTED'))
    expect(await confirming(revert)).toMatchObject({ outcome: 'failed', error: { code: 'SWAP_REVERTED' } })
  })

  it('is a mistake of the profile where the protocol cannot', async () => {
    const fake = new FakeSurroundings()
    fake.target = { ...fake.target, version: '1' }
    const job = await run(orderWith({ confirmByProtocol: true }), fake)
    expect(job).toMatchObject({ outcome: 'failed', error: { code: 'PROFILE_INVALID' } })
  })
})

it('what a protocol asks of a person is seen while the job runs, and gone at its end', async () => {
  const fake = new FakeSurroundings()
  fake.protocol = {
    ...fake.protocol,
    connect: async (_link, _options, { notice }) => {
      notice?.('holdBoot')
      return { ...fake.target, version: '1' }
    },
  }
  const job = await run(orderWith({}), fake)
  const notices = fake.events.flatMap((event) => (event.type === 'jobChanged' ? [event.job.notice] : []))
  expect(notices).toContain('holdBoot')
  expect(notices.at(-1)).toBeNull()
  expect(job).toMatchObject({ outcome: 'passed', notice: null })
})

it('what the device already held is counted, not sent', async () => {
  const fake = new FakeSurroundings()
  fake.target = {
    ...fake.target,
    version: '1',
    async *write(plan) {
      yield { kind: 'accepted' }
      yield { kind: 'skipped', sizeBytes: 3000 }
      yield { kind: 'skipped', sizeBytes: 1000 }
      yield { kind: 'progress', doneBytes: plan.totalBytes, totalBytes: plan.totalBytes }
    },
  }
  const job = await run(orderWith({}), fake)
  expect(job.steps.find(({ name }) => name === 'flash')?.detail).toMatchObject({ skippedBytes: 4000 })
})

describe('an image that says its own version', () => {
  const flashing = async (version: string, profile: Partial<Profile>) => {
    const fake = new FakeSurroundings()
    const { plan } = fake.target
    fake.target = { ...fake.target, version: '1', plan: (image) => ({ ...plan(image), version }) }
    return run(orderWith(profile), fake)
  }

  it('is refused when it is not the one of the task, where the profile asks for it', async () => {
    expect(await flashing('3', { imageVersionMustMatch: true })).toMatchObject({
      outcome: 'refused',
      touched: false,
      error: { code: 'IMAGE_VERSION', step: 'download', context: { expected: '2', found: '3' } },
    })
    expect(await flashing('3', {})).toMatchObject({ outcome: 'passed' })
  })

  it('passes when it is, or when it is no version of this product', async () => {
    expect(await flashing('2', { imageVersionMustMatch: true })).toMatchObject({ outcome: 'passed' })
    expect(await flashing('v5.1-dirty', { imageVersionMustMatch: true })).toMatchObject({ outcome: 'passed' })
  })
})
